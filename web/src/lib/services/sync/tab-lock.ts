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

export const createTabLock = (
  db: DeviceDatabase,
  locks: LockManager | undefined = navigator.locks,
  nowMs: () => number = () => Date.now(),
): TabLock => {
  const tabId = crypto.getRandomValues(new Uint32Array(2)).join('-');
  return async (name, run) => {
    if (locks) return locks.request(name, { ifAvailable: true }, (lock) => run(lock !== null));
    const key = `lease:${name}`;
    const lease = (await db.settings.get(key))?.value as Lease | undefined;
    if (lease && lease.until > nowMs() && lease.by !== tabId) return run(false);
    await db.settings.put({ key, value: { until: nowMs() + LEASE_MS, by: tabId } satisfies Lease });
    try {
      return await run(true);
    } finally {
      await db.settings.delete(key);
    }
  };
};
