// Reads a document from this device's disk: its rows merged into one Yjs document, and many rows compacted into one.
import * as Y from 'yjs';
import type { Result } from '@emberkeep/domain';
import { DISK } from './origins.ts';
import type { Persistence, StorageError, StoredRow } from './persistence/persistence.ts';
import type { SaveQueue } from './save-queue.ts';

/** Loading merges all rows of a document, so a document with more rows than this is rewritten as one. */
export const COMPACT_ROWS = 100;

const idsOf = (rows: readonly StoredRow[]): number[] => rows.map((row) => row.id);

/** Ids of the rows that the relay does not have yet. */
export const unsentIds = (rows: readonly StoredRow[]): number[] => idsOf(rows.filter((row) => !row.sent));

/** The rows of a room; a dropped connection is reopened once. */
export const loadRows = async (
  persistence: Persistence,
  room: string,
): Promise<Result<readonly StoredRow[], StorageError>> => {
  const rows = await persistence.load(room);
  if (rows.ok || rows.error.type !== 'StorageUnavailable') return rows;
  await persistence.reopen();
  return persistence.load(room);
};

/** Applies rows to a document that has no listeners yet. */
export const applyRows = (doc: Y.Doc, rows: readonly StoredRow[]): void => {
  const [first] = rows;
  if (!first) return;
  Y.applyUpdate(doc, rows.length === 1 ? first.bytes : Y.mergeUpdates(rows.map((row) => row.bytes)), DISK);
};

/**
 * Rewrites the rows of a document as one row. `rows` must be exactly the rows that went into `doc`. After a failure
 * the rows are as they were, so the document opens all the same.
 */
export const compactRows = async (
  { persistence, queue }: { persistence: Persistence; queue: Pick<SaveQueue, 'adopt'> },
  room: string,
  doc: Y.Doc,
  rows: readonly StoredRow[],
): Promise<void> => {
  const sent = unsentIds(rows).length === 0;
  const compacted = await persistence.replace(room, idsOf(rows), { bytes: Y.encodeStateAsUpdate(doc), sent });
  if (compacted.ok && !sent) queue.adopt(room, [compacted.value]);
};
