// Reads records as they are stored, for a campaign file.
import { RECORDS, SESSION_NOTES, type NoteNode, type StoredRecord } from '@emberkeep/domain';
import { ROOT_OF_KIND, type StoredKind } from '../changes.ts';
import { isCreatedOnKey } from '../deletion.ts';
import { isNotes } from '../followed.ts';
import type { ReadableDocument } from '../open-document.ts';
import { textsIn } from '../read-document.ts';
import type { RawRecord } from '../record-table.ts';
import { getRecord } from './read-records.ts';

const KINDS = Object.keys(RECORDS) as StoredKind[];

const writtenTexts = (doc: ReadableDocument, id: string, names: readonly string[]): Record<string, NoteNode[]> =>
  Object.fromEntries(Object.entries(textsIn(doc, id, names)).filter(([, note]) => note.length > 0));

/**
 * The keys of a record below its id, sorted, without those that say who deleted it, where it was made, and which writes of
 * this document follow its events.
 */
const keysOf = (raw: RawRecord): Record<string, unknown> => {
  const keys: Record<string, unknown> = {};
  for (const [field, value] of raw.fields) if (field !== 'deleted') keys[field] = value;
  for (const [field, group] of raw.groups)
    if (!isNotes(field))
      for (const [member, value] of group)
        if (!isCreatedOnKey(`${field}/${member}`)) keys[`${field}/${member}`] = value;
  return Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/**
 * Every record of a document that is not deleted, as stored, and the notes of a session's body. Whether a session is
 * deleted depends on its body too, so the caller decides through `isHere`.
 */
export function* readStored(
  doc: ReadableDocument,
  isHere: (sessionId: string) => boolean = () => true,
): Iterable<StoredRecord> {
  const sessionId = doc.ref.kind === 'session' ? doc.ref.sessionId : null;
  for (const kind of KINDS) {
    if (!doc.doc.share.has(ROOT_OF_KIND[kind])) continue;
    const table = doc.table(kind);
    const spec = RECORDS[kind];
    for (const id of [...table.ids()].sort()) {
      const isKept = kind === 'session' ? table.record(id) && isHere(id) : getRecord(doc, spec, id);
      if (!isKept) continue;
      const texts = writtenTexts(doc, id, Object.keys(spec.texts));
      yield { kind, id, sessionId, keys: keysOf(table.get(id)!), texts };
    }
  }
  if (sessionId) {
    const texts = writtenTexts(doc, sessionId, SESSION_NOTES);
    if (Object.keys(texts).length > 0) yield { kind: 'note', id: sessionId, sessionId, keys: {}, texts };
  }
}
