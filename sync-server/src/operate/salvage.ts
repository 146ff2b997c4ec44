// Makes a database of whatever can be read of a damaged one. The damaged files are kept in a folder beside it, and
// devices send what is missing. The relay must not be running.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { campaignIdOf } from '../rooms/room-names.ts';
import { defineAll } from '../storage/open-storage.ts';
import { openPageFile, type PageFile } from '../storage/salvage/page-file.ts';
import { freePages, pagesOfTable, recordsOn } from '../storage/salvage/records.ts';
import { COLUMNS, lastSequenceOf, rootOf, rowOf, type MarkPages, type SalvagedRow } from '../storage/salvage/rows.ts';
import {
  DataFolderInUse,
  explained,
  inTransaction,
  makeOwnFile,
  openSqlite,
  sqliteDatabase,
} from '../storage/sqlite.ts';
import { checkedBytes, checksumOf, createTags } from '../update-log/entries.ts';
import { UNREADABLE } from '../update-log/relay-log.ts';
import { syncFile } from './backup.ts';
import { countAltered, messageOf, problemOf } from './check.ts';
import { exchange } from './restore.ts';

/** What was found. */
export interface SalvagedCounts {
  campaigns: number;
  entries: number;
  pictures: number;
  versions: number;
  /** Campaigns with content but without an owner's grant: whoever came first would have got them. */
  withoutOwner: string[];
}
/** `setAside`: the folder with the damaged files. */
export type Salvaged = { ok: true; setAside: string; counts: SalvagedCounts } | { ok: false; reason: string };

/** Nothing is wrong with the file, nor with the pictures and versions in it. Throws `DataFolderInUse`. */
const isSound = async (dataDir: string): Promise<boolean> => {
  let db: DatabaseSync;
  try {
    db = openSqlite(dataDir);
  } catch (error) {
    if (error instanceof DataFolderInUse) throw error;
    return false; // reason: what cannot be opened is damaged, and read without SQLite below
  }
  try {
    await defineAll(db);
    const database = sqliteDatabase(db);
    return (await database.check()) === 'ok' && (await countAltered(database)) === 0;
  } catch {
    return false; // reason: a damaged page is what the check looks for
  } finally {
    db.close();
  }
};

/** Where deleted campaigns are marked, as far as the file's own list of tables can be read. */
const findMarkPages = (file: PageFile): MarkPages => {
  for (let number = 1; number <= file.pageCount; number++) {
    for (const record of recordsOn(file, number)) {
      const root = rootOf(record, 'deleted_campaigns');
      if (root !== null) return { deleted: pagesOfTable(file, root) };
    }
  }
  return { deleted: new Set() };
};

const insertInto = (table: SalvagedRow['table']): string => {
  const columns = COLUMNS[table];
  return `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
};

/** Of two versions of a grant, the revoked one counts. */
const REVOKE = 'UPDATE grants SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL';
const SET_SEQUENCE = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'update_log'";
const ADD_SEQUENCE = `
  INSERT INTO sqlite_sequence (name, seq)
  SELECT 'update_log', ?
  WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'update_log')
`;

/** Puts every row of the damaged file that is as it was written into the new database. */
const copyRows = (file: PageFile, db: DatabaseSync): void => {
  const marks = findMarkPages(file);
  const free = freePages(file);
  const inserts = new Map<string, StatementSync>();
  const revoke = db.prepare(REVOKE);
  let lastSequence = 0;
  const insert = ({ table, values }: SalvagedRow): void => {
    const statement = inserts.get(table) ?? db.prepare(insertInto(table));
    inserts.set(table, statement);
    statement.run(...values);
    const [id, , , , , , , revokedAt = null] = values;
    if (table === 'grants' && revokedAt !== null) revoke.run(revokedAt, id as string);
  };
  for (let number = 1; number <= file.pageCount; number++) {
    if (free.has(number)) continue;
    for (const record of recordsOn(file, number)) {
      lastSequence = Math.max(lastSequence, lastSequenceOf(record) ?? 0);
      const row = rowOf(record, marks);
      if (row) insert(row);
    }
  }
  // Sequences that devices have heard of are not given again.
  for (const sql of [SET_SEQUENCE, ADD_SEQUENCE]) db.prepare(sql).run(lastSequence);
};

const CONTENT = `
  SELECT DISTINCT room FROM update_log
  UNION SELECT 'campaign/' || campaign_id FROM blobs
  UNION SELECT 'campaign/' || campaign_id FROM history
`;

const idsIn = (db: DatabaseSync, sql: string): Set<string> =>
  new Set(
    db
      .prepare(sql)
      .all()
      .map((row) => String(row['id'])),
  );

const REMOVE_LABELS = `
  UPDATE campaign_settings
  SET label = NULL
  WHERE campaign_id NOT IN (SELECT campaign_id FROM grants WHERE kind = 'owner')
    OR campaign_id IN (SELECT campaign_id FROM deleted_campaigns)
`;

/** Removes what nobody may get: deleted campaigns, and campaigns that nobody owns here any more. */
const removeUnowned = (db: DatabaseSync): string[] => {
  const owned = idsIn(db, "SELECT campaign_id AS id FROM grants WHERE kind = 'owner'");
  const deleted = idsIn(db, 'SELECT campaign_id AS id FROM deleted_campaigns');
  const rooms = db.prepare(CONTENT).all();
  const found = new Set(rooms.map((row) => campaignIdOf(String(row['room']))).filter((id) => id !== null));
  const withoutOwner = [...found].filter((id) => !owned.has(id) && !deleted.has(id)).sort();
  for (const id of [...found].filter((each) => !owned.has(each) || deleted.has(each))) {
    db.prepare('DELETE FROM update_log WHERE room = ? OR room GLOB ?').run(`campaign/${id}`, `campaign/${id}/*`);
    for (const table of ['blobs', 'history']) db.prepare(`DELETE FROM ${table} WHERE campaign_id = ?`).run(id);
  }
  for (const id of withoutOwner) db.prepare('DELETE FROM grants WHERE campaign_id = ?').run(id);
  db.exec(REMOVE_LABELS);
  return withoutOwner;
};

const ROOMS = 'SELECT room, max(at) AS at FROM update_log GROUP BY room';
const READ_ROOM = 'SELECT bytes, sum FROM update_log WHERE room = ? ORDER BY sequence';
const ADD_ENTRY = "INSERT INTO update_log (room, tag, bytes, member, at, sum) VALUES (?, ?, ?, '', ?, ?)";
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/**
 * Gives every room a new head, so that every device visits it and sends what is missing. Where something builds on a
 * lost entry, the new one stands for that: it is unreadable, so that nobody takes the room for whole before.
 */
const moveHeads = (db: DatabaseSync): void => {
  const newTag = createTags();
  const readRoom = db.prepare(READ_ROOM);
  const addEntry = db.prepare(ADD_ENTRY);
  for (const { room, at } of db.prepare(ROOMS).all()) {
    const isWhole = problemOf(readRoom.all(String(room)).map(checkedBytes)) === null;
    const bytes = isWhole ? EMPTY_UPDATE : UNREADABLE;
    addEntry.run(String(room), newTag(), bytes, Number(at), isWhole ? checksumOf(bytes) : 0);
  }
};

const countIn = (db: DatabaseSync, what: string): number =>
  Number(db.prepare(`SELECT count(${what}`).get()?.['n'] ?? 0);

/** Fills a new database, safe on the disk. */
const fill = async (source: string, target: string): Promise<SalvagedCounts> => {
  makeOwnFile(target);
  const file = openPageFile(source);
  const db = new DatabaseSync(target);
  try {
    await defineAll(db);
    const withoutOwner = inTransaction(db, () => {
      copyRows(file, db);
      const unowned = removeUnowned(db);
      moveHeads(db);
      return unowned;
    });
    return {
      campaigns: countIn(db, 'DISTINCT campaign_id) AS n FROM grants'),
      entries: countIn(db, '*) AS n FROM update_log'),
      pictures: countIn(db, '*) AS n FROM blobs'),
      versions: countIn(db, '*) AS n FROM history'),
      withoutOwner,
    };
  } finally {
    db.close();
    file.close();
    syncFile(target);
  }
};

/** Nothing is changed before the new database is whole. */
export const salvage = async ({
  dataDir,
  databaseFile,
  nowMs,
}: {
  dataDir: string;
  databaseFile: string;
  nowMs: number;
}): Promise<Salvaged> => {
  const target = join(dataDir, databaseFile);
  if (!existsSync(target))
    return { ok: false, reason: `There is no relay’s database in ${dataDir}. Nothing was done.` };
  const part = `${target}.part`;
  try {
    if (await isSound(dataDir))
      return {
        ok: false,
        reason: `${target} is sound. Nothing was changed. “relay doctor” checks every document in it.`,
      };
    for (const side of ['', '-journal']) rmSync(part + side, { force: true });
    const counts = await fill(target, part);
    const setAside = exchange(part, target, join(dataDir, `damaged-${nowMs}`), false);
    return { ok: true, counts, setAside: setAside ?? dataDir };
  } catch (error) {
    rmSync(part, { force: true });
    return { ok: false, reason: `${messageOf(explained(error, dataDir))} Nothing was changed.` };
  }
};
