// Restores that were cut off: a tab that is killed in the middle of one leaves documents of a campaign that no list
// shows. The next restore removes them.
import type { Device } from '#lib/device/device.svelte.ts';
import { removeUnlisted } from './campaign-bytes.ts';
import { begunRestores, markRestore, unmarkRestore } from './restore-marks.ts';

/** Where the browser has no locks, a restore that began this long ago is over, ms. */
const OVER_MS = 24 * 60 * 60_000;

const lockManager = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);
const nameOf = (campaignId: string): string => `emberkeep-restore:${campaignId}`;

const removeAbandoned = async (device: Device): Promise<void> => {
  const locks = lockManager();
  for (const { campaignId, at } of await begunRestores(device.settings)) {
    const remove = async (): Promise<void> => {
      await removeUnlisted(device, campaignId);
      await unmarkRestore(device.settings, campaignId);
    };
    // A restore that runs in another tab holds its lock.
    if (locks) await locks.request(nameOf(campaignId), { ifAvailable: true }, (lock) => (lock ? remove() : undefined));
    else if (Date.now() - at > OVER_MS) await remove();
  }
};

/** Runs a restore into a campaign, once what earlier ones left behind is removed. */
export const runRestore = async <T>(device: Device, campaignId: string, restore: () => Promise<T>): Promise<T> => {
  // Best effort: what stays takes space, and is removed by a later restore.
  await removeAbandoned(device).catch(() => undefined);
  const run = async (): Promise<T> => {
    await markRestore(device.settings, campaignId);
    const restored = await restore();
    // Where it throws, what it left is removed by the next one.
    await unmarkRestore(device.settings, campaignId);
    return restored;
  };
  const locks = lockManager();
  return locks ? locks.request(nameOf(campaignId), run) : run();
};
