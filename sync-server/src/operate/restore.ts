// Restores a backup, into a folder or into an empty Postgres. The backup is checked first, and nothing is
// overwritten. The relay must not be running.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { upgradeTables } from '../update-log/sqlite-log.ts';
import type { Database, Value } from '../storage/database.ts';
import type { Storage } from '../storage/open-storage.ts';
import { makeOwnFile, makeOwnFolder } from '../storage/sqlite.ts';
import { syncFile } from './backup.ts';
import { problemOfCopy } from './check.ts';

interface Refused {
  ok: false;
  reason: string;
}
/** `setAside`: the folder that now holds what was there before; null if there was nothing. */
export type RestoredFolder = { ok: true; setAside: string | null } | Refused;
export type RestoredShared = { ok: true; rooms: number } | Refused;

const refuseDamaged = (file: string): Refused | null => {
  const problem = problemOfCopy(file, []);
  return problem ? { ok: false, reason: `This backup is damaged, so nothing was changed: ${problem}` } : null;
};

/** Moves the files of a database into a folder beside it: database, -wal and -shm belong together. */
const setAsideDatabase = (dataDir: string, databaseFile: string, nowMs: number): string | null => {
  const target = join(dataDir, databaseFile);
  if (!existsSync(target)) return null;
  const folder = join(dataDir, `before-restore-${nowMs}`);
  makeOwnFolder(folder);
  for (const ending of ['', '-wal', '-shm'])
    if (existsSync(target + ending)) renameSync(target + ending, join(folder, databaseFile + ending));
  return folder;
};

/** Puts a backup where a relay will start; what was there is set aside. */
export const restoreInto = (
  file: string,
  { dataDir, databaseFile, nowMs }: { dataDir: string; databaseFile: string; nowMs: number },
): RestoredFolder => {
  const damaged = refuseDamaged(file);
  if (damaged) return damaged;
  makeOwnFolder(dataDir);
  const setAside = setAsideDatabase(dataDir, databaseFile, nowMs);
  const target = join(dataDir, databaseFile);
  const part = `${target}.part`;
  const source = new DatabaseSync(file, { readOnly: true });
  makeOwnFile(part);
  source.prepare('VACUUM INTO ?').run(part);
  source.close();
  const restored = new DatabaseSync(part);
  upgradeTables(restored);
  restored.close();
  syncFile(part);
  renameSync(part, target);
  return { ok: true, setAside };
};

/** The tables of a backup that move to another engine. */
const TABLES = [
  'update_log',
  'grants',
  'pending_campaigns',
  'deleted_campaigns',
  'campaign_settings',
  'blobs',
  'history',
];

const SET_SEQUENCE = `
  SELECT setval(
    'update_log_sequence',
    (SELECT greatest(1, coalesce(max(sequence), 0)) FROM update_log)
  )
`;

const isEmpty = async (db: Database): Promise<boolean> => {
  for (const table of TABLES) if ((await db.all(`SELECT 1 AS yes FROM ${table} LIMIT 1`)).length > 0) return false;
  return true;
};

const copyTable = async (source: DatabaseSync, db: Database, table: string): Promise<void> => {
  for (const row of source.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<Record<string, Value>>) {
    const columns = Object.keys(row);
    const parameters = columns.map(() => '?').join(', ');
    await db.all(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${parameters})`, ...Object.values(row));
  }
};

/**
 * Puts a backup into the Postgres that several relays will share, with the sequences and keys that devices know.
 * Only into an empty one: no relay's bytes ever go back.
 */
export const restoreIntoShared = async (file: string, { db, log }: Storage): Promise<RestoredShared> => {
  const damaged = refuseDamaged(file);
  if (damaged) return damaged;
  if (!(await isEmpty(db)))
    return {
      ok: false,
      reason: 'This database already contains a relay’s data. Restore a backup into an empty database.',
    };
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    const isThere = source.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    // An earlier relay's backup may lack a table.
    for (const table of TABLES) if (isThere.get(table)) await copyTable(source, db, table);
    await db.all(SET_SEQUENCE);
  } catch (error) {
    // A partial copy would look like a complete one. reason: the error that stopped the copy is the one to report
    for (const table of TABLES) await db.all(`DELETE FROM ${table}`).catch(() => undefined);
    throw error;
  } finally {
    source.close();
  }
  return { ok: true, rooms: (await log.rooms()).length };
};
