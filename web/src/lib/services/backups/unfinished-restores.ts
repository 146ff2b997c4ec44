// Restores that were cut off: a tab that is killed in the middle of one leaves documents of a campaign that no list
// shows. The next restore removes them.
import type { Device } from '#lib/device/device.svelte.ts';
import { removeUnlisted } from './campaign-bytes.ts';

// Never rename it: it is stored on devices.
const KEY = 'restoring:';
/** Where the browser has no locks, a restore that began this long ago is over, ms. */
const OVER_MS = 24 * 60 * 60_000;

interface Begun {
  campaignId: string;
  /** Unix ms. */
  at: number;
}

const lockManager = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);
const nameOf = (campaignId: string): string => `emberkeep-restore:${campaignId}`;

const removeAbandoned = async (device: Device): Promise<void> => {
  const locks = lockManager();
  for (const { campaignId, at } of await device.settings.withPrefix<Begun>(KEY)) {
    const remove = async (): Promise<void> => {
      await removeUnlisted(device, campaignId);
      await device.settings.delete(KEY + campaignId);
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
    await device.settings.set(KEY + campaignId, { campaignId, at: Date.now() } satisfies Begun);
    const restored = await restore();
    // Where it throws, what it left is removed by the next one.
    await device.settings.delete(KEY + campaignId);
    return restored;
  };
  const locks = lockManager();
  return locks ? locks.request(nameOf(campaignId), run) : run();
};
