// Owns the real disk: one Dexie table for all documents of the device, so that a verb over two documents is one
// transaction. Every error becomes a StorageError; quota errors hide inside Dexie's AbortError and are dug out here.
import Dexie from 'dexie';
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceDatabase } from '../device.ts';
import type { NewRow, Persistence, RoomOnDisk, StorageError } from './persistence.ts';

/** Names the cause of a failed write; looks into `inner`, where Dexie puts the browser's own error. */
export const toStorageError = (error: unknown): StorageError => {
  for (let e: unknown = error, depth = 0; e && depth < 5; depth++) {
    const { name, inner, message } = e as { name?: string; inner?: unknown; message?: string };
    if (name === 'QuotaExceededError' || (message ?? '').includes('QuotaExceeded')) return { type: 'StorageFull' };
    e = inner;
  }
  return {
    type: 'StorageUnavailable',
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
};

/**
 * Hands the rows to the browser within this very tick and commits at once, so that they are written even if the page goes
 * away in the next one (a Dexie transaction needs the page alive to finish). Resolves on the transaction's complete event.
 */
const appendNow = async (db: DeviceDatabase, rows: readonly NewRow[]): Promise<number[]> => {
  const ready = db.isOpen() ? db.backendDB() : (await db.open(), db.backendDB());
  const transaction = ready.transaction('updates', 'readwrite');
  return new Promise((resolve, reject) => {
    const ids: number[] = [];
    transaction.oncomplete = () => resolve(ids);
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
    const store = transaction.objectStore('updates');
    rows.forEach(({ room, bytes, sent }, i) => {
      const request = store.add({ room, bytes, sent: sent ? 1 : 0 });
      request.onsuccess = () => (ids[i] = request.result as number);
    });
    transaction.commit?.();
  });
};

const under = (prefix: string): [string, string] => [prefix, `${prefix}/\uffff`];

export const createDexiePersistence = (db: DeviceDatabase): Persistence => {
  const attempt = async <T>(run: () => PromiseLike<T>): Promise<Result<T, StorageError>> => {
    try {
      return ok(await run());
    } catch (error) {
      return err(toStorageError(error));
    }
  };
  const { updates } = db;
  const ofPrefix = (prefix: string) =>
    updates
      .where('room')
      .between(...under(prefix), true, true)
      .filter((r) => r.room === prefix || r.room.startsWith(`${prefix}/`));
  return {
    load: (room) =>
      attempt(async () => {
        const rows = await updates.where('room').equals(room).toArray();
        return rows.sort((a, b) => a.id - b.id).map(({ id, bytes, sent }) => ({ id, bytes, sent: sent === 1 }));
      }),
    append: (rows) => attempt(() => appendNow(db, rows)),
    replace: (room, readIds, row) =>
      attempt(() =>
        db.transaction('rw', updates, async () => {
          await updates.bulkDelete([...readIds]);
          return updates.add({ room, bytes: row.bytes, sent: row.sent ? 1 : 0 }) as PromiseLike<number>;
        }),
      ),
    markSent: (ids) =>
      attempt(() =>
        db.transaction(
          'rw',
          updates,
          async () =>
            void (await updates
              .where('id')
              .anyOf([...ids])
              .modify({ sent: 1 })),
        ),
      ),
    rooms: (prefix) =>
      attempt(async () => {
        // Keys only: the bytes of hundreds of evenings must not pass through memory to be counted.
        const found = new Map<string, RoomOnDisk>();
        const count = async (sent: 0 | 1): Promise<void> => {
          const range = updates
            .where('[room+sent]')
            .between([prefix, Dexie.minKey], [`${prefix}/\uffff`, Dexie.maxKey], true, true);
          await range.eachKey((key) => {
            const [room, mark] = key as unknown as [string, number]; // reason: Dexie types compound keys as IndexableType
            if (mark !== sent || !(room === prefix || room.startsWith(`${prefix}/`))) return;
            const entry = found.get(room) ?? { room, rowCount: 0, unsentCount: 0 };
            entry.rowCount += 1;
            if (sent === 0) entry.unsentCount += 1;
            found.set(room, entry);
          });
        };
        await count(0);
        await count(1);
        return [...found.values()];
      }),
    remove: (prefix) =>
      attempt(() => db.transaction('rw', updates, async () => void (await ofPrefix(prefix).delete()))),
    reopen: () =>
      attempt(async () => {
        db.close({ disableAutoOpen: false });
        await db.open();
      }),
  };
};
