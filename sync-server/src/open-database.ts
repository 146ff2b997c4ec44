// Owns opening the relay's one database: WAL, and locked so that a second process on the same folder fails at once.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const DATABASE_FILE = 'relay.db';

export class DataFolderInUse extends Error {}

export const openDatabase = (folder: string): DatabaseSync => {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, DATABASE_FILE));
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    db.exec('BEGIN IMMEDIATE; COMMIT;');
  } catch (error) {
    throw new DataFolderInUse(`Another relay is using ${folder}.`, { cause: error });
  }
  const mode = db.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  if (mode !== 'wal') throw new Error(`The data folder ${folder} does not support SQLite's WAL mode (it says "${String(mode)}"); use a local disk.`);
  return db;
};
