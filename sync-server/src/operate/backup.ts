// A backup of the embedded database while the relay runs: copied, read back, and only then given its name.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogHead, RelayLog, RoomFacts } from '../update-log/relay-log.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import { makeOwnFile } from '../storage/sqlite.ts';
import { checkInThread } from './check.ts';
import { copyDatabase } from './copy-database.ts';
import type { OperationDeps } from './operations.ts';
import { refused, type OperatorAnswer } from './requests.ts';

export const syncFile = (path: string): void => {
  const descriptor = openSync(path, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const headsOf = async (log: RelayLog, rooms: readonly RoomFacts[]): Promise<LogHead[]> => {
  const heads: LogHead[] = [];
  for (const { room } of rooms) heads.push(...(await log.heads(room)).filter((head) => head.room === room));
  return heads;
};

export const createBackup =
  ({ storage: { file: database, log }, source, nowMs }: Pick<OperationDeps, 'storage' | 'source' | 'nowMs'>) =>
  async (folder: string): Promise<OperatorAnswer> => {
    if (!database)
      return refused(
        'This relay stores everything in Postgres. Back up the database with pg_dump. ' + 'Devices also hold all data.',
      );
    mkdirSync(folder, { recursive: true });
    const name = `relay ${new Date(nowMs()).toISOString().slice(0, 19).replaceAll(':', '')}.db`;
    const [unchecked, file] = [join(folder, `${name}.part`), join(folder, name)];
    if (existsSync(file)) return refused(`${file} exists already.`);
    rmSync(unchecked, { force: true });
    await log.sync();
    const rooms = await log.rooms();
    const heads = await headsOf(log, rooms);
    makeOwnFile(unchecked);
    await copyDatabase(database, unchecked);
    // A campaign that was deleted while the copy was made is rightly missing from it.
    const remaining = new Set((await log.rooms()).map(({ room }) => room));
    const expected = heads.filter(({ room }) => remaining.has(room));
    const problem = await checkInThread(unchecked, expected);
    if (problem) {
      rmSync(unchecked, { force: true });
      return refused(`The copy is damaged and was deleted: ${problem}`);
    }
    syncFile(unchecked);
    renameSync(unchecked, file);
    return {
      type: 'backup',
      source,
      file,
      rooms: rooms.length,
      campaigns: new Set(rooms.map(({ room }) => campaignIdOf(room)).filter(Boolean)).size,
      bytes: rooms.reduce((sum, room) => sum + room.bytes, 0),
    };
  };
