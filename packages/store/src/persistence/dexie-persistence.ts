// The disk of a browser: one Dexie table for all documents of the device, so that a command over two documents is one
// transaction. Every error becomes a StorageError; quota errors are found inside Dexie's AbortError.
import Dexie from 'dexie';
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceDatabase } from '../device.ts';
import type { NewRow, Persistence, RoomOnDisk, StorageError, StoredRow } from './persistence.ts';
import { isUnder } from './room-prefix.ts';

/** Why a write failed. Looks into `inner`, where Dexie keeps the browser's own error. */
export const toStorageError = (error: unknown): StorageError => {
  for (let e: unknown = error, depth = 0; e && depth < 5; depth++) {
    const { name, inner, message } = e as { name?: string; inner?: unknown; message?: string };
    // Matches an error's name, also inside a message: an AbortError may carry the browser's error as text only.
    if (name === 'QuotaExceededError' || (message ?? '').includes('QuotaExceeded')) return { type: 'StorageFull' };
    e = inner;
  }
  return {
    type: 'StorageUnavailable',
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
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

/**
 * The last key that an index range of `prefix` can hold; the range also covers namesakes, so filter with `isUnder`.
 */
const endOf = (prefix: string): string => `${prefix}/\uffff`;

const loadRows = async ({ updates }: DeviceDatabase, room: string): Promise<StoredRow[]> => {
  const rows = await updates.where('room').equals(room).toArray();
  return rows.sort((a, b) => a.id - b.id).map(({ id, bytes, sent }) => ({ id, bytes, sent: sent === 1 }));
};

/** Counts rows from index keys alone: the bytes of hundreds of sessions must not pass through memory. */
const countRows = async ({ updates }: DeviceDatabase, prefix: string): Promise<RoomOnDisk[]> => {
  const found = new Map<string, RoomOnDisk>();
  const count = (room: string, sent: number): void => {
    const entry = found.get(room) ?? { room, rowCount: 0, unsentCount: 0 };
    entry.rowCount += 1;
    if (sent === 0) entry.unsentCount += 1;
    found.set(room, entry);
  };
  const range = updates.where('[room+sent]').between([prefix, Dexie.minKey], [endOf(prefix), Dexie.maxKey], true, true);
  await range.eachKey((key) => {
    const [room, sent] = key as unknown as [string, number]; // reason: Dexie types compound keys as IndexableType
    if (isUnder(room, prefix)) count(room, sent);
  });
  // Rooms with unsent rows come first.
  return [...found.values()].sort((a, b) => Number(a.unsentCount === 0) - Number(b.unsentCount === 0));
};

const replaceRows = (
  db: DeviceDatabase,
  room: string,
  readIds: readonly number[],
  row: { bytes: Uint8Array; sent: boolean },
): PromiseLike<number> =>
  db.transaction('rw', db.updates, async () => {
    await db.updates.bulkDelete([...readIds]);
    return db.updates.add({ room, bytes: row.bytes, sent: row.sent ? 1 : 0 }) as PromiseLike<number>;
  });

const markRowsSent = (db: DeviceDatabase, ids: readonly number[]): PromiseLike<void> =>
  db.transaction('rw', db.updates, async () => {
    const rows = db.updates.where('id').anyOf([...ids]);
    await rows.modify({ sent: 1 });
  });

const removeRows = (db: DeviceDatabase, prefix: string): PromiseLike<void> =>
  db.transaction('rw', db.updates, async () => {
    const range = db.updates.where('room').between(prefix, endOf(prefix), true, true);
    await range.filter((row) => isUnder(row.room, prefix)).delete();
  });

export const createDexiePersistence = (db: DeviceDatabase): Persistence => ({
  load: (room) => attempt(() => loadRows(db, room)),
  append: (rows) => attempt(() => appendNow(db, rows)),
  replace: (room, readIds, row) => attempt(() => replaceRows(db, room, readIds, row)),
  markSent: (ids) => attempt(() => markRowsSent(db, ids)),
  rooms: (prefix) => attempt(() => countRows(db, prefix)),
  remove: (prefix) => attempt(() => removeRows(db, prefix)),
  reopen: () =>
    attempt(async () => {
      db.close({ disableAutoOpen: false });
      await db.open();
    }),
});
