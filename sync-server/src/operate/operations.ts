// Owns what an operator may ask of a relay's data: which rooms there are and what they weigh, who has access, compaction,
// a check of everything, a backup. Reads bytes and never what they say. Runs inside the relay while it runs, else on its folder.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { hashSecret, type Access, type Grant } from '../access/access.ts';
import { upgradeTables } from '../log/sqlite-log.ts';
import type { Value } from '../storage/database.ts';
import type { Storage } from '../storage/open-storage.ts';
import type { LogHead, RoomFacts } from '../log/relay-log.ts';
import type { History } from '../history/history.ts';
import type { Merger } from '../merge/merger.ts';
import { problemOf, problemOfCopy } from './check.ts';

export type OperatorRequest =
  | { command: 'rooms' }
  | { command: 'tokens'; campaignId?: string; revoke?: string; owner?: boolean }
  | { command: 'approve'; campaignId?: string }
  | { command: 'compact'; room?: string }
  | { command: 'keep' }
  | { command: 'doctor' }
  | { command: 'backup'; folder: string };

export interface DoctorReport {
  /** SQLite's own word on its file: "ok", or what is wrong. */
  integrity: string;
  rooms: number;
  entries: number;
  bytes: number;
  /** Rooms whose bytes do not make a document, with what went wrong: they are served as they are and never deleted. */
  damaged: { room: string; problem: string }[];
  /** Free bytes where the data lies. */
  free: number;
}

export type OperatorAnswer =
  | { type: 'rooms'; rooms: RoomFacts[]; connections: number }
  | { type: 'tokens'; grants: Grant[] }
  /** `code` is shown once: the relay keeps its hash only. */
  | { type: 'owner'; code: string }
  | { type: 'waiting'; campaigns: string[] }
  | { type: 'compacted'; rooms: number; before: number; after: number; failed: { room: string; problem: string }[] }
  | { type: 'kept'; documents: number }
  | { type: 'doctor'; report: DoctorReport }
  | { type: 'backup'; file: string; rooms: number; bytes: number }
  | { type: 'refused'; reason: string };

export interface OperationDeps {
  storage: Storage;
  access: Access;
  history: History;
  merger: Merger;
  dataDir: string;
  nowMs(): number;
  connectionCount(): number;
  /** Closes the open connections of a grant that was taken back. */
  onRevoked(campaignId: string, grantId: string): void;
}

const syncFile = (path: string): void => {
  const descriptor = openSync(path, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const checkedInThread = (file: string, expected: readonly LogHead[]): Promise<string | null> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { workerData: { file, expected } });
    worker.once('message', resolve);
    worker.once('error', (error: Error) => resolve(error.message));
  });

/** Makes a turn of the event loop between two rooms: others are served meanwhile. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createOperations = (deps: OperationDeps): ((request: OperatorRequest) => Promise<OperatorAnswer>) => {
  const { access, merger } = deps;
  const { log, db } = deps.storage;

  const compact = async (only?: string): Promise<OperatorAnswer> => {
    const rooms = (await log.rooms()).filter((r) => (only ? r.room === only : r.entries > 1));
    if (only && rooms.length === 0) return { type: 'refused', reason: `There is no room “${only}”.` };
    const failed: { room: string; problem: string }[] = [];
    let [before, after] = [0, 0];
    for (const { room } of rooms) {
      const { head, rows } = await log.read(room);
      if (!head) continue;
      before += (await log.size(room)).bytes;
      try {
        await log.compact(room, head.sequence, await merger.run({ type: 'compact', rows }));
      } catch (error) {
        failed.push({ room, problem: error instanceof Error ? error.message : String(error) });
      }
      after += (await log.size(room)).bytes;
      await breathe();
    }
    return { type: 'compacted', rooms: rooms.length - failed.length, before, after, failed };
  };

  const doctor = async (): Promise<OperatorAnswer> => {
    const rooms = await log.rooms();
    const damaged: DoctorReport['damaged'] = [];
    for (const { room } of rooms) {
      const problem = problemOf((await log.read(room)).rows);
      if (problem) damaged.push({ room, problem });
      await breathe();
    }
    const { bavail, bsize } = statfsSync(deps.dataDir);
    return {
      type: 'doctor',
      report: {
        integrity: await db.check(),
        rooms: rooms.length,
        entries: rooms.reduce((n, r) => n + r.entries, 0),
        bytes: rooms.reduce((n, r) => n + r.bytes, 0),
        damaged,
        free: bavail * bsize,
      },
    };
  };

  const backup = async (folder: string): Promise<OperatorAnswer> => {
    const { file: source } = deps.storage;
    if (!source)
      return {
        type: 'refused',
        reason:
          'This relay keeps everything in Postgres: back that up with pg_dump, or as whoever runs it does. Devices hold everything besides.',
      };
    mkdirSync(folder, { recursive: true });
    const name = `relay ${new Date(deps.nowMs()).toISOString().slice(0, 19).replaceAll(':', '')}.db`;
    const [half, file] = [join(folder, `${name}.part`), join(folder, name)];
    if (existsSync(file)) return { type: 'refused', reason: `${file} is there already.` };
    rmSync(half, { force: true });
    await log.sync();
    const rooms = await log.rooms();
    const heads: LogHead[] = [];
    for (const { room } of rooms) heads.push(...(await log.heads(room)).filter((head) => head.room === room));
    await copyDatabase(source, half, { rate: 200 });
    // One file that stands by itself: no -wal beside it that somebody forgets to copy.
    const copy = new DatabaseSync(half);
    copy.exec('PRAGMA journal_mode = DELETE');
    copy.close();
    // A campaign that was deleted meanwhile is rightly gone.
    const still = new Set((await log.rooms()).map(({ room }) => room));
    const problem = await checkedInThread(
      half,
      heads.filter(({ room }) => still.has(room)),
    );
    if (problem) {
      rmSync(half, { force: true });
      return { type: 'refused', reason: `The copy is not good and was thrown away: ${problem}` };
    }
    syncFile(half);
    renameSync(half, file);
    return { type: 'backup', file, rooms: rooms.length, bytes: rooms.reduce((n, r) => n + r.bytes, 0) };
  };

  const tokens = async ({
    campaignId,
    revoke,
    owner,
  }: Extract<OperatorRequest, { command: 'tokens' }>): Promise<OperatorAnswer> => {
    if (owner) {
      if (!campaignId || !/^[0-9a-f-]{36}$/.test(campaignId))
        return { type: 'refused', reason: 'Name the campaign by its id: relay tokens --owner CAMPAIGN' };
      if ((await access.list(campaignId)).length === 0)
        return { type: 'refused', reason: 'No campaign of this id was ever shared here.' };
      const secret = randomBytes(32).toString('base64url');
      await access.addOwner(campaignId, hashSecret(secret));
      await log.sync();
      return { type: 'owner', code: `${campaignId}.${secret}` };
    }
    if (revoke) {
      const grant = (await access.listAll()).find((g) => g.id === revoke);
      if (!grant) return { type: 'refused', reason: 'There is no such grant; `relay tokens` lists them.' };
      if (grant.kind === 'owner')
        return { type: 'refused', reason: 'An owner’s own key is not taken back: the campaign would be nobody’s.' };
      await access.revoke(grant.campaignId, grant.id);
      await log.sync();
      deps.onRevoked(grant.campaignId, grant.id);
    }
    return { type: 'tokens', grants: await (campaignId ? access.list(campaignId) : access.listAll()) };
  };

  return async (request) => {
    switch (request.command) {
      case 'rooms':
        return { type: 'rooms', rooms: await log.rooms(), connections: deps.connectionCount() };
      case 'tokens':
        return tokens(request);
      case 'approve':
        if (request.campaignId && !(await access.approve(request.campaignId)))
          return { type: 'refused', reason: 'No campaign with this id is waiting.' };
        await log.sync();
        return { type: 'waiting', campaigns: await access.pending() };
      case 'compact':
        return compact(request.room);
      case 'keep':
        return { type: 'kept', documents: await deps.history.keepNow() };
      case 'doctor':
        return doctor();
      case 'backup':
        return backup(request.folder);
    }
  };
};

/** Tables of a backup that move to another engine; what each row may be replaced by is settled by the engine being empty. */
const MOVED = ['update_log', 'grants', 'pending_campaigns', 'deleted_campaigns', 'blobs', 'history'];

/**
 * Puts a backup into the Postgres that several relays will share, with the sequences and keys that devices know. Only into one that
 * has nothing: no relay's bytes ever go back.
 */
export const restoreIntoShared = async (
  file: string,
  { db, log }: Storage,
): Promise<{ ok: true; rooms: number } | { ok: false; reason: string }> => {
  const problem = problemOfCopy(file, []);
  if (problem) return { ok: false, reason: `This backup is not good, so nothing was touched: ${problem}` };
  const hasRows = async (table: string): Promise<boolean> =>
    (await db.all(`SELECT 1 AS yes FROM ${table} LIMIT 1`)).length > 0;
  for (const table of MOVED)
    if (await hasRows(table))
      return {
        ok: false,
        reason: 'This database already holds what a relay keeps. A backup goes into an empty one only.',
      };
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    const isThere = source.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    for (const table of MOVED) {
      if (!isThere.get(table)) continue; // of a relay that did not have it yet
      for (const row of source.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<Record<string, Value>>) {
        const columns = Object.keys(row);
        await db.all(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          ...Object.values(row),
        );
      }
    }
    await db.all(
      "SELECT setval('update_log_sequence', (SELECT greatest(1, coalesce(max(sequence), 0)) FROM update_log))",
    );
  } catch (error) {
    // Half of it would be taken for all of it.
    for (const table of MOVED) await db.all(`DELETE FROM ${table}`).catch(() => undefined);
    throw error;
  } finally {
    source.close();
  }
  return { ok: true, rooms: (await log.rooms()).length };
};

/**
 * Puts a backup where a relay will start: checked first, beside what is there and never over it. The relay must not be
 * running on the folder. Gives what was set aside, or why it was refused.
 */
export const restoreInto = (
  file: string,
  dataDir: string,
  databaseFile: string,
  nowMs: number,
): { ok: true; setAside: string | null } | { ok: false; reason: string } => {
  const problem = problemOfCopy(file, []);
  if (problem) return { ok: false, reason: `This backup is not good, so nothing was touched: ${problem}` };
  mkdirSync(dataDir, { recursive: true });
  const target = join(dataDir, databaseFile);
  let setAside: string | null = null;
  if (existsSync(target)) {
    setAside = join(dataDir, `before-restore-${nowMs}`);
    mkdirSync(setAside);
    // All three belong together.
    for (const ending of ['', '-wal', '-shm'])
      if (existsSync(target + ending)) renameSync(target + ending, join(setAside, databaseFile + ending));
  }
  const source = new DatabaseSync(file, { readOnly: true });
  source.prepare('VACUUM INTO ?').run(`${target}.part`);
  source.close();
  const restored = new DatabaseSync(`${target}.part`);
  upgradeTables(restored);
  restored.close();
  syncFile(`${target}.part`);
  renameSync(`${target}.part`, target);
  return { ok: true, setAside };
};
