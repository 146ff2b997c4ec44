// Checks stored bytes: a room's entries, and a whole copy of the database. The cost of a copy grows with what is stored:
// it is checked in the command's process, not in the relay's.
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import * as Y from 'yjs';
import { nextTurn } from '../next-turn.ts';
import type { Database, Row } from '../storage/database.ts';
import { NewerSchema, SCHEMA_VERSION } from '../storage/schema-version.ts';
import { checkedBytes } from '../update-log/entries.ts';
import { problemOfFiles } from './backup-files.ts';
import { isUsable } from '../rooms/update-checks.ts';
import type { LogHead } from '../update-log/relay-log.ts';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is wrong with a room's entries; null if every one decodes and together they make a complete document. */
export const problemOf = (rows: readonly Uint8Array[]): string | null => {
  try {
    for (const row of rows) Y.decodeUpdate(row);
    const doc = new Y.Doc();
    const merged = Y.mergeUpdates([...rows]);
    Y.applyUpdate(doc, merged);
    if (!Y.decodeUpdate(merged).structs.every(isUsable)) return 'devices cannot use a value in it';
    const isIncomplete = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
    doc.destroy();
    return isIncomplete ? 'some changes build on others that are missing' : null;
  } catch (error) {
    return messageOf(error);
  }
};

const PICTURES = 'SELECT campaign_id, hash FROM blobs';
const PICTURE = 'SELECT bytes FROM blobs WHERE campaign_id = ? AND hash = ?';
const VERSIONS = 'SELECT campaign_id, room, at, hash FROM history';
const VERSION = 'SELECT bytes FROM history WHERE campaign_id = ? AND room = ? AND at = ?';

/** Pictures and earlier versions whose bytes are not those that were written. */
export const countAltered = async ({ all }: Pick<Database, 'all'>): Promise<number> => {
  let altered = 0;
  const compare = (hash: unknown, [row]: Row[]): void => {
    const isDeleted = row === undefined; // since it was listed
    const digest = createHash('sha256')
      .update((row?.['bytes'] ?? '') as Uint8Array | string)
      .digest('hex');
    if (!isDeleted && digest !== hash) altered += 1;
  };
  for (const { campaign_id: campaign, hash } of await all(PICTURES)) {
    compare(hash, await all(PICTURE, String(campaign), String(hash)));
    await nextTurn();
  }
  for (const { campaign_id: campaign, room, at, hash } of await all(VERSIONS)) {
    compare(hash, await all(VERSION, String(campaign), String(room), Number(at)));
    await nextTurn();
  }
  return altered;
};

const ROOM_HEADS = `
  SELECT room, max(sequence) AS head
  FROM update_log
  GROUP BY room
`;
const READ_ROOM = `
  SELECT *
  FROM update_log
  WHERE room = ?
  ORDER BY sequence
`;

/** Why this relay must not use a copy that is sound; null if it may. */
const newerSchemaOf = (copy: DatabaseSync): string | null => {
  if (!copy.prepare("SELECT 1 FROM sqlite_master WHERE name = 'relay_schema'").get()) return null;
  const found = Number(copy.prepare('SELECT max(version) AS version FROM relay_schema').get()?.['version'] ?? 0);
  return found > SCHEMA_VERSION ? new NewerSchema(found).message : null;
};

const problemIn = (copy: DatabaseSync, expected: readonly LogHead[]): string | null => {
  const integrity = String(copy.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
  if (integrity !== 'ok') return integrity;
  const newer = newerSchemaOf(copy);
  if (newer) return newer;
  const heads = new Map(
    copy
      .prepare(ROOM_HEADS)
      .all()
      .map((row) => [String(row['room']), Number(row['head'])]),
  );
  for (const { room, sequence } of expected)
    if ((heads.get(room) ?? -1) < sequence) return `“${room}” is not complete in the copy`;
  const readRoom = copy.prepare(READ_ROOM);
  for (const room of heads.keys()) {
    const problem = problemOf(readRoom.all(room).map(checkedBytes));
    if (problem) return `“${room}”: ${problem}`;
  }
  return problemOfFiles(copy);
};

/**
 * Reads a whole copy: its file, every room's entries, and that each room is as far as `expected`. Null if it is
 * good.
 */
export const problemOfCopy = (file: string, expected: readonly LogHead[]): string | null => {
  let copy: DatabaseSync | null = null;
  try {
    copy = new DatabaseSync(file, { readOnly: true });
    return problemIn(copy, expected);
  } catch (error) {
    return messageOf(error);
  } finally {
    copy?.close();
  }
};
