// Reads a document from this device's disk: its rows merged into one Yjs document, and many rows compacted into one.
import * as Y from 'yjs';
import type { Result } from '@emberkeep/domain';
import { hasLeftOut } from './apply-pieces.ts';
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

const isReadable = (bytes: Uint8Array): boolean => {
  try {
    Y.decodeUpdate(bytes);
    return true;
  } catch {
    return false; // reason: whether it decodes is the question
  }
};

/** All updates as one. Leaves out those that do not decode; they remain on disk. */
export const mergeReadable = (updates: readonly Uint8Array[]): Uint8Array => {
  try {
    // A single update is not decoded by a merge.
    return Y.mergeUpdates(updates.length === 1 ? updates.filter(isReadable) : [...updates]);
  } catch {
    // Merged one by one: an update can decode and still not merge.
    return updates.filter(isReadable).reduce(
      (merged, update) => {
        try {
          return Y.mergeUpdates([merged, update]);
        } catch {
          return merged; // reason: this is the damaged one
        }
      },
      new Uint8Array([0, 0]),
    );
  }
};

/** Applies rows one by one; gives those that cannot be read. */
const applyEach = (doc: Y.Doc, rows: readonly StoredRow[]): StoredRow[] =>
  rows.filter((row) => {
    if (!isReadable(row.bytes)) return true;
    try {
      Y.applyUpdate(doc, row.bytes, DISK);
      return false;
    } catch {
      return true; // reason: it decodes, but it does not fit into any document
    }
  });

/** Applies rows to a document. Gives those that cannot be read: everything else is in the document. */
export const applyRows = (doc: Y.Doc, rows: readonly StoredRow[]): StoredRow[] => {
  const [first] = rows;
  if (!first) return [];
  try {
    Y.applyUpdate(doc, rows.length === 1 ? first.bytes : Y.mergeUpdates(rows.map((row) => row.bytes)), DISK);
    return [];
  } catch {
    return applyEach(doc, rows);
  }
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
  if (hasLeftOut(doc)) return;
  const sent = unsentIds(rows).length === 0;
  const bytes = Y.encodeStateAsUpdate(doc);
  // What was encoded from a forged update may not decode: rows that can be read never give way to it.
  if (!isReadable(bytes)) return;
  const compacted = await persistence.replace(room, idsOf(rows), { bytes, sent });
  if (compacted.ok && !sent) queue.adopt(room, [compacted.value]);
};
