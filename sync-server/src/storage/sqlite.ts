// The embedded database: WAL mode, locked so that a second process on the same folder fails at once. Statements run
// synchronously on the event loop; each one is small.
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, Row, Statement, Value } from './database.ts';

export const DATABASE_FILE = 'relay.db';

export class DataFolderInUse extends Error {}
/** The folder or its database cannot be used. The message says why and what to do. */
export class DataFolderUnusable extends Error {}

/** SQLite's result codes; an extended code has one of them in its lowest byte. */
const SQLITE = {
  forbidden: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  failedToRead: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

const isOneOf = (value: unknown, values: readonly unknown[]): boolean => values.includes(value);

/** Pages of the file are not what SQLite wrote. */
export const isDamage = (error: unknown): boolean =>
  isOneOf(Number((error as { errcode?: unknown } | null)?.errcode) & 0xff, [SQLITE.corrupt, SQLITE.notADatabase]);

/** What is wrong with the folder, and what to do; null for an error that is not about it. */
const problemWith = (folder: string, error: { errcode?: unknown; code?: unknown }): string | null => {
  const sqlite = Number(error.errcode) & 0xff;
  const file = join(folder, DATABASE_FILE);
  if (sqlite === SQLITE.full || isOneOf(error.code, ['ENOSPC', 'EDQUOT']))
    return `The disk of ${folder} is full. Free some space, then try again.`;
  if (
    isOneOf(sqlite, [SQLITE.forbidden, SQLITE.readOnly, SQLITE.cannotOpen]) ||
    isOneOf(error.code, ['EACCES', 'EPERM', 'EROFS'])
  )
    return `${folder} cannot be written by this user. Its files must belong to the user that runs the relay: chown -R USER '${folder}'`;
  if (isOneOf(error.code, ['ENOTDIR', 'EEXIST'])) return `${folder} is not a folder. Set DATA_DIR to one.`;
  if (isDamage(error))
    return (
      `${file} is damaged. Restore a backup, or keep what can still be read: relay doctor --salvage. ` +
      'Devices upload what is missing then.'
    );
  if (sqlite === SQLITE.failedToRead || error.code === 'EIO')
    return `The disk of ${folder} fails to read or write. Check the disk first.`;
  return null;
};

/** An error of the data folder as the operator can act on it; any other as it is. */
export const explained = (error: unknown, folder: string): unknown => {
  const details = (error ?? {}) as { errcode?: unknown; code?: unknown }; // reason: anything can be thrown
  const cause = { cause: error };
  if (isOneOf(Number(details.errcode) & 0xff, [SQLITE.busy, SQLITE.locked]))
    return new DataFolderInUse(`Another relay is using ${folder}.`, cause);
  const problem = problemWith(folder, details);
  return problem === null ? error : new DataFolderUnusable(problem, cause);
};

const OWN_FOLDER = 0o700;
const OWN_FILE = 0o600;

/** On a file system without modes, or in a folder of another user, everything stays as it is. */
const setMode = (path: string, mode: number): void => {
  try {
    chmodSync(path, mode);
  } catch {
    // reason: the operator set up the folder, and a relay that cannot change its mode still works
  }
};

/**
 * Makes a folder and those above it. One by one: Node's own way to make all of them never ends in a place such as /proc,
 * where a folder exists but nothing can be made.
 */
export const makeFolder = (folder: string, mode = 0o777): void => {
  const isThere = (): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!isThere()) throw error; // else another process was faster
  }
};

/** Makes a folder that only the relay's user can look into. */
export const makeOwnFolder = (folder: string): void => {
  makeFolder(folder, OWN_FOLDER);
  setMode(folder, OWN_FOLDER);
};

/** Makes a file that only the relay's user can read, if there is none: SQLite would give it the mode of the shell. */
export const makeOwnFile = (path: string): void => {
  closeSync(openSync(path, 'a', OWN_FILE));
  setMode(path, OWN_FILE);
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Size of a folder's database with its -wal, bytes. */
export const databaseBytes = (folder: string): number =>
  sizeOf(join(folder, DATABASE_FILE)) + sizeOf(join(folder, `${DATABASE_FILE}-wal`));

/** SQLite deletes a -wal beside an empty database, and with it everything that was written last. */
const keepsItsWal = (file: string): boolean => sizeOf(file) > 0 || sizeOf(`${file}-wal`) === 0;

const openLocked = (folder: string): DatabaseSync => {
  makeOwnFolder(folder);
  const file = join(folder, DATABASE_FILE);
  if (!keepsItsWal(file))
    throw new DataFolderUnusable(
      `${file} is empty, and ${file}-wal is not: the database was lost or cut off. ` +
        'Restore a backup, or keep what can still be read: relay doctor --salvage.',
    );
  // SQLite gives the -wal file the mode of the database.
  makeOwnFile(file);
  for (const side of ['-wal', '-shm']) setMode(join(folder, DATABASE_FILE + side), OWN_FILE);
  const db = new DatabaseSync(join(folder, DATABASE_FILE));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA auto_vacuum = INCREMENTAL;');
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec('BEGIN IMMEDIATE; COMMIT;');
  return db;
};

/** Throws what `explained` gives. */
export const openSqlite = (folder: string): DatabaseSync => {
  let db: DatabaseSync;
  try {
    db = openLocked(folder);
  } catch (error) {
    throw explained(error, folder);
  }
  const mode = db.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  if (mode !== 'wal')
    throw new Error(
      `The data folder ${folder} does not support SQLite's WAL mode (it reports "${String(mode)}"). Use a local disk.`,
    );
  return db;
};

/** Runs a synchronous function in a transaction. */
export const inTransaction = <T>(db: DatabaseSync, run: () => T): T => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = run();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

/** Adds a column that the table of an earlier relay lacks. */
export const addColumn = (
  db: DatabaseSync,
  { table, column, type }: { table: string; column: string; type: string },
): void => {
  if (!db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column))
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
};

export const sqliteDatabase = (db: DatabaseSync): Database => {
  const prepared = new Map<string, StatementSync>();
  const run = (sql: string, values: readonly Value[]): Row[] => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return statement.all(...values);
  };
  return {
    // Async only for the port: nothing comes between the statements of a batch.
    all: async (sql, ...values) => run(sql, values),
    batch: async (_key, statements: readonly Statement[]) =>
      inTransaction(db, () => statements.map(([sql, ...values]) => run(sql, values))),
    define: async ({ create, added }) => {
      db.exec(create);
      for (const column of added) addColumn(db, column);
    },
    check: async () => {
      try {
        return String(db.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
      } catch (error) {
        if (!isDamage(error)) throw error;
        return (error as Error).message; // reason: a page that the check itself needs is damaged
      }
    },
  };
};
