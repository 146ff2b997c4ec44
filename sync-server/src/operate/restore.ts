// Restores a backup, into a folder or into an empty Postgres. The backup is checked first, and nothing is
// overwritten. The relay must not be running.
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { upgradeTables } from '../update-log/sqlite-log.ts';
import type { Database, Transaction, Value } from '../storage/database.ts';
import type { Storage } from '../storage/open-storage.ts';
import { explained, makeOwnFile, makeOwnFolder } from '../storage/sqlite.ts';
import { syncFile } from './backup.ts';
import { dropFiles, unpackFiles, type UnpackedFiles } from './backup-files.ts';
import { messageOf, problemOfCopy } from './check.ts';

interface Refused {
  ok: false;
  reason: string;
}
/** `setAside`: the folder that now holds what was there before; null if there was nothing. */
export type RestoredFolder = { ok: true; setAside: string | null } | Refused;
export type RestoredShared = { ok: true; rooms: number } | Refused;

const refuseDamaged = (file: string): Refused | null => {
  const problem = problemOfCopy(file, []);
  return problem ? { ok: false, reason: `This backup cannot be restored, so nothing was changed: ${problem}` } : null;
};

const SIDES = ['', '-wal', '-shm'];

/** Brings what is in the -wal into the database, so that the one file is all of it. False if it cannot be read. */
const foldWal = (file: string): boolean => {
  try {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA wal_checkpoint(TRUNCATE);');
    db.close();
    return !existsSync(`${file}-wal`);
  } catch {
    return false; // reason: a damaged database is what a backup is restored for; its files are set aside as they are
  }
};

/** A second name for a file; a copy on a file system without them. */
const keepAlso = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // reason: FAT and some network disks have no links
  }
};

/** A copy with the tables of this relay, safe on the disk. Returns the relay's files that were in the backup. */
const copyInto = (file: string, part: string, dataDir: string): UnpackedFiles => {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    makeOwnFile(part);
    source.prepare('VACUUM INTO ?').run(part);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(part);
  try {
    upgradeTables(copy);
    const files = unpackFiles(copy, dataDir);
    dropFiles(copy);
    return files;
  } finally {
    copy.close();
    syncFile(part);
  }
};

/**
 * Gives a prepared database its name, in one rename: a process that is killed here leaves the old database or the new
 * one, and never an empty folder. The old one is kept in `folder`, with its -wal if that is still there. Returns the
 * folder; null if there was no old one.
 */
export const exchange = (prepared: string, target: string, folder: string, isWhole: boolean): string | null => {
  if (!existsSync(target)) {
    renameSync(prepared, target);
    return null;
  }
  makeOwnFolder(folder);
  for (const side of SIDES)
    if (existsSync(target + side)) keepAlso(target + side, join(folder, basename(target) + side));
  // The -wal of one database must not be read into another.
  if (!isWhole) for (const side of SIDES.slice(1)) rmSync(target + side, { force: true });
  renameSync(prepared, target);
  return folder;
};

/** Puts a backup where a relay will start; what was there is set aside. Nothing is changed before the copy is whole. */
export const restoreInto = (
  file: string,
  { dataDir, databaseFile, nowMs }: { dataDir: string; databaseFile: string; nowMs: number },
): RestoredFolder => {
  const damaged = refuseDamaged(file);
  if (damaged) return damaged;
  makeOwnFolder(dataDir);
  const target = join(dataDir, databaseFile);
  const part = `${target}.part`;
  for (const side of SIDES) rmSync(part + side, { force: true });
  try {
    const files = copyInto(file, part, dataDir);
    const isWhole = existsSync(target) && foldWal(target);
    const aside = join(dataDir, `before-restore-${nowMs}`);
    const setAside = exchange(part, target, aside, isWhole);
    files.place(aside);
    return { ok: true, setAside };
  } catch (error) {
    rmSync(part, { force: true });
    const problem = explained(error, dataDir);
    return { ok: false, reason: `${messageOf(problem)} Nothing was changed.` };
  }
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

type Run = Database['all'];

const isEmpty = async (run: Run): Promise<boolean> => {
  for (const table of TABLES) if ((await run(`SELECT 1 AS yes FROM ${table} LIMIT 1`)).length > 0) return false;
  return true;
};

const copyTable = async (source: DatabaseSync, run: Run, table: string): Promise<void> => {
  for (const row of source.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<Record<string, Value>>) {
    const columns = Object.keys(row);
    const parameters = columns.map(() => '?').join(', ');
    await run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${parameters})`, ...Object.values(row));
  }
};

const copyTables = async (file: string, run: Run): Promise<void> => {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    const isThere = source.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    // An earlier relay's backup may lack a table.
    for (const table of TABLES) if (isThere.get(table)) await copyTable(source, run, table);
    await run(SET_SEQUENCE);
  } finally {
    source.close();
  }
};

/** Puts the certificates and models of a backup into a data folder that has none. */
export const restoreFilesInto = (file: string, dataDir: string): void => {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    unpackFiles(source, dataDir).place(null);
  } finally {
    source.close();
  }
};

/**
 * Puts a backup into the Postgres that several relays will share, with the sequences and keys that devices know.
 * Only into an empty one: no relay's bytes ever go back. One transaction: a restore that is killed leaves it empty.
 */
export const restoreIntoShared = async (
  file: string,
  { transaction, log }: Pick<Storage, 'log'> & { transaction: Transaction },
): Promise<RestoredShared> => {
  const damaged = refuseDamaged(file);
  if (damaged) return damaged;
  const wasEmpty = await transaction('restore', async (run) => {
    if (!(await isEmpty(run))) return false;
    await copyTables(file, run);
    return true;
  });
  if (!wasEmpty)
    return {
      ok: false,
      reason: 'This database already contains a relay’s data. Restore a backup into an empty database.',
    };
  return { ok: true, rooms: (await log.rooms()).length };
};
