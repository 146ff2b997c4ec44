// A disk in memory, for commands that keep nothing and for tests: it keeps the promises of the real one, and fails
// on demand.
import { err, ok, type Result } from '@emberkeep/domain';
import type { Persistence, RoomOnDisk, StorageError, StoredRow } from './persistence.ts';
import { isUnder } from './room-prefix.ts';

export interface MemoryPersistence extends Persistence {
  /** Makes the next writes fail with `error`, `StorageFull` by default. A failed write leaves nothing behind. */
  failNext(writeCount: number, error?: StorageError): void;
  /** A copy of everything, as the device would find it after a restart. */
  clone(): MemoryPersistence;
}

/** Rows with their room, in order of writing. */
type Row = readonly [room: string, row: StoredRow];

const countRows = (rows: readonly Row[], prefix: string): RoomOnDisk[] => {
  const found = new Map<string, RoomOnDisk>();
  for (const [room, row] of rows) {
    if (!isUnder(room, prefix)) continue;
    const entry = found.get(room) ?? { room, rowCount: 0, unsentCount: 0 };
    entry.rowCount += 1;
    if (!row.sent) entry.unsentCount += 1;
    found.set(room, entry);
  }
  return [...found.values()];
};

export const createMemoryPersistence = (initial?: { rows: readonly Row[]; nextId: number }): MemoryPersistence => {
  let rows: Row[] = initial ? initial.rows.map(([room, row]) => [room, { ...row }]) : [];
  let nextId = initial?.nextId ?? 1;
  let failures = 0;
  let failure: StorageError = { type: 'StorageFull' };

  const write = async <T>(run: () => T): Promise<Result<T, StorageError>> => {
    await Promise.resolve(); // a real disk never answers in the same tick
    if (failures > 0) {
      failures -= 1;
      return err(failure);
    }
    return ok(run());
  };
  const add = (room: string, row: { bytes: Uint8Array; sent: boolean }): number => {
    rows.push([room, { id: nextId, bytes: row.bytes, sent: row.sent }]);
    return nextId++;
  };

  return {
    load: async (room) => {
      await Promise.resolve();
      return ok(rows.filter(([r]) => r === room).map(([, row]) => ({ ...row })));
    },
    append: (added) => write(() => added.map((row) => add(row.room, row))),
    replace: (room, readIds, row) =>
      write(() => {
        const replaced = new Set(readIds);
        rows = rows.filter(([r, { id }]) => r !== room || !replaced.has(id));
        return add(room, row);
      }),
    markSent: (ids) =>
      write(() => {
        const marked = new Set(ids);
        for (const [, row] of rows) if (marked.has(row.id)) row.sent = true;
      }),
    rooms: async (prefix) => {
      await Promise.resolve();
      return ok(countRows(rows, prefix));
    },
    remove: (prefix) => write(() => void (rows = rows.filter(([room]) => !isUnder(room, prefix)))),
    reopen: async () => Promise.resolve(ok(undefined)),
    failNext: (count, error = { type: 'StorageFull' }) => {
      failures = count;
      failure = error;
    },
    clone: () => createMemoryPersistence({ rows, nextId }),
  };
};
