// Tells which rows of updates the disk has from the keys of an index alone, without their bytes.
import type { IDBPObjectStore } from 'idb';
import type { DeviceDatabase } from '../device/database.ts';
import type { DeviceSchema } from '../device/rows.ts';
import type { TableName, TransactionMode } from '../device/transaction.ts';
import { isUnder } from './room-prefix.ts';

export interface UpdateKey {
  id: number;
  room: string;
  sent: boolean;
}

type Updates<Names extends readonly TableName[], Mode extends TransactionMode> = IDBPObjectStore<
  DeviceSchema,
  Names,
  'updates',
  Mode
>;

/** The keys of every row of the room named `prefix` and the rooms below it. */
const readKeys = async <Names extends readonly TableName[], Mode extends TransactionMode>(
  updates: Updates<Names, Mode>,
  prefix: string,
): Promise<UpdateKey[]> => {
  const index = updates.index('[room+sent]');
  const rooms: [room: string, sent: number][] = [];
  // One step for all rows of a room, and then one read of their ids: a step for each row takes several times as long.
  const range = IDBKeyRange.bound([prefix, 0], [`${prefix}/\uffff`, 1]);
  for (let at = await index.openKeyCursor(range, 'nextunique'); at; at = await at.continue())
    if (isUnder(at.key[0], prefix)) rooms.push(at.key);
  const keys = rooms.map(async ([room, sent]) => {
    const ids = await index.getAllKeys(IDBKeyRange.only([room, sent]));
    return ids.map((id) => ({ id, room, sent: sent === 1 }));
  });
  return (await Promise.all(keys)).flat();
};

/** The keys of every row of the room named `prefix` and the rooms below it. */
export const updateKeys = (db: DeviceDatabase, prefix: string): Promise<UpdateKey[]> =>
  db.transaction(['updates'], 'readonly', (transaction) => readKeys(transaction.objectStore('updates'), prefix));

/** The ids of the campaigns that have updates on this disk, whether a list shows them or not. One step for each. */
export const campaignsWithUpdates = (db: DeviceDatabase): Promise<string[]> =>
  db.transaction(['updates'], 'readonly', async (transaction) => {
    const index = transaction.objectStore('updates').index('room');
    const found: string[] = [];
    for (let from = 'campaign/'; ;) {
      const at = await index.openKeyCursor(IDBKeyRange.bound(from, 'campaign/\uffff', true));
      if (!at) return found;
      const id = at.key.split('/')[1]!;
      found.push(id);
      from = `campaign/${id}/\uffff`;
    }
  });

/** Deletes the rows of the room named `prefix` and the rooms below it. */
export const deleteUpdates = async <Names extends readonly TableName[]>(
  updates: Updates<Names, 'readwrite'>,
  prefix: string,
): Promise<void> => {
  const keys = await readKeys(updates, prefix);
  await Promise.all(keys.map(async ({ id }) => updates.delete(id)));
};
