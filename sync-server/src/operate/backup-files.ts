// The files of a relay that are no rows: the certificates that tablets trust, and the operator's models. In a backup they
// are in a table of their own, so that it is one file.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { makeOwnFile, makeOwnFolder } from '../storage/sqlite.ts';

/** Folders in the data folder that a backup contains. */
const FOLDERS = ['https', 'models'];
const TABLE = 'backup_files';
/** Bytes of a file per row: none has to be in memory as a whole. */
const PART_BYTES = 4 * 1024 * 1024;
/** A path below one of the folders; a backup that was made by somebody else must not write anywhere else. */
const SAFE_PATH = /^(?:https|models)(?:\/[\w][\w.@+ -]*)+$/;

const DEFINE = `
  CREATE TABLE IF NOT EXISTS ${TABLE} (
    path TEXT NOT NULL,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (path, part)
  ) STRICT
`;
const ADD = `INSERT INTO ${TABLE} (path, part, bytes, hash) VALUES (?, ?, ?, ?)`;
const LIST = `SELECT path, part FROM ${TABLE} ORDER BY path, part`;
const READ = `SELECT bytes, hash FROM ${TABLE} WHERE path = ? AND part = ?`;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const filesIn = (dataDir: string): string[] =>
  FOLDERS.filter((folder) => existsSync(join(dataDir, folder)))
    .flatMap((folder) =>
      readdirSync(join(dataDir, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1)),
    )
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => SAFE_PATH.test(path))
    .sort();

const addFile = (db: DatabaseSync, dataDir: string, path: string): void => {
  const descriptor = openSync(join(dataDir, path), 'r');
  try {
    const buffer = Buffer.alloc(PART_BYTES);
    const add = db.prepare(ADD);
    for (let part = 0; ; part++) {
      const bytes = buffer.subarray(0, readSync(descriptor, buffer, 0, PART_BYTES, part * PART_BYTES));
      if (part > 0 && bytes.length === 0) return;
      add.run(path, part, bytes, hashOf(bytes));
      if (bytes.length < PART_BYTES) return;
    }
  } finally {
    closeSync(descriptor);
  }
};

/** Puts the files into a copy of the database. Returns how many there are. */
export const addFiles = (db: DatabaseSync, dataDir: string): number => {
  const paths = filesIn(dataDir);
  db.exec(DEFINE);
  for (const path of paths) addFile(db, dataDir, path);
  return paths.length;
};

const hasFiles = (db: DatabaseSync): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(TABLE) !== undefined;

interface FilePart {
  path: string;
  part: number;
  bytes: Uint8Array;
  isSound: boolean;
}

function* partsIn(db: DatabaseSync): Generator<FilePart> {
  if (!hasFiles(db)) return;
  const read = db.prepare(READ);
  for (const row of db.prepare(LIST).all()) {
    const [path, part] = [String(row['path']), Number(row['part'])];
    const found = read.get(path, part);
    const bytes = found?.['bytes'] as Uint8Array;
    yield { path, part, bytes, isSound: SAFE_PATH.test(path) && hashOf(bytes) === found?.['hash'] };
  }
}

/** What is wrong with the files in a backup; null if they are good, or if it has none. */
export const problemOfFiles = (db: DatabaseSync): string | null => {
  for (const { path, isSound } of partsIn(db)) if (!isSound) return `the file “${path}” in it is damaged`;
  return null;
};

const unpackInto = (db: DatabaseSync, folder: string): void => {
  for (const { path, part, bytes, isSound } of partsIn(db)) {
    if (!isSound) continue;
    const target = join(folder, path);
    makeOwnFolder(dirname(target));
    makeOwnFile(target);
    const descriptor = openSync(target, 'r+');
    try {
      writeSync(descriptor, bytes, 0, bytes.length, part * PART_BYTES);
    } finally {
      closeSync(descriptor);
    }
  }
};

/** Files that were unpacked beside their place, to be put there. */
export interface UnpackedFiles {
  /** Puts them in their place; what is there already is moved into `aside`, or stays if that is null. */
  place(aside: string | null): void;
}

/** Removes the files from a copy of a backup that becomes a relay's database. */
export const dropFiles = (db: DatabaseSync): void => db.exec(`DROP TABLE IF EXISTS ${TABLE}`);

/** Unpacks the files of a backup beside their place. */
export const unpackFiles = (db: DatabaseSync, dataDir: string): UnpackedFiles => {
  const unpacked = join(dataDir, 'restored-files.part');
  rmSync(unpacked, { recursive: true, force: true });
  unpackInto(db, unpacked);
  const placeFolder = (name: string, aside: string | null): void => {
    const [from, to] = [join(unpacked, name), join(dataDir, name)];
    if (!existsSync(from) || (existsSync(to) && aside === null)) return;
    if (existsSync(to) && aside !== null) {
      makeOwnFolder(aside);
      renameSync(to, join(aside, name));
    }
    renameSync(from, to);
  };
  return {
    place: (aside) => {
      for (const name of FOLDERS) placeFolder(name, aside);
      rmSync(unpacked, { recursive: true, force: true });
    },
  };
};
