// Tests whose forms the share target takes, and that what is shared is kept whole or not at all.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isFromOtherSite, keepSharedFiles, peekSharedFiles, takeSharedFiles } from './shared-files.ts';

/** Caches as a browser has them, which run out of space after `room` files. */
const stubCaches = (room = Infinity): void => {
  const stored = new Map<string, Map<string, Response>>();
  const cacheOf = (entries: Map<string, Response>) => ({
    put: async (key: string, response: Response) => {
      if (entries.size >= room) throw new DOMException('full', 'QuotaExceededError');
      entries.set(new URL(key, 'https://table.example').href, response);
    },
    keys: async () => [...entries.keys()].map((url) => ({ url })),
    match: async ({ url }: { url: string }) => entries.get(url)?.clone(),
  });
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      if (!stored.has(name)) stored.set(name, new Map());
      return cacheOf(stored.get(name)!);
    },
    delete: async (name: string) => stored.delete(name),
  });
};
beforeEach(() => stubCaches());
afterEach(() => vi.unstubAllGlobals());

it('a form that a page of another site posted is refused; the share sheet and the app itself are not', () => {
  const own = 'https://table.example';
  for (const referrer of ['https://evil.example/', 'http://table.example/', 'https://table.example.evil.example/x'])
    expect(isFromOtherSite(referrer, own), referrer).toBe(true);
  for (const referrer of ['', 'about:client', 'android-app://com.example.notes/', `${own}/`, `${own}/import`])
    expect(isFromOtherSite(referrer, own), referrer).toBe(false);
});

it('shared files keep their names and bytes, whatever they are named, until they are taken', async () => {
  const names = ['Ferry Nan.md', '..', '.', '', '../../x', 'a/b?c#d.md', '%2e%2e', '🐉', 'Ferry Nan.md'];
  expect(await keepSharedFiles(names.map((name, i) => new File([`text ${i}`], name)))).toBe(true);
  const kept = await peekSharedFiles();
  expect(await Promise.all(kept.map((file) => file.text()))).toEqual(names.map((_, i) => `text ${i}`));
  expect(kept.map(({ name }) => name)).toEqual(names.map((name) => (/^\.*$/.test(name) ? 'file' : name)));
  expect(await takeSharedFiles()).toHaveLength(names.length);
  expect(await peekSharedFiles()).toEqual([]);
});

it('of files that do not fit none is kept: some of them would look like all', async () => {
  stubCaches(2);
  const files = ['one', 'two', 'three'].map((name) => new File([name], name));
  expect(await keepSharedFiles(files.slice(0, 2))).toBe(true);
  expect(await keepSharedFiles(files)).toBe(false);
  expect(await peekSharedFiles()).toEqual([]);
});

it('too many or too large files are refused, and what was kept before stays', async () => {
  expect(await keepSharedFiles([new File(['first'], 'first.md')])).toBe(true);
  const large = Object.defineProperty(new File([], 'large.zip'), 'size', { value: 401_000_000 });
  expect(await keepSharedFiles([large])).toBe(false);
  expect(await keepSharedFiles(Array.from({ length: 2001 }, (_, i) => new File(['x'], `${i}.md`)))).toBe(false);
  expect((await peekSharedFiles()).map(({ name }) => name)).toEqual(['first.md']);
});
