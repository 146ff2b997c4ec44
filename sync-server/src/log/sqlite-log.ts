// Owns the embedded log: SQLite in WAL mode with synchronous=NORMAL on the one connection, and our own fdatasync of the
// -wal file off the event loop before anything is acknowledged. So kill -9 loses nothing that anybody saw, power loss
// loses nothing acknowledged, and the event loop never waits for a disk. A failed fdatasync is final: no retry can tell
// what was lost (see "fsyncgate"), so acknowledging stops until a restart.
import { fdatasync, mkdirSync, openSync, closeSync, fsyncSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { addColumn, inTransaction } from '../storage/sqlite.ts';
import { createTags, soundBytes, sumOf } from './entries.ts';
import type { LogHead, RelayLog } from './relay-log.ts';

const fdatasyncAsync = promisify(fdatasync);

/** The one file operation that durability rests on; tests put a faulty one here. */
export interface FilePort {
  fdatasync(descriptor: number): Promise<void>;
}
export const realFiles: FilePort = { fdatasync: fdatasyncAsync };

export const LOG_TABLES = `
  CREATE TABLE IF NOT EXISTS update_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL, tag TEXT NOT NULL, bytes BLOB NOT NULL, member TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, sum INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS update_log_room ON update_log (room, sequence);
`;

/** Tables of an earlier relay get what came since; entries of before have no sum, and are read as they are. */
export const upgradeTables = (db: DatabaseSync): void => {
  db.exec(LOG_TABLES);
  addColumn(db, { table: 'update_log', column: 'sum', type: 'INTEGER' });
};

export const createSqliteLog = (deps: {
  db: DatabaseSync;
  folder: string;
  fileName: string;
  files?: FilePort;
  nowMs(): number;
}): RelayLog => {
  const { db } = deps;
  const files = deps.files ?? realFiles;
  const newTag = createTags();
  upgradeTables(db);
  // The first write makes the -wal file; its directory entry must survive power loss too.
  db.exec('CREATE TABLE IF NOT EXISTS started (at INTEGER NOT NULL) STRICT; DELETE FROM started;');
  db.prepare('INSERT INTO started (at) VALUES (?)').run(deps.nowMs());
  mkdirSync(deps.folder, { recursive: true });
  const folder = openSync(deps.folder, 'r');
  fsyncSync(folder);
  closeSync(folder);
  // Never closed while the database is open: closing descriptors of SQLite's files can drop its locks.
  const wal = openSync(join(deps.folder, `${deps.fileName}-wal`), 'r+');

  const insert = db.prepare('INSERT INTO update_log (room, tag, bytes, member, at, sum) VALUES (?, ?, ?, ?, ?, ?)');
  const readRoom = db.prepare('SELECT sequence, tag, bytes, sum FROM update_log WHERE room = ? ORDER BY sequence');
  const headsOf = db.prepare(
    'SELECT room, sequence, tag FROM update_log WHERE sequence IN (SELECT max(sequence) FROM update_log WHERE room = ? OR (room >= ? AND room < ?) GROUP BY room)',
  );
  const sizeOf = db.prepare(
    'SELECT count(*) AS entries, coalesce(sum(length(bytes)), 0) AS bytes, (SELECT length(bytes) FROM update_log WHERE room = ?1 ORDER BY sequence LIMIT 1) AS first FROM update_log WHERE room = ?1',
  );
  const allRooms = db.prepare(
    'SELECT room, count(*) AS entries, sum(length(bytes)) AS bytes, max(at) AS at FROM update_log GROUP BY room ORDER BY room',
  );
  const removeUpTo = db.prepare('DELETE FROM update_log WHERE room = ? AND sequence <= ?');
  const insertAt = db.prepare(
    'INSERT INTO update_log (sequence, room, tag, bytes, member, at, sum) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const headAt = db.prepare('SELECT tag, at FROM update_log WHERE sequence = ?');
  const removeRooms = db.prepare('DELETE FROM update_log WHERE room = ? OR (room >= ? AND room < ?)');
  const range = (prefix: string): [string, string, string] => [prefix, `${prefix}/`, `${prefix}0`]; // '0' follows '/' in byte order

  let failed: Error | null = null;
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  const syncOnce = async (): Promise<void> => {
    if (failed) throw failed;
    try {
      await files.fdatasync(wal);
    } catch (error) {
      failed = error as Error;
      throw error;
    }
  };

  return {
    // Async in name only: all of it happens before this returns.
    append: async (entries) =>
      inTransaction(db, () =>
        entries.map(({ room, bytes, member }) => {
          const tag = newTag();
          const { lastInsertRowid } = insert.run(room, tag, bytes, member, deps.nowMs(), sumOf(bytes));
          return { room, tag, bytes, sequence: Number(lastInsertRowid) };
        }),
      ),
    sync: () => {
      // One sync in flight; those who ask meanwhile share the one that starts after it, which covers their bytes.
      if (!running) {
        running = syncOnce().finally(() => (running = null));
        return running;
      }
      following ??= running
        .catch(() => undefined)
        .then(() => {
          following = null;
          running = syncOnce().finally(() => (running = null));
          return running;
        });
      return following;
    },
    read: async (room) => {
      const rows = readRoom.all(room);
      const last = rows.at(-1);
      return {
        rows: rows.map(soundBytes),
        head: last ? { room, sequence: Number(last['sequence']), tag: String(last['tag']) } : null,
      };
    },
    heads: async (prefix) =>
      headsOf.all(...range(prefix)).map((row): LogHead => ({
        room: String(row['room']),
        sequence: Number(row['sequence']),
        tag: String(row['tag']),
      })),
    rooms: async () =>
      allRooms.all().map((row) => ({
        room: String(row['room']),
        entries: Number(row['entries']),
        bytes: Number(row['bytes']),
        at: Number(row['at']),
      })),
    size: async (room) => {
      const row = sizeOf.get(room);
      return {
        entries: Number(row?.['entries'] ?? 0),
        bytes: Number(row?.['bytes'] ?? 0),
        firstBytes: Number(row?.['first'] ?? 0),
      };
    },
    compact: async (room, upTo, bytes) =>
      inTransaction(db, () => {
        const head = headAt.get(upTo);
        if (!head) return; // removed meanwhile
        removeUpTo.run(room, upTo);
        insertAt.run(upTo, room, String(head['tag']), bytes, '', Number(head['at']), sumOf(bytes));
      }),
    remove: async (prefix) => inTransaction(db, () => void removeRooms.run(...range(prefix))),
    // One process holds the folder: nobody else writes.
    watch: () => undefined,
    fresh: async () => undefined,
    close: async () => {
      await syncOnce().catch(() => undefined);
    },
  };
};
