// Which blocks of a text stay when the step that made them is taken back: those that hold what the step did not
// write, and those that the schema requires around and beside it.
import * as Y from 'yjs';

/** What is read of any Yjs type; its generic parameter makes the classes incompatible. */
type Type = Pick<Y.XmlFragment, '_start' | '_item'>;

/** A table's rows must have equally many cells, so its parts stay or go together. */
const TABLE_PARTS: readonly string[] = ['table', 'tableRow', 'tableCell', 'tableHeader'];
/** Blocks that must begin with a paragraph. */
const LIST_ITEMS: readonly string[] = ['listItem', 'taskItem'];

const typeOf = (item: Y.Item): Type | null => (item.content instanceof Y.ContentType ? item.content.type : null);

const parentOf = (item: Y.Item): Y.XmlElement | null => (item.parent instanceof Y.XmlElement ? item.parent : null);

const isTablePart = (type: Type | null): boolean => type instanceof Y.XmlElement && TABLE_PARTS.includes(type.nodeName);

const isParagraph = (type: Type | null): boolean => type instanceof Y.XmlElement && type.nodeName === 'paragraph';

/** The items directly in a type that are not deleted and have a length; formatting marks have none. */
const itemsIn = (type: Type): Y.Item[] => {
  const items: Y.Item[] = [];
  for (let item = type._start; item; item = item.right) if (!item.deleted && item.countable) items.push(item);
  return items;
};

const firstIn = (type: Type): Y.Item | null => {
  let item = type._start;
  while (item && (item.deleted || !item.countable)) item = item.right;
  return item;
};

const tableAround = (item: Y.Item): Y.XmlElement | null => {
  let type = typeOf(item) as Y.XmlElement | null;
  while (type && type.nodeName !== 'table') type = type._item && parentOf(type._item);
  return type;
};

/** True for a block or a text that holds no words: an empty row of a table, a paragraph that was typed in and emptied. */
const isBlank = (item: Y.Item): boolean => {
  const type = typeOf(item);
  const isForm = type instanceof Y.XmlText || isTablePart(type) || isParagraph(type);
  return type !== null && isForm && itemsIn(type).every(isBlank);
};

/**
 * Tells of each item of a step whether it stays while the step is taken back. `own` has all items that are about to
 * be deleted.
 */
export const createKeeper = (own: ReadonlySet<Y.Item>): ((item: Y.Item) => boolean) => {
  const known = new Map<Type, boolean>();
  const holdsOthers = (type: Type): boolean => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const found = itemsIn(type).some((item) => {
      const inner = typeOf(item);
      return own.has(item) ? inner !== null && holdsOthers(inner) : !isBlank(item);
    });
    known.set(type, found);
    return found;
  };
  const keepsShape = (table: Type): boolean =>
    itemsIn(table).some((item) => {
      const inner = typeOf(item);
      if (inner === null) return false;
      return (own.has(item) && holdsOthers(inner)) || (isTablePart(inner) && keepsShape(inner));
    });
  const isNeededInTable = (item: Y.Item): boolean => {
    const table = isTablePart(typeOf(item)) ? tableAround(item) : null;
    return table !== null && keepsShape(table);
  };
  // The binding deletes a block that lacks the child its schema requires, with everything in it.
  const isNeededInParent = (item: Y.Item): boolean => {
    const parent = parentOf(item);
    if (!parent?._item || firstIn(parent) !== item) return false;
    return (LIST_ITEMS.includes(parent.nodeName) || !holdsOthers(parent)) && stays(parent._item);
  };
  // What the step set on a block of its own goes and stays with it: a kept heading keeps its level.
  const isOfKeptBlock = ({ parentSub, parent }: Y.Item): boolean =>
    parentSub !== null &&
    parent instanceof Y.XmlElement &&
    parent._item !== null &&
    own.has(parent._item) &&
    stays(parent._item);
  const stays = (item: Y.Item): boolean => {
    const type = typeOf(item);
    if (!own.has(item)) return true;
    if (type === null) return isOfKeptBlock(item);
    if (holdsOthers(type)) return true;
    return type instanceof Y.XmlElement && (isNeededInTable(item) || isNeededInParent(item));
  };
  return stays;
};
