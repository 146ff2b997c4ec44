// Owns the port to the disk of this device: rows of update bytes for every document, with a mark for what the relay has.
// Invariant of every adapter: a promise resolves `ok` only after its transaction completed, and a failed write leaves
// what was there before.
import type { Result } from '@emberkeep/domain';

/** `StorageFull`: the quota is hit, free space and try again. `StorageUnavailable`: closed, refused or broken; reopen. */
export type StorageError = { type: 'StorageFull' } | { type: 'StorageUnavailable'; detail: string };

/** A stored row; ids ascend in the order of writing. `bytes` is a Yjs v1 update. */
export interface StoredRow {
  id: number;
  bytes: Uint8Array;
  sent: boolean;
}

/** A row to write. `sent` is true when the bytes came from the relay or are known to be on its disk. */
export interface NewRow {
  room: string;
  bytes: Uint8Array;
  sent: boolean;
}

/** What is on disk of a room. */
export interface RoomOnDisk {
  room: string;
  rowCount: number;
  unsentCount: number;
}

export interface Persistence {
  /** All rows of a room in order of writing; empty for an unknown room. */
  load(room: string): Promise<Result<StoredRow[], StorageError>>;
  /** Writes all rows, of any rooms, in one transaction: all or none. Gives their ids in order. */
  append(rows: readonly NewRow[]): Promise<Result<number[], StorageError>>;
  /** Compaction in one transaction: writes one row that covers `readIds` and deletes exactly those. Gives the new id. */
  replace(
    room: string,
    readIds: readonly number[],
    row: { bytes: Uint8Array; sent: boolean },
  ): Promise<Result<number, StorageError>>;
  /** Marks rows as being on the relay's disk. Unknown ids (compacted by another tab meanwhile) are passed over. */
  markSent(ids: readonly number[]): Promise<Result<void, StorageError>>;
  /** Every room whose name is `prefix` or starts with `prefix/`. */
  rooms(prefix: string): Promise<Result<RoomOnDisk[], StorageError>>;
  /** Removes every room whose name is `prefix` or starts with `prefix/`, in one transaction. */
  remove(prefix: string): Promise<Result<void, StorageError>>;
  /** Opens the database anew after a failure: tablets drop the connection in the background. */
  reopen(): Promise<Result<void, StorageError>>;
}
