// A record that one GM deleted and another changed exists again, because it differs from what the deleter saw. A later
// command, or an undo, may take just that difference away. Nobody means to delete the record by that, so its mark goes.
import { kindOfRoot } from './changes.ts';
import { deletionMark, isDeletedRecord, type DeletionMark } from './deletion.ts';
import type { OpenDocument } from './open-document.ts';
import { createRecordTable } from './record-table.ts';
import type { KeyChange, WriteKey } from './undo.ts';

/** What a command wrote by the records that it wrote in, each once. */
const recordsOf = (changes: readonly KeyChange[]): { room: string; root: string; id: string; keys: string[] }[] => {
  const records = new Map<string, { room: string; root: string; id: string; keys: string[] }>();
  for (const { room, root, key, isFollowed } of changes) {
    if (isFollowed) continue;
    const id = key.slice(0, Math.max(0, key.indexOf('/')));
    const name = `${room} ${root} ${id}`;
    const known = records.get(name);
    if (known) known.keys.push(key);
    else records.set(name, { room, root, id, keys: [key] });
  }
  return [...records.values()];
};

/**
 * To be called in the transaction of a command, after it wrote: removes the mark of every record that stood before and
 * would be deleted now, unless the command wrote the mark itself, or `mayDelete`. The documents' tables still read as
 * before the transaction.
 */
export const keepBroughtBack = (
  docs: readonly OpenDocument[],
  changes: readonly KeyChange[],
  write: WriteKey,
  mayDelete: (mark: DeletionMark) => boolean,
): void => {
  for (const { room, root, id, keys } of recordsOf(changes)) {
    const doc = docs.find((each) => each.room === room);
    const kind = kindOfRoot(root);
    const before = doc && kind && doc.table(kind).get(id);
    if (!before || keys.includes(`${id}/deleted`)) continue;
    const mark = deletionMark(before);
    if (!mark || mayDelete(mark) || isDeletedRecord(doc.doc, kind, id, before)) continue;
    const now = createRecordTable(doc.doc.getMap<unknown>(root), null);
    const after = now.get(id);
    now.close();
    if (after && isDeletedRecord(doc.doc, kind, id, after)) write(doc, root, `${id}/deleted`, undefined);
  }
};
