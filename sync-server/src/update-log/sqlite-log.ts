// The embedded log: SQLite in WAL mode with synchronous=NORMAL on the one connection, and our own fdatasync of the
// -wal file before anything is acknowledged. A killed process loses nothing that was passed on, a power loss
// nothing that was acknowledged, and the event loop never waits for the disk.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { addColumn, inTransaction } from '../storage/sqlite.ts';
import { createDiskSync, realFiles, type FilePort } from './disk-sync.ts';
import { checkedBytes, checksumOf, createTags, prefixBounds } from './entries.ts';
import { nextTurn } from '../next-turn.ts';
import type { LogHead, RelayLog } from './relay-log.ts';

const LOG_TABLES = `
  CREATE TABLE IF NOT EXISTS update_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL,
    tag TEXT NOT NULL,
    bytes BLOB NOT NULL,
    member TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    sum INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS update_log_room ON update_log (room, sequence);
`;

const INSERT = `
  INSERT INTO update_log (room, tag, bytes, member, at, sum)
  VALUES (?, ?, ?, ?, ?, ?)
`;
const INSERT_AT = `
  INSERT INTO update_log (sequence, room, tag, bytes, member, at, sum)
  VALUES (?, ?, ?, ?, ?, ?, ?)
`;
const READ_ROOM = `
  SELECT sequence, tag, bytes, sum
  FROM update_log
  WHERE room = ?
  ORDER BY sequence
`;
/** Rooms whose heads are read before others have their turn: a few milliseconds. */
const HEADS_AT_ONCE = 1000;
/** Of the rooms between two names: the index gives them in order, so that each is looked at once. */
const HEADS = `
  SELECT room, sequence, tag
  FROM update_log
  WHERE sequence IN (
    SELECT max(sequence)
    FROM update_log
    WHERE room > ? AND room < ?
    GROUP BY room
    ORDER BY room
    LIMIT ${HEADS_AT_ONCE}
  )
  ORDER BY room
`;
const HEAD = `
  SELECT room, sequence, tag
  FROM update_log
  WHERE room = ?
  ORDER BY sequence DESC
  LIMIT 1
`;
const SIZE = `
  SELECT
    count(*) AS entries,
    coalesce(sum(length(bytes)), 0) AS bytes,
    (SELECT length(bytes) FROM update_log WHERE room = ?1 ORDER BY sequence LIMIT 1) AS first
  FROM update_log
  WHERE room = ?1
`;
const ROOMS = `
  SELECT room, count(*) AS entries, sum(length(bytes)) AS bytes, max(at) AS at
  FROM update_log
  GROUP BY room
  ORDER BY room
`;
const REMOVE_ROOMS = `
  DELETE FROM update_log
  WHERE room = ? OR (room >= ? AND room < ?)
`;

/** Makes the log's table, and adds to the table of an earlier relay what it lacks. */
export const upgradeTables = (db: DatabaseSync): void => {
  db.exec(LOG_TABLES);
  addColumn(db, { table: 'update_log', column: 'sum', type: 'INTEGER' });
};

const headOf = (row: Readonly<Record<string, unknown>>): LogHead => ({
  room: String(row['room']),
  sequence: Number(row['sequence']),
  tag: String(row['tag']),
});

const prepareStatements = (db: DatabaseSync) => ({
  insert: db.prepare(INSERT),
  insertAt: db.prepare(INSERT_AT),
  readRoom: db.prepare(READ_ROOM),
  head: db.prepare(HEAD),
  heads: db.prepare(HEADS),
  size: db.prepare(SIZE),
  rooms: db.prepare(ROOMS),
  headAt: db.prepare('SELECT tag, at FROM update_log WHERE sequence = ?'),
  removeUpTo: db.prepare('DELETE FROM update_log WHERE room = ? AND sequence <= ?'),
  removeRooms: db.prepare(REMOVE_ROOMS),
});

/** Makes sure that the -wal file and its directory entry are on the disk, and opens it. */
const openWal = (db: DatabaseSync, folder: string, fileName: string, nowMs: number): number => {
  // The first write creates the -wal file.
  db.exec('CREATE TABLE IF NOT EXISTS started (at INTEGER NOT NULL) STRICT; DELETE FROM started;');
  db.prepare('INSERT INTO started (at) VALUES (?)').run(nowMs);
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  // Never closed while the database is open: closing a descriptor of SQLite's files can drop its locks.
  return openSync(join(folder, `${fileName}-wal`), 'r+');
};

export const createSqliteLog = (deps: {
  db: DatabaseSync;
  folder: string;
  fileName: string;
  files?: FilePort;
  nowMs(): number;
}): RelayLog => {
  const { db, nowMs, files = realFiles } = deps;
  const newTag = createTags();
  upgradeTables(db);
  const disk = createDiskSync(files, openWal(db, deps.folder, deps.fileName, nowMs()));
  const statements = prepareStatements(db);

  return {
    // Async only for the port: everything has happened when this returns.
    append: async (entries) =>
      inTransaction(db, () =>
        entries.map(({ room, bytes, member }) => {
          const tag = newTag();
          const { lastInsertRowid } = statements.insert.run(room, tag, bytes, member, nowMs(), checksumOf(bytes));
          return { room, tag, bytes, sequence: Number(lastInsertRowid) };
        }),
      ),
    sync: disk.sync,
    read: async (room) => {
      const rows = statements.readRoom.all(room);
      const last = rows.at(-1);
      return {
        rows: rows.map(checkedBytes),
        head: last ? { room, sequence: Number(last['sequence']), tag: String(last['tag']) } : null,
      };
    },
    heads: async (prefix) => {
      const [room, from, to] = prefixBounds(prefix);
      const heads = statements.head.all(room).map(headOf);
      for (let last: string = from, isMore = true; isMore;) {
        const page = statements.heads.all(last, to).map(headOf);
        for (const head of page) heads.push(head);
        last = page.at(-1)?.room ?? last;
        isMore = page.length === HEADS_AT_ONCE;
        if (isMore) await nextTurn();
      }
      return heads;
    },
    rooms: async () =>
      statements.rooms.all().map((row) => ({
        room: String(row['room']),
        entries: Number(row['entries']),
        bytes: Number(row['bytes']),
        at: Number(row['at']),
      })),
    size: async (room) => {
      const row = statements.size.get(room);
      return {
        entries: Number(row?.['entries'] ?? 0),
        bytes: Number(row?.['bytes'] ?? 0),
        firstBytes: Number(row?.['first'] ?? 0),
      };
    },
    compact: async (room, upTo, bytes) =>
      inTransaction(db, () => {
        const head = statements.headAt.get(upTo);
        if (!head) return; // removed in the meantime
        statements.removeUpTo.run(room, upTo);
        statements.insertAt.run(upTo, room, String(head['tag']), bytes, '', Number(head['at']), checksumOf(bytes));
      }),
    remove: async (prefix) => inTransaction(db, () => void statements.removeRooms.run(...prefixBounds(prefix))),
    // One process locks the folder: there is no other node to watch.
    watch: () => undefined,
    fresh: async () => undefined,
    close: async () => {
      await disk.sync().catch(() => undefined); // reason: whoever waited for these writes was told that they failed
    },
  };
};
