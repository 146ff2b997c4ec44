// Owns the embedded log: SQLite in WAL mode with synchronous=NORMAL on the one connection, and our own fdatasync of the
// -wal file off the event loop before anything is acknowledged. So kill -9 loses nothing that anybody saw, power loss
// loses nothing acknowledged, and the event loop never waits for a disk. A failed fdatasync is final: no retry can tell
// what was lost (see "fsyncgate"), so acknowledging stops until a restart.
import { randomFillSync } from 'node:crypto';
import { fdatasync, mkdirSync, openSync, closeSync, fsyncSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { UNREADABLE, type LogEntry, type LogHead, type NewEntry, type RelayLog } from './relay-log.ts';

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
  if (!db.prepare("SELECT 1 FROM pragma_table_info('update_log') WHERE name = 'sum'").get()) db.exec('ALTER TABLE update_log ADD COLUMN sum INTEGER');
};

/** The bytes of an entry, or what nobody can merge where the disk gave back others than it was given. SQLite itself checks no byte of its file. */
export const soundBytes = (row: Readonly<Record<string, unknown>>): Uint8Array => {
  const bytes = row['bytes'] as Uint8Array;
  return row['sum'] === null || crc32(bytes) === Number(row['sum']) ? bytes : UNREADABLE;
};

const TAG_BYTES = 9;

/** Random tags, fetched from the system many at a time. */
const createTags = (): (() => string) => {
  const pool = Buffer.alloc(TAG_BYTES * 256);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    return pool.toString('base64url', at, (at += TAG_BYTES));
  };
};

export const createSqliteLog = (deps: { db: DatabaseSync; folder: string; fileName: string; files?: FilePort; nowMs(): number }): RelayLog => {
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
  const readRoom = db.prepare('SELECT bytes, sum FROM update_log WHERE room = ? ORDER BY sequence');
  const headOf = db.prepare('SELECT sequence, tag FROM update_log WHERE room = ? ORDER BY sequence DESC LIMIT 1');
  const headsOf = db.prepare(
    'SELECT room, sequence, tag FROM update_log WHERE sequence IN (SELECT max(sequence) FROM update_log WHERE room = ? OR (room >= ? AND room < ?) GROUP BY room)',
  );
  const sizeOf = db.prepare('SELECT count(*) AS entries, coalesce(sum(length(bytes)), 0) AS bytes FROM update_log WHERE room = ?');
  const allRooms = db.prepare('SELECT room, count(*) AS entries, sum(length(bytes)) AS bytes, max(at) AS at FROM update_log GROUP BY room ORDER BY room');
  const removeUpTo = db.prepare('DELETE FROM update_log WHERE room = ? AND sequence <= ?');
  const insertAt = db.prepare('INSERT INTO update_log (sequence, room, tag, bytes, member, at, sum) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const tagAt = db.prepare('SELECT tag FROM update_log WHERE sequence = ?');
  const removeRooms = db.prepare('DELETE FROM update_log WHERE room = ? OR (room >= ? AND room < ?)');
  const range = (prefix: string): [string, string, string] => [prefix, `${prefix}/`, `${prefix}0`]; // '0' follows '/' in byte order

  const inTransaction = <T>(run: () => T): T => {
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
    append: (entries: readonly NewEntry[]): LogEntry[] =>
      inTransaction(() =>
        entries.map(({ room, bytes, member }) => {
          const tag = newTag();
          const { lastInsertRowid } = insert.run(room, tag, bytes, member, deps.nowMs(), crc32(bytes));
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
    read: (room) => readRoom.all(room).map(soundBytes),
    head: (room) => {
      const row = headOf.get(room);
      return row ? { room, sequence: Number(row['sequence']), tag: String(row['tag']) } : null;
    },
    heads: (prefix) => headsOf.all(...range(prefix)).map((row): LogHead => ({ room: String(row['room']), sequence: Number(row['sequence']), tag: String(row['tag']) })),
    rooms: () => allRooms.all().map((row) => ({ room: String(row['room']), entries: Number(row['entries']), bytes: Number(row['bytes']), at: Number(row['at']) })),
    size: (room) => {
      const row = sizeOf.get(room);
      return { entries: Number(row?.['entries'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) };
    },
    compact: (room, upTo, bytes) =>
      inTransaction(() => {
        const tag = String(tagAt.get(upTo)?.['tag'] ?? '');
        if (tag === '') return; // removed meanwhile
        removeUpTo.run(room, upTo);
        insertAt.run(upTo, room, tag, bytes, '', deps.nowMs(), crc32(bytes));
      }),
    remove: (prefix) => inTransaction(() => void removeRooms.run(...range(prefix))),
    close: async () => {
      await syncOnce().catch(() => undefined);
    },
  };
};
