// Takes items out of a room that no device can apply. The room as it was is first kept in a file of the data folder.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { areReadable } from '../rooms/stored-room.ts';
import { UNREADABLE, type LogHead } from '../update-log/relay-log.ts';
import { makeOwnFile, makeOwnFolder } from '../storage/sqlite.ts';
import { problemOf } from './check.ts';
import type { OperationDeps } from './operations.ts';
import type { RepairedRoom } from './requests.ts';

const FOLDER = 'repaired';

/** Resolves once the bytes are on the disk. Returns the file's path. */
const keepBeside = (dataDir: string, room: string, sequence: number, rows: readonly Uint8Array[]): string => {
  const folder = join(dataDir, FOLDER);
  makeOwnFolder(folder);
  const file = join(folder, `${room.replaceAll(/[^\w.-]/g, '_')} ${sequence}.update`);
  // Under its name only once it is whole: the disk may be full.
  const part = `${file}.part`;
  makeOwnFile(part);
  writeFileSync(part, Y.mergeUpdates([...rows]), { flush: true });
  renameSync(part, file);
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  return file;
};

/** Removes the rooms of a campaign that were kept before a repair. */
export const removeKept = (dataDir: string, campaignId: string): void => {
  const folder = join(dataDir, FOLDER);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.includes(campaignId)) rmSync(join(folder, name));
};

type RepairDeps = Pick<OperationDeps, 'storage' | 'merger' | 'dataDir' | 'onRepaired'>;

/** An update without content: as an entry it gives a room a new head, so that every device visits it. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/** Entries that the disk damaged are no sender's doing: they are given up once devices have filled what they held. */
const giveUpUnreadable = async (
  { storage: { log }, merger, onRepaired }: RepairDeps,
  { head, rows }: { head: LogHead; rows: readonly Uint8Array[] },
): Promise<number | null> => {
  const readable = rows.filter((row) => row !== UNREADABLE);
  if (problemOf(readable) !== null) return null;
  const merged = await merger.run({ type: 'compact', rows: readable.map((row) => row.slice()) }, head.room);
  // First the new head: a repair that is cut off behind it is begun again, and one without it no device would notice.
  await log.append([{ room: head.room, bytes: EMPTY_UPDATE, member: '' }]);
  await log.compact(head.room, head.sequence, merged);
  await log.sync();
  onRepaired(head.room);
  return rows.length - readable.length;
};

/** Returns the function that repairs one room; it gives null where it can do nothing, and changes nothing then. */
export const createRepair =
  (deps: RepairDeps) =>
  async (room: string): Promise<RepairedRoom | null> => {
    const { merger, dataDir, onRepaired } = deps;
    const { log } = deps.storage;
    const { head, rows } = await log.read(room);
    if (!head) return null;
    if (!areReadable(rows)) {
      const entries = await giveUpUnreadable(deps, { head, rows });
      return entries === null ? null : { type: 'entries', room, entries };
    }
    // reason: entries that do not decode are what the disk left, and stay
    const repaired = await merger.run({ type: 'repair', rows: rows.map((row) => row.slice()) }, room).catch(() => null);
    if (!repaired) return null;
    const file = keepBeside(dataDir, room, head.sequence, rows);
    // The patch gives the room a new head, so that every device visits it. It comes first: a repair that is cut off
    // behind it is begun again. What was written meanwhile stays.
    await log.append([{ room, bytes: repaired.patch, member: '' }]);
    await log.compact(room, head.sequence, repaired.update);
    await log.sync();
    onRepaired(room);
    return { type: 'items', room, items: repaired.count, file };
  };
