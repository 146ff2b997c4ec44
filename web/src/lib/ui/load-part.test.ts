// @vitest-environment jsdom
// A part of the app that cannot be fetched says so, and appears once it can be.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadPart, reasonOf, tellOfUnfetched } from './load-part.ts';
import { workerFailure } from './worker-failure.ts';
import { toasts } from './toasts.svelte.ts';

const unfetched = (): TypeError => new TypeError('Failed to fetch dynamically imported module: http://a/b.js');
const shown = (): string[] => toasts.items.map(({ text }) => text);
const SENTENCE = /^This part of Emberkeep is not on this device yet/;

beforeEach(() => {
  vi.useFakeTimers();
  toasts.items = [];
});
afterEach(() => void vi.useRealTimers());

it('two parts that cannot be fetched say so once, and both appear when the network is back', async () => {
  let isOnline = false;
  const load = (part: string) => (): Promise<string> =>
    isOnline ? Promise.resolve(part) : Promise.reject(unfetched());
  const parts = Promise.all([loadPart(load('dialog')), loadPart(load('editor'))]);
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual([expect.stringMatching(SENTENCE)]);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(shown()).toHaveLength(1);
  isOnline = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await parts).toEqual(['dialog', 'editor']);
  expect(shown()).toEqual([]);
  // The next outage is said anew.
  isOnline = false;
  toasts.items = [];
  const later = loadPart(load('map'));
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toHaveLength(1);
  isOnline = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await later).toBe('map');
});

it('styles that could not be fetched are fetched before the part appears, which Vite would show without them', async () => {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'http://a/dialog.css' });
  document.head.append(link);
  let isOnline = false;
  const asked: HTMLLinkElement[] = [];
  // What a browser does with a new link.
  const fetchStyles = new MutationObserver((changes) => {
    for (const added of changes.flatMap(({ addedNodes }) => [...addedNodes]) as HTMLLinkElement[]) {
      asked.push(added);
      added.dispatchEvent(new Event(isOnline ? 'load' : 'error'));
    }
  });
  fetchStyles.observe(document.head, { childList: true });
  let tries = 0;
  const part = loadPart(() =>
    tries++ === 0 ? Promise.reject(new Error('Unable to preload CSS for /dialog.css')) : Promise.resolve('dialog'),
  );
  await vi.advanceTimersByTimeAsync(3_000);
  expect([tries, asked.length, asked[0]!.isConnected]).toEqual([1, 1, false]);
  isOnline = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await part).toBe('dialog');
  expect([tries, asked.length, asked[1]!.isConnected]).toEqual([2, 2, true]);
  fetchStyles.disconnect();
  document.head.replaceChildren();
});

it('an error in the code itself is not taken for a network that is gone', async () => {
  await expect(loadPart(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(shown()).toEqual([]);
});

it('an action whose code could not be fetched says so, in each browser’s words', () => {
  const stop = tellOfUnfetched();
  const reject = (reason: unknown): void =>
    void dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
  reject(new Error('another'));
  expect(shown()).toEqual([]);
  for (const words of [
    'error loading dynamically imported module: x',
    'Importing a module script failed.',
    'Unable to preload CSS for /_app/x.css',
  ]) {
    reject(new TypeError(words));
    expect(shown(), words).toEqual([expect.stringMatching(SENTENCE)]);
    toasts.items = [];
  }
  stop();
  reject(unfetched());
  expect(shown()).toEqual([]);
});

it('the reason of what broke off is the missing code, also of a worker, and else the caller’s own', () => {
  const OTHERWISE = 'The storage cannot be read.';
  expect(reasonOf(unfetched(), OTHERWISE)).toMatch(SENTENCE);
  // A worker whose script cannot be fetched gives an event without a message.
  expect(reasonOf(workerFailure({}), OTHERWISE)).toMatch(SENTENCE);
  expect(reasonOf(workerFailure({ message: 'out of memory' }), OTHERWISE)).toBe(OTHERWISE);
  expect(reasonOf(undefined, OTHERWISE)).toBe(OTHERWISE);
});

it('every part that a screen loads when it is needed is loaded by loadPart', () => {
  const root = join(import.meta.dirname, '../..');
  const screens = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'));
  expect(screens.length).toBeGreaterThan(100);
  const silent = screens.filter((path) => readFileSync(join(root, path), 'utf8').includes('{#await import('));
  expect(silent).toEqual([]);
});
