// Tells whether anybody but this tab has a part in a record: undoing its creation would take that work along.
import * as Y from 'yjs';
import { RECORDS, type RecordChange } from '@emberkeep/domain';
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { workedFields, workIn } from './followed.ts';
import type { OpenDocument } from './open-document.ts';

/** Moving a record, or a member in it, is not writing in it. */
const isOrder = (field: string): boolean => field === 'order' || field.endsWith('.order');

const typeOf = (item: Y.Item): Pick<Y.XmlFragment, '_start'> | null =>
  item.content instanceof Y.ContentType ? item.content.type : null;

export interface Authorship {
  /** To be called with every change: remembers what came from elsewhere, also where it was rewritten here since. */
  note(changes: readonly RecordChange[]): void;
  /**
   * True when anybody else wrote in the record or in `body`, or refers to the record in one of `docs`. Writing of
   * another tab counts as somebody else's.
   */
  hasOthers(record: { doc: OpenDocument; kind: StoredKind; id: string }, body: Y.Doc | null): boolean;
  /**
   * True when the value of a key is anybody else's, too: they wrote it, or they added the same member of a set at the
   * same time. A value that they wrote at the same time and that lost the merge is in the revisions.
   */
  isOthersToo(map: Y.Map<unknown>, key: string): boolean;
}

/**
 * The items of a key that lost to `winner` and that its author did not know, as far as their own earlier ones go. Yjs
 * puts them to the left of it.
 */
function* unknownTo(winner: Y.Item, isOwn: (client: number) => boolean): Iterable<Y.Item> {
  for (let item = winner, { left } = item; left; { left } = item) {
    const isKnown = item.origin !== null && Y.compareIDs(left.lastId, item.origin);
    if (!isKnown) yield left;
    if (!isOwn(left.id.client)) return;
    item = left;
  }
}

/** `isOwn` tells of a Yjs client id whether this tab wrote with it; `docs` are all documents that are open. */
export const createAuthorship = (
  isOwn: (client: number) => boolean,
  docs: () => readonly OpenDocument[],
): Authorship => {
  const touched = new Set<string>();
  const isForeign = (item: Y.Item): boolean => !item.deleted && !isOwn(item.id.client);

  const holdsForeign = (type: Pick<Y.XmlFragment, '_start'>): boolean => {
    for (let item = type._start; item; item = item.right) {
      const inner = item.deleted ? null : typeOf(item);
      if (isForeign(item) || (inner && holdsForeign(inner))) return true;
    }
    return false;
  };
  const isInRecord = (key: string, id: string): boolean =>
    key.startsWith(`${id}/`) && key !== `${id}/deleted` && !isOrder(key.split('/')[1] ?? '');
  const refersTo = (key: string, value: unknown, id: string): boolean =>
    key.endsWith(`/${id}`) || (JSON.stringify(value) ?? '').includes(id);

  const foreignKeys = (
    doc: Y.Doc,
    kind: StoredKind,
    isWanted: (key: string, value: () => unknown) => boolean,
  ): boolean => {
    const map = doc.getMap(ROOT_OF_KIND[kind]);
    for (const [key, item] of map._map) {
      const work = item.deleted ? null : workIn(map, key, item);
      if (work && !isOwn(work.id.client) && isWanted(key, () => map.get(key))) return true;
    }
    return false;
  };
  const isReferredTo = (id: string): boolean =>
    docs().some(({ doc }) =>
      (Object.keys(RECORDS) as StoredKind[]).some(
        (kind) =>
          doc.share.has(ROOT_OF_KIND[kind]) && foreignKeys(doc, kind, (key, value) => refersTo(key, value(), id)),
      ),
    );

  return {
    note: (changes) => {
      for (const { from, room, id, fields } of changes)
        if (from === 'remote' && !workedFields(fields).every((field) => isOrder(field) || field === 'deleted'))
          touched.add(`${room} ${id}`);
    },
    isOthersToo: (map, key) => {
      const item = map._map.get(key);
      if (!item || item.deleted) return false;
      if (isForeign(item)) return true;
      return map.get(key) === true && [...unknownTo(item, isOwn)].some(({ id }) => !isOwn(id.client));
    },
    hasOthers: ({ doc: { doc, room }, kind, id }, body) =>
      touched.has(`${room} ${id}`) ||
      foreignKeys(doc, kind, (key) => isInRecord(key, id)) ||
      Object.keys(RECORDS[kind].texts).some((name) => holdsForeign(doc.getXmlFragment(`${id}/${name}`))) ||
      (body !== null && [...body.store.clients.keys()].some((client) => !isOwn(client))) ||
      isReferredTo(id),
  };
};
