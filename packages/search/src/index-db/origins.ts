// What an index was derived from: the states of documents on disk, and hashes of what the ledger's records read as. An
// index that was kept between starts is caught up from the difference.
import type { ReadRecord } from '@emberkeep/domain';
import type { RowContext } from '../records/rows.ts';
import { asUuid, sessionOfRoom } from '../records/uuid.ts';
import type { Sql } from './sql.ts';

export interface Origins {
  /** The state on disk of each document that the index holds exactly, by room. */
  documents: ReadonlyMap<string, string>;
  /** Hashes of records of the ledger, sessions without their logs among them, by key; empty for a changed one. */
  records: ReadonlyMap<string, string>;
}

/** The key of what all records are read with. */
export const CONTEXT_KEY = 'context';

export const recordKey = ({ kind, id }: Pick<ReadRecord, 'kind' | 'id'>): string => `${kind}:${asUuid(id)}`;

/** 64 bits of a text, as hex. */
const hashText = (text: string): string => {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca77);
    b = Math.imul(b ^ unit, 0xc2b2ae3d);
    a ^= b >>> 15;
    b ^= a >>> 13;
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
};

/** The hash of what a record reads as; empty, which equals no hash, for values that JSON cannot hold. */
export const hashOf = (read: Pick<ReadRecord, 'record' | 'texts'> | RowContext): string => {
  try {
    return hashText(JSON.stringify('record' in read ? [read.record, read.texts] : read));
  } catch {
    return ''; // reason: a peer may write anything, such as values nested too deeply
  }
};

/** Hashes of the ledger's records, its sessions and the context, by key. */
export const hashesOf = (context: RowContext, reads: Iterable<ReadRecord>): Map<string, string> => {
  const hashes = new Map([[CONTEXT_KEY, hashOf(context)]]);
  for (const read of reads) hashes.set(recordKey(read), hashOf(read));
  return hashes;
};

export const readOrigins = async (sql: Sql): Promise<Origins> => {
  const { rows } = await sql.query<{ room: string; state: string }>('SELECT room, state FROM index_documents');
  const records = await sql.query<{ key: string; hash: string }>('SELECT key, hash FROM index_records');
  return {
    documents: new Map(rows.map(({ room, state }) => [room, state])),
    records: new Map(records.rows.map(({ key, hash }) => [key, hash])),
  };
};

const insertPairs = async (
  sql: Sql,
  table: 'index_documents' | 'index_records',
  pairs: ReadonlyMap<string, string>,
): Promise<void> => {
  await sql.query(`INSERT INTO ${table} SELECT * FROM unnest($1::text[], $2::text[])`, [
    [...pairs.keys()],
    [...pairs.values()],
  ]);
};

/** Replaces what the index is known to be derived from. */
export const writeOrigins = async (sql: Sql, { documents, records }: Origins): Promise<void> => {
  await sql.exec('DELETE FROM index_documents; DELETE FROM index_records');
  await insertPairs(sql, 'index_documents', documents);
  await insertPairs(sql, 'index_records', records);
};

/**
 * Takes documents off the list of those that the index holds as they are on disk: it is about to hold a change that may
 * never get there.
 */
export const markChanged = async (
  sql: Sql,
  rooms: readonly string[],
  ledgerRecords: readonly Pick<ReadRecord, 'kind' | 'id'>[],
): Promise<void> => {
  await sql.query('DELETE FROM index_documents WHERE room = ANY($1::text[])', [[...new Set(rooms)]]);
  await sql.query(
    `INSERT INTO index_records
    SELECT key, ''
    FROM unnest($1::text[]) AS t(key)
    ON CONFLICT (key) DO UPDATE SET hash = ''`,
    [[...new Set(ledgerRecords.map(recordKey))]],
  );
};

/** True for the room of a ledger. */
export const isLedgerRoom = (room: string): boolean => sessionOfRoom(room) === null;
