// The disk of a browser: one table for the updates of all documents of the device, so that a command over two documents
// is one transaction. Every error becomes a StorageError.
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceDatabase } from '../device/database.ts';
import type { UpdateRow } from '../device/rows.ts';
import type { NewRow, Persistence, RoomOnDisk, StorageError, StoredRow } from './persistence.ts';
import { deleteUpdates, updateKeys } from './update-keys.ts';

/** Why a write failed. */
export const toStorageError = (error: unknown): StorageError => {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // An error's name, also inside a message: an AbortError may carry the browser's error as text only.
  return detail.includes('QuotaExceeded') ? { type: 'StorageFull' } : { type: 'StorageUnavailable', detail };
};

/** The new ids, in the order of the rows. */
const appendNow = async (db: DeviceDatabase, rows: readonly NewRow[]): Promise<number[]> => {
  const ids: number[] = [];
  await db.writeNow('updates', (store) =>
    rows.forEach(({ room, bytes, sent }, i) => {
      const request = store.add({ room, bytes, sent: sent ? 1 : 0 });
      request.onsuccess = () => (ids[i] = request.result as number);
    }),
  );
  return ids;
};

/** Runs a database operation; a rejection becomes a StorageError. */
const attempt = async <T>(run: () => PromiseLike<T>): Promise<Result<T, StorageError>> => {
  try {
    return ok(await run());
  } catch (error) {
    return err(toStorageError(error));
  }
};

const loadRows = async ({ updates }: DeviceDatabase, room: string): Promise<StoredRow[]> => {
  const rows = await updates.getAllBy('room', room);
  return rows.sort((a, b) => a.id - b.id).map(({ id, bytes, sent }) => ({ id, bytes, sent: sent === 1 }));
};

const countRows = async (db: DeviceDatabase, prefix: string): Promise<RoomOnDisk[]> => {
  const found = new Map<string, RoomOnDisk>();
  for (const { room, sent } of await updateKeys(db, prefix)) {
    const entry = found.get(room) ?? { room, rowCount: 0, unsentCount: 0 };
    entry.rowCount += 1;
    if (!sent) entry.unsentCount += 1;
    found.set(room, entry);
  }
  // Rooms with unsent rows come first.
  return [...found.values()].sort((a, b) => Number(a.unsentCount === 0) - Number(b.unsentCount === 0));
};

const replaceRows = (
  db: DeviceDatabase,
  room: string,
  readIds: readonly number[],
  row: { bytes: Uint8Array; sent: boolean },
): Promise<number> =>
  db.transaction(['updates'], 'readwrite', async (transaction) => {
    const updates = transaction.objectStore('updates');
    await Promise.all(readIds.map(async (id) => updates.delete(id)));
    return updates.add({ room, bytes: row.bytes, sent: row.sent ? 1 : 0 } as UpdateRow); // reason: it gets its id here
  });

const markRowsSent = (db: DeviceDatabase, ids: readonly number[]): Promise<void> =>
  db.transaction(['updates'], 'readwrite', async (transaction) => {
    const updates = transaction.objectStore('updates');
    const mark = async (id: number): Promise<void> => {
      const row = await updates.get(id);
      if (row) await updates.put({ ...row, sent: 1 });
    };
    await Promise.all(ids.map(mark));
  });

const removeRows = (db: DeviceDatabase, prefix: string): Promise<void> =>
  db.transaction(['updates'], 'readwrite', (transaction) => deleteUpdates(transaction.objectStore('updates'), prefix));

export const createBrowserPersistence = (db: DeviceDatabase): Persistence => ({
  load: (room) => attempt(() => loadRows(db, room)),
  append: (rows) => attempt(() => appendNow(db, rows)),
  replace: (room, readIds, row) => attempt(() => replaceRows(db, room, readIds, row)),
  markSent: (ids) => attempt(() => markRowsSent(db, ids)),
  rooms: (prefix) => attempt(() => countRows(db, prefix)),
  remove: (prefix) => attempt(() => removeRows(db, prefix)),
  reopen: () => attempt(() => db.reopen()),
});
