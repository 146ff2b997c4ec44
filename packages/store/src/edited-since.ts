// What of an import was edited since: its undo keeps that. An undo that is asked for later than the edits would take them
// along, into a Trash that nobody looks into for words of their own.
import * as Y from 'yjs';
import { readRoom, RECORDS } from '@emberkeep/domain';
import { kindOfRoot, ROOT_OF_KIND } from './changes.ts';
import { titleOf } from './commands/record-input.ts';
import { isCreatedOnKey } from './deletion.ts';
import { isNotes, workIn } from './followed.ts';
import { isImportClient } from './imported-text.ts';
import type { OpenDocument } from './open-document.ts';
import { isSameJson } from './plain-value.ts';
import { readShown } from './record-parts.ts';
import { bodyRoomOf, type CreatedRecord, type UndoStep } from './undo.ts';

/** Kinds that say something of an entity: adding one is an edit of the entity. */
const ABOUT_ENTITIES = [ROOT_OF_KIND.relationship, ROOT_OF_KIND.entityLog];

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Fields that are no words: where a record is, and a session's number, which the next command writes down. */
const isBookkeeping = (below: string): boolean => {
  const field = below.split('/')[0]!;
  return isCreatedOnKey(below) || isNotes(field) || /^(?:deleted|order|number)$|\.(?:order|whole)$/.test(field);
};

/** What is looked at of a text: Yjs types all have their items. */
type Text = Pick<Y.XmlFragment, '_start'>;

/** Nodes that are an edit without a word in them. Empty paragraphs, lists and headings are none. */
const WORDLESS = new Set(['picture', 'horizontalRule', 'table', 'tableRow']);

const isEdit = (content: Y.Item['content']): boolean =>
  (content instanceof Y.ContentString && content.str.trim() !== '') ||
  (content instanceof Y.ContentType && content.type instanceof Y.XmlElement && WORDLESS.has(content.type.nodeName));

/** True for a text in which anybody typed or added something: what an import wrote is of clients of its own. */
const holdsTyped = (type: Text): boolean => {
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (!isImportClient(item.id.client) && isEdit(content)) return true;
    if (content instanceof Y.ContentType && holdsTyped(content.type)) return true;
  }
  return false;
};

/** What the GM knows records by, without those that are within another or have no name. */
export const titlesOf = (records: Iterable<CreatedRecord>, docs: readonly OpenDocument[]): string[] =>
  [...records].flatMap(({ room, root, id }) => {
    const doc = docs.find((each) => each.room === room);
    const kind = kindOfRoot(root);
    if (!doc || !kind || readRoom(room)?.kind !== 'ledger') return [];
    const record = doc.table(kind).record(id);
    if (!record) return [];
    if (kind === 'session') {
      const { title, number } = record as { title?: string; number?: number };
      return title || `Session ${number ?? ''}`.trim();
    }
    // reason: a record of any kind is an object of its fields
    return titleOf(RECORDS[kind], record as unknown as Readonly<Record<string, unknown>>) || [];
  });

/** The value that the step left in each key it wrote. */
const leftBy = (step: UndoStep): Map<string, unknown> =>
  new Map(step.changes.map(({ room, root, key, after }) => [`${room} ${root} ${key}`, after]));

/** The records of one document that hold something which the step did not write, by root and id. */
function* editedIn(doc: OpenDocument, left: ReadonlyMap<string, unknown>): Iterable<{ root: string; id: string }> {
  for (const root of Object.values(ROOT_OF_KIND)) {
    if (!doc.doc.share.has(root)) continue;
    const map = doc.doc.getMap<unknown>(root);
    for (const [key, item] of map._map) {
      const slash = key.indexOf('/');
      const id = key.slice(0, slash);
      if (isBookkeeping(key.slice(slash + 1)) || workIn(map, key, item) === null) continue;
      if (!isSameJson(readShown(map, root, key), left.get(`${doc.room} ${root} ${key}`))) yield { root, id };
    }
  }
  for (const [name, type] of doc.doc.share) {
    const slash = name.indexOf('/');
    if (slash > 0 && holdsTyped(type)) yield { root: '', id: name.slice(0, slash) };
  }
}

/** The ids that records about entities name, other than those of the step. */
const namedByLater = (ledger: OpenDocument, left: ReadonlyMap<string, unknown>): Set<string> => {
  const named = new Set<string>();
  for (const root of ABOUT_ENTITIES) {
    const map = ledger.doc.getMap<unknown>(root);
    for (const [key, value] of map.entries()) {
      const isGone = map.has(`${key.slice(0, key.indexOf('/'))}/deleted`);
      if (isGone || left.has(`${ledger.room} ${root} ${key}`)) continue;
      for (const [id] of (JSON.stringify(value) ?? '').matchAll(IDS)) named.add(id);
    }
  }
  return named;
};

/**
 * Of what an import created, what was edited since: the record itself, its texts, a relationship or log entry about it;
 * of a session, anything in it, and then all of it. `docs` are all documents that the step wrote.
 */
export const editedSince = (step: UndoStep, docs: readonly OpenDocument[]): Set<CreatedRecord> => {
  const left = leftBy(step);
  const editedByRoom = new Map(docs.map((doc) => [doc.room, [...editedIn(doc, left)]]));
  const namedByRoom = new Map(docs.map((doc) => [doc.room, namedByLater(doc, left)]));
  const isEdited = (created: CreatedRecord): boolean => {
    const bodyRoom = bodyRoomOf(created);
    if (bodyRoom !== null && (editedByRoom.get(bodyRoom) ?? []).length > 0) return true;
    if (kindOfRoot(created.root) === 'entity' && namedByRoom.get(created.room)?.has(created.id)) return true;
    return (editedByRoom.get(created.room) ?? []).some(
      ({ root, id }) => id === created.id && (root === '' || root === created.root),
    );
  };
  const edited = step.created.filter(isEdited);
  const wholeBodies = new Set(edited.flatMap((created) => bodyRoomOf(created) ?? []));
  return new Set([...edited, ...step.created.filter(({ room }) => wholeBodies.has(room))]);
};
