// How much of the relay's log this device's disk has, by room (C6).
import type { DeviceDatabase, RoomCursor } from '@emberkeep/store';
import type { Head } from '@emberkeep/sync';

/** Call once everything up to this head is on the disk. Best effort: a room without a cursor is compared again. */
export const storeCursor = async (db: DeviceDatabase, { room, sequence, tag }: Head): Promise<void> => {
  await db.cursors.put({ room, sequence, tag, isExchanged: true }).catch(() => undefined);
};

/** The cursors of a campaign. Those of version 0.1.0 are left out: it stored them before the content had arrived. */
export const cursorsOf = async (db: DeviceDatabase, campaignId: string): Promise<Map<string, RoomCursor>> => {
  const prefix = `campaign/${campaignId}`;
  const stored = await db.cursors.where('room').between(prefix, `${prefix}/\uffff`, true, true).toArray();
  return new Map(stored.filter(({ isExchanged }) => isExchanged).map((cursor) => [cursor.room, cursor]));
};
