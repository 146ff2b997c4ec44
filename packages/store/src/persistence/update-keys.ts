// Reads which rows of updates the disk has from the keys of an index alone, without their bytes.
import type { DeviceDatabase } from '../device/database.ts';

export interface UpdateKey {
  id: number;
  room: string;
  sent: boolean;
}

/** The keys of every row of the room named `prefix` and the rooms below it, and of namesakes, which begin with it. */
export const updateKeys = (db: DeviceDatabase, prefix: string): Promise<UpdateKey[]> =>
  db.transaction(['updates'], 'readonly', async (transaction) => {
    const keys: UpdateKey[] = [];
    const range = IDBKeyRange.bound([prefix, 0], [`${prefix}/\uffff`, 1]);
    const index = transaction.objectStore('updates').index('[room+sent]');
    for (let at = await index.openKeyCursor(range); at; at = await at.continue()) {
      const [room, sent] = at.key;
      keys.push({ id: at.primaryKey, room, sent: sent === 1 });
    }
    return keys;
  });
