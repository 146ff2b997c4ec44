// How many documents of other campaigns hold edits that only this device has.
import { createBrowserPersistence } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';

/** Counts the campaigns that are synced, without the one that is open. What cannot be read counts as sent. */
export const unsentElsewhere = async ({ campaigns, db }: Device, openId: string): Promise<number> => {
  const disk = createBrowserPersistence(db);
  const counts = campaigns.all
    .filter(({ id, token }) => id !== openId && token !== null)
    .map(async ({ id }) => {
      const rooms = await disk.rooms(`campaign/${id}`);
      return rooms.ok ? rooms.value.filter(({ unsentCount }) => unsentCount > 0).length : 0;
    });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};
