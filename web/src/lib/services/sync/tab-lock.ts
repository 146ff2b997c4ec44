// Lets one tab of this device at a time do a job: with Web Locks, or with a lease in the database in browsers without
// them.
import type { DeviceDatabase } from '@emberkeep/store';

/** Runs `run` with true when this tab may do the job, and with false while another tab does it. */
export type TabLock = <T>(name: string, run: (isMine: boolean) => Promise<T>) => Promise<T>;

/** A tab that was killed holds its lease this long, ms. */
const LEASE_MS = 60_000;

interface Lease {
  /** Unix ms. */
  until: number;
  by: string;
}

/** `locks`: null where the browser has none. */
export const createTabLock = (
  db: DeviceDatabase,
  locks: LockManager | null = navigator.locks ?? null,
  nowMs: () => number = () => Date.now(),
): TabLock => {
  const tabId = crypto.getRandomValues(new Uint32Array(2)).join('-');
  // In one transaction, so that another tab cannot take the lease between the look and the write.
  const takeLease = (key: string): Promise<boolean> =>
    db.transaction(['settings'], 'readwrite', async (transaction) => {
      const settings = transaction.objectStore('settings');
      const lease = (await settings.get(key))?.value as Lease | undefined;
      const now = nowMs();
      // One that ends later than any lease can is from before the clock was set back.
      const isHeld = lease !== undefined && lease.until > now && lease.until <= now + LEASE_MS;
      if (isHeld && lease.by !== tabId) return false;
      await settings.put({ key, value: { until: now + LEASE_MS, by: tabId } satisfies Lease });
      return true;
    });
  // A job that outlasted its lease may have lost it to another tab.
  const endLease = (key: string): Promise<void> =>
    db.transaction(['settings'], 'readwrite', async (transaction) => {
      const settings = transaction.objectStore('settings');
      const lease = (await settings.get(key))?.value as Lease | undefined;
      if (lease?.by === tabId) await settings.delete(key);
    });
  return async (name, run) => {
    if (locks) return locks.request(name, { ifAvailable: true }, (lock) => run(lock !== null));
    const key = `lease:${name}`;
    if (!(await takeLease(key))) return run(false);
    try {
      return await run(true);
    } finally {
      await endLease(key);
    }
  };
};
