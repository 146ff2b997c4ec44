// Owns the in-memory disk, for commands that keep nothing and for tests: the same promises as the real one, and faults on demand.
import { err, ok } from '@emberkeep/domain';
import type { Persistence, StorageError, StoredRow } from './persistence.ts';

/** Faults: the next `failNext(n, error)` writes fail and leave nothing behind. */
export interface MemoryPersistence extends Persistence {
  failNext(writeCount: number, error?: StorageError): void;
  /** A copy of everything, as a restart of the device would find it. */
  clone(): MemoryPersistence;
}

export const createMemoryPersistence = (initial?: {
  rows: [string, StoredRow][];
  nextId: number;
}): MemoryPersistence => {
  let rows: [string, StoredRow][] = initial ? initial.rows.map(([room, row]) => [room, { ...row }]) : [];
  let nextId = initial?.nextId ?? 1;
  let failures = 0;
  let failure: StorageError = { type: 'StorageFull' };
  const write = async <T>(run: () => T): Promise<{ ok: true; value: T } | { ok: false; error: StorageError }> => {
    await Promise.resolve(); // a real disk never answers in the same tick
    if (failures > 0) {
      failures -= 1;
      return err(failure);
    }
    return ok(run());
  };
  const under = (room: string, prefix: string): boolean => room === prefix || room.startsWith(`${prefix}/`);
  return {
    load: async (room) => {
      await Promise.resolve();
      return ok(rows.filter(([r]) => r === room).map(([, row]) => ({ ...row })));
    },
    append: (added) =>
      write(() =>
        added.map(({ room, bytes, sent }) => {
          rows.push([room, { id: nextId, bytes, sent }]);
          return nextId++;
        }),
      ),
    replace: (room, readIds, row) =>
      write(() => {
        const gone = new Set(readIds);
        rows = rows.filter(([r, { id }]) => r !== room || !gone.has(id));
        rows.push([room, { id: nextId, ...row }]);
        return nextId++;
      }),
    markSent: (ids) =>
      write(() => {
        const marked = new Set(ids);
        for (const [, row] of rows) if (marked.has(row.id)) row.sent = true;
      }),
    rooms: async (prefix) => {
      await Promise.resolve();
      const found = new Map<string, { room: string; rowCount: number; unsentCount: number }>();
      for (const [room, row] of rows) {
        if (!under(room, prefix)) continue;
        const entry = found.get(room) ?? { room, rowCount: 0, unsentCount: 0 };
        entry.rowCount += 1;
        if (!row.sent) entry.unsentCount += 1;
        found.set(room, entry);
      }
      return ok([...found.values()]);
    },
    remove: (prefix) => write(() => void (rows = rows.filter(([room]) => !under(room, prefix)))),
    reopen: async () => Promise.resolve(ok(undefined)),
    failNext: (count, error = { type: 'StorageFull' }) => {
      failures = count;
      failure = error;
    },
    clone: () => createMemoryPersistence({ rows, nextId }),
  };
};
