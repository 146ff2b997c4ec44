// Takes items out of a room that no device can apply. The room as it was is first kept in a file of the data folder.
import { closeSync, openSync, fsyncSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { areReadable } from '../rooms/stored-room.ts';
import { makeOwnFile, makeOwnFolder } from '../storage/sqlite.ts';
import type { OperationDeps } from './operations.ts';
import type { RepairedRoom } from './requests.ts';

const FOLDER = 'repaired';

/** Resolves once the bytes are on the disk. Returns the file's path. */
const keepBeside = (dataDir: string, room: string, sequence: number, rows: readonly Uint8Array[]): string => {
  const folder = join(dataDir, FOLDER);
  makeOwnFolder(folder);
  const file = join(folder, `${room.replaceAll(/[^\w.-]/g, '_')} ${sequence}.update`);
  makeOwnFile(file);
  writeFileSync(file, Y.mergeUpdates([...rows]), { flush: true });
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  return file;
};

/** Returns the function that repairs one room; it gives null where it can do nothing, and changes nothing then. */
export const createRepair =
  ({ storage: { log }, merger, dataDir, onRepaired }: OperationDeps) =>
  async (room: string): Promise<RepairedRoom | null> => {
    const { head, rows } = await log.read(room);
    // What the disk damaged is no sender's doing: a device fills it.
    if (!head || !areReadable(rows)) return null;
    // reason: entries that do not decode are what the disk left, and stay
    const repaired = await merger.run({ type: 'repair', rows: rows.map((row) => row.slice()) }).catch(() => null);
    if (!repaired) return null;
    const file = keepBeside(dataDir, room, head.sequence, rows);
    // What was written meanwhile stays. The patch gives the room a new head, so that every device visits it.
    await log.compact(room, head.sequence, repaired.update);
    await log.append([{ room, bytes: repaired.patch, member: '' }]);
    await log.sync();
    onRepaired(room);
    return { room, items: repaired.count, file };
  };
