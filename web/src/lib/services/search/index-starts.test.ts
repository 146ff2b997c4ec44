// Shows that starts of the index that nobody ended count as kills of the tab, and everything else does not.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { indexStarts } from './index-starts.ts';

let stored: Map<string, string>;
let page: EventTarget;

beforeEach(() => {
  stored = new Map();
  page = new EventTarget();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  vi.stubGlobal('window', page);
});
afterEach(() => void vi.unstubAllGlobals());

it('two starts in a row that nobody ended are too many, one is not', () => {
  indexStarts.begin();
  expect(indexStarts.areKilling()).toBe(false);
  indexStarts.begin();
  expect(indexStarts.areKilling()).toBe(true);
});

it('a start that ended clears the count', () => {
  indexStarts.begin();
  indexStarts.end();
  indexStarts.begin();
  expect(indexStarts.areKilling()).toBe(false);
  indexStarts.begin();
  indexStarts.end();
  expect(indexStarts.areKilling()).toBe(false);
});

it('a person who leaves the page while the index starts is no kill', () => {
  indexStarts.begin();
  page.dispatchEvent(new Event('pagehide'));
  indexStarts.begin();
  expect(indexStarts.areKilling()).toBe(false);
});

it('storage that is refused counts nothing and breaks nothing', () => {
  vi.stubGlobal('localStorage', undefined);
  for (let n = 0; n < 3; n++) indexStarts.begin();
  expect(indexStarts.areKilling()).toBe(false);
  indexStarts.end();
});
