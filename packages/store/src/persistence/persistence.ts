// The port to this device's disk: rows of update bytes for every document, marked as sent once the relay has them.
// Invariant of every adapter: a promise resolves `ok` only after its transaction completed, and a failed write
// leaves the disk as it was.
import type { Result } from '@emberkeep/domain';

/**
 * `StorageFull`: the quota is used up; free space and try again. `StorageUnavailable`: closed, refused or broken;
 * reopen.
 */
export type StorageError = { type: 'StorageFull' } | { type: 'StorageUnavailable'; detail: string };

/** A stored row. Ids ascend in the order of writing; `bytes` is a Yjs v1 update. */
export interface StoredRow {
  id: number;
  bytes: Uint8Array;
  sent: boolean;
}

/** A row to write. `sent` is true when the relay is known to have the bytes on its disk. */
export interface NewRow {
  room: string;
  bytes: Uint8Array;
  sent: boolean;
}

/** How many rows of a room are on disk. */
export interface RoomOnDisk {
  room: string;
  rowCount: number;
  unsentCount: number;
}

export interface Persistence {
  /** All rows of a room in order of writing; empty for an unknown room. */
  load(room: string): Promise<Result<StoredRow[], StorageError>>;
  /** Writes rows of any rooms in one transaction: all or none. Returns their ids in order. */
  append(rows: readonly NewRow[]): Promise<Result<number[], StorageError>>;
  /**
   * Compaction in one transaction: writes one row that covers `readIds` and deletes exactly those. Returns the new
   * id.
   */
  replace(
    room: string,
    readIds: readonly number[],
    row: { bytes: Uint8Array; sent: boolean },
  ): Promise<Result<number, StorageError>>;
  /** Marks rows as being on the relay's disk. Unknown ids (compacted by another tab meanwhile) are ignored. */
  markSent(ids: readonly number[]): Promise<Result<void, StorageError>>;
  /** Every room whose name is `prefix` or starts with `prefix/`. */
  rooms(prefix: string): Promise<Result<RoomOnDisk[], StorageError>>;
  /** Removes every room whose name is `prefix` or starts with `prefix/`, in one transaction. */
  remove(prefix: string): Promise<Result<void, StorageError>>;
  /** Reopens the database after a failure: tablets drop the connection in the background. */
  reopen(): Promise<Result<void, StorageError>>;
}
