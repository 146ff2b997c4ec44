// How much of the relay's log this device's disk has, by room (C6).
import { roomsUnder, type DeviceDatabase, type RoomCursor } from '@emberkeep/store';
import type { Head } from '@emberkeep/sync';

/** Call once everything up to this head is on the disk. Best effort: a room without a cursor is compared again. */
export const storeCursor = async (db: DeviceDatabase, { room, sequence, tag }: Head): Promise<void> => {
  // A cursor that stays behind makes the relay send updates again that are merged already.
  await db.cursors.put({ room, sequence, tag, isExchanged: true }).catch(() => undefined);
};

/** Forgets how far a room is, so that it is compared again. */
export const forgetCursor = async (db: DeviceDatabase, room: string): Promise<void> => {
  // A cursor that stays is one visit too few, until the next head.
  await db.cursors.delete(room).catch(() => undefined);
};

/** The cursors of a campaign. Those of version 0.1.0 are left out: it stored them before the content had arrived. */
export const cursorsOf = async (db: DeviceDatabase, campaignId: string): Promise<Map<string, RoomCursor>> => {
  const prefix = `campaign/${campaignId}`;
  const stored = await db.cursors.getAll(roomsUnder(prefix));
  return new Map(stored.filter(({ isExchanged }) => isExchanged).map((cursor) => [cursor.room, cursor]));
};
