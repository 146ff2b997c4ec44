// The relay's part of a backup: a copy of its embedded database, made in its own data folder while it runs. The copy is
// completed, checked and put in its place by the command, in a process of its own: a disk that hangs must not stop the
// relay.
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogHead, RelayLog, RoomFacts } from '../update-log/relay-log.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import { DATABASE_FILE, makeOwnFile } from '../storage/sqlite.ts';
import { copyDatabase } from './copy-database.ts';
import { freeBytes } from '../storage/free-space.ts';
import type { OperationDeps } from './operations.ts';
import { refused, type OperatorAnswer } from './requests.ts';

export const syncFile = (path: string): void => {
  const descriptor = openSync(path, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const COPY_NAME = /^backup-\d+\.part$/;

const headsOf = async (log: RelayLog, rooms: readonly RoomFacts[]): Promise<LogHead[]> => {
  const heads: LogHead[] = [];
  for (const { room } of rooms) heads.push(...(await log.heads(room)).filter((head) => head.room === room));
  return heads;
};

type CopyDeps = Pick<OperationDeps, 'storage' | 'source' | 'dataDir' | 'nowMs'>;

/** Returns the operation that copies the database. One copy at a time; those that were left behind are removed. */
export const createCopy = ({ storage, source, dataDir, nowMs }: CopyDeps): (() => Promise<OperatorAnswer>) => {
  const { file: database, log } = storage;
  let isCopying = false;

  const copyTo = async (copy: string): Promise<OperatorAnswer> => {
    if (!database) return refused('This relay stores everything in Postgres. Back up the database with pg_dump.');
    await log.sync();
    const rooms = await log.rooms();
    const heads = await headsOf(log, rooms);
    makeOwnFile(copy);
    await copyDatabase(database, copy);
    // A campaign that was deleted while the copy was made is rightly missing from it.
    const remaining = new Set((await log.rooms()).map(({ room }) => room));
    return {
      type: 'copied',
      source,
      dataDir,
      copy,
      expected: heads.filter(({ room }) => remaining.has(room)),
      rooms: rooms.length,
      campaigns: new Set(rooms.map(({ room }) => campaignIdOf(room)).filter(Boolean)).size,
      bytes: rooms.reduce((sum, room) => sum + room.bytes, 0),
    };
  };

  return async () => {
    if (isCopying) return refused('A backup is being made already.');
    isCopying = true;
    const copy = join(dataDir, `backup-${nowMs()}.part`);
    try {
      if (database) {
        for (const name of readdirSync(dataDir)) if (COPY_NAME.test(name)) rmSync(join(dataDir, name));
        const { size } = statSync(join(dataDir, DATABASE_FILE));
        if ((freeBytes(dataDir) ?? size) < size)
          return refused(`The disk of ${dataDir} has no room for the copy that a backup is made from.`);
      }
      return await copyTo(copy);
    } catch (error) {
      rmSync(copy, { force: true });
      throw error;
    } finally {
      isCopying = false;
    }
  };
};
