// Owns judging stored bytes: a room's entries, and a whole copy of the database. Costs what there is, so that a running relay asks
// for it in a thread (see check-worker.ts).
import { DatabaseSync } from 'node:sqlite';
import * as Y from 'yjs';
import { soundBytes } from '../log/entries.ts';
import type { LogHead } from '../log/relay-log.ts';

/** What is wrong with a room's bytes, or null: every row decodes, and together they make a document that waits for nothing. */
export const problemOf = (rows: readonly Uint8Array[]): string | null => {
  try {
    for (const row of rows) Y.decodeUpdate(row);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.mergeUpdates([...rows]));
    const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
    doc.destroy();
    return waits ? 'something in it builds on changes that are not there' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Reads a copy whole: its file, every room's bytes, and that it has come as far as `expected`; null where it is good. */
export const problemOfCopy = (file: string, expected: readonly LogHead[]): string | null => {
  let copy: DatabaseSync | null = null;
  try {
    copy = new DatabaseSync(file, { readOnly: true });
    const integrity = String(copy.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
    if (integrity !== 'ok') return integrity;
    const rooms = copy.prepare('SELECT room, max(sequence) AS head FROM update_log GROUP BY room').all();
    const there = new Map(rooms.map((r) => [String(r['room']), Number(r['head'])]));
    for (const { room, sequence } of expected)
      if ((there.get(room) ?? -1) < sequence) return `“${room}” is not whole in the copy`;
    for (const row of rooms) {
      const problem = problemOf(
        copy
          .prepare('SELECT * FROM update_log WHERE room = ? ORDER BY sequence')
          .all(String(row['room']))
          .map(soundBytes),
      );
      if (problem) return `“${String(row['room'])}”: ${problem}`;
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    copy?.close();
  }
};
