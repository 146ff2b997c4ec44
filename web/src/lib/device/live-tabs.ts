// Which tabs of this browser still run: each holds a lock of its own until it is closed or killed.

const NAME = 'emberkeep-tab:';
/** Where the browser has no locks, words this old are of a tab that is gone, ms. */
const GONE_MS = 10 * 60_000;

const lockManager = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);

/** Marks this tab as running for as long as it runs. Call once, before anything is stored under its id. */
export const holdTab = (id: string): void =>
  void lockManager()
    ?.request(NAME + id, () => new Promise<never>(() => undefined))
    .catch(() => undefined);

/**
 * Runs `run` once the tab `id` is gone, and in one tab at a time. Resolves after that where it is gone already, and at
 * once where it still runs. `lastAt`: Unix ms of the last that the tab stored.
 */
export const afterTab = async (id: string, lastAt: number, run: () => Promise<void>): Promise<void> => {
  const locks = lockManager();
  if (!locks) return Date.now() - lastAt > GONE_MS ? run() : undefined;
  const isGone = await locks.request(NAME + id, { ifAvailable: true }, async (lock) => {
    if (lock) await run();
    return lock !== null;
  });
  // Refused when this tab goes first: the next one to start asks again.
  if (!isGone) void locks.request(NAME + id, run).catch(() => undefined);
};
