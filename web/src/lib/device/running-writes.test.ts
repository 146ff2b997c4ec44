// Shows that a campaign waits for the writes into it, and that the browser asks only while one is running.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunningWrites } from './running-writes.ts';

describe('running writes', () => {
  beforeEach(() => void vi.stubGlobal('window', new EventTarget()));
  afterEach(() => void vi.unstubAllGlobals());

  const asks = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  it('the browser asks before the page goes while a write is running, and not afterwards', async () => {
    const writes = new RunningWrites();
    const { promise, resolve } = Promise.withResolvers<string>();
    expect(asks()).toBe(false);
    const first = writes.run('a', () => promise);
    const second = writes.run('b', () => promise);
    expect(asks()).toBe(true);
    resolve('merged');
    expect(await Promise.all([first, second])).toEqual(['merged', 'merged']);
    expect(asks()).toBe(false);
  });

  it('a campaign is done when its own writes have ended, the failed one too', async () => {
    const writes = new RunningWrites();
    const { promise, reject } = Promise.withResolvers<string>();
    const forever = new Promise<never>(() => undefined);
    void writes.run('other', () => forever);
    const failing = writes.run('a', () => promise);
    let isDone = false;
    const done = writes.whenDone('a').then(() => (isDone = true));
    await Promise.resolve();
    expect(isDone).toBe(false);
    reject(new Error('the disk is full'));
    await expect(failing).rejects.toThrow('the disk is full');
    await done;
    await writes.whenDone('never written');
    expect(asks()).toBe(true); // the other campaign's write is still running
  });
});
