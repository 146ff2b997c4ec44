// Shows that one tab of a device at a time does a job, with Web Locks and with the lease that replaces them.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceDatabase } from '@emberkeep/store';
import { createDatabase, createTimers, type FakeTimers } from '#lib/testing/fakes.ts';
import { createTabLock, type TabLock } from './tab-lock.ts';

/** Web Locks of one browser, as far as the app uses them. */
const createLocks = (): LockManager => {
  const held = new Set<string>();
  return {
    request: async (name: string, options: LockOptions, run: (lock: Lock | null) => Promise<unknown>) => {
      if (!options.ifAvailable) throw new Error('would wait');
      if (held.has(name)) return run(null);
      held.add(name);
      return run({ name, mode: 'exclusive' }).finally(() => held.delete(name));
    },
  } as unknown as LockManager; // reason: the app uses nothing else of it
};

interface Job {
  isMine: boolean;
  end(): void;
  done: Promise<string>;
}

/** Starts a job that runs until the test ends it. */
const start = async (lock: TabLock, name = 'job'): Promise<Job> => {
  let end = (): void => undefined;
  let done = Promise.resolve('');
  const isMine = await new Promise<boolean>((resolve, reject) => {
    done = lock(name, async (mine) => {
      resolve(mine);
      await new Promise<void>((finish) => (end = finish));
      return 'result';
    });
    done.catch(reject);
  });
  return { isMine, end: () => end(), done };
};

let db: DeviceDatabase;
let timers: FakeTimers;
beforeEach(() => {
  db = createDatabase();
  timers = createTimers();
});
afterEach(() => db.delete());

describe.each(['Web Locks', 'the lease'])('the lock of a tab, by %s', (kind) => {
  let makeTab: () => TabLock;
  beforeEach(() => {
    const locks = kind === 'Web Locks' ? createLocks() : null;
    makeTab = () => createTabLock(db, locks, timers.nowMs);
  });

  it('one of two tabs gets the job, and the other hears so at once', async () => {
    const first = await start(makeTab());
    const second = await start(makeTab());
    expect([first.isMine, second.isMine]).toEqual([true, false]);
    first.end();
    second.end();
    expect(await first.done).toBe('result');
    expect((await start(makeTab())).isMine).toBe(true);
  });

  it('two tabs that ask at the same moment do not both get it', async () => {
    const both = await Promise.all([start(makeTab()), start(makeTab())]);
    expect(both.filter(({ isMine }) => isMine)).toHaveLength(1);
  });

  it('jobs of other names go on beside it', async () => {
    const [first, second] = [await start(makeTab(), 'one'), await start(makeTab(), 'two')];
    expect([first.isMine, second.isMine]).toEqual([true, true]);
  });

  it('a job that fails frees the lock', async () => {
    await expect(makeTab()('job', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect((await start(makeTab())).isMine).toBe(true);
  });
});

describe('the lease of a tab', () => {
  const makeTab = (): TabLock => createTabLock(db, null, timers.nowMs);

  it('of a killed tab runs out after a minute', async () => {
    await start(makeTab());
    await timers.advance(59_000);
    expect((await start(makeTab())).isMine).toBe(false);
    await timers.advance(1000);
    expect((await start(makeTab())).isMine).toBe(true);
  });

  it('of a killed tab keeps nobody waiting for a day where the clock was set back by one', async () => {
    const tomorrow = (): number => timers.nowMs() + 86_400_000;
    await start(createTabLock(db, null, tomorrow));
    expect((await start(makeTab())).isMine).toBe(true);
  });

  it('that ran out and went to another tab is not ended by the first tab', async () => {
    const slow = await start(makeTab());
    await timers.advance(61_000);
    const next = await start(makeTab());
    expect(next.isMine).toBe(true);
    slow.end();
    await slow.done;
    expect((await start(makeTab())).isMine).toBe(false);
  });
});
