// Owns keeping the files of search on this device: a pack beside the app's shell, fetched when the app is at rest. In: the
// list that the build wrote. Out: a cache that the service worker answers from.

interface Pack {
  name: string;
  files: { url: string; bytes: number }[];
}

const PREFIX = 'emberkeep-search-';

/** Fetches what is missing; `onProgress` gets 0 to 1. Rejects where a file is neither here nor on the network. */
export const keepSearchPack = async (onProgress: (share: number) => void): Promise<void> => {
  if (!('caches' in globalThis)) return;
  const response = await fetch('/search-pack.json');
  // The dev server has no pack: files come as they are asked for.
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return;
  const { name, files } = (await response.json()) as Pack;
  const cache = await caches.open(name);
  const total = files.reduce((n, f) => n + f.bytes, 0);
  let done = 0;
  for (const { url, bytes } of files) {
    if (!(await cache.match(url))) {
      // Past the service worker: it could not hand over to a new version while megabytes go through it.
      const file = await fetch(`${url}?fetch`);
      if (!file.ok) throw new Error(`${url} is not here (${file.status})`);
      await cache.put(url, file);
    }
    onProgress((done += bytes) / total);
  }
  // Packs of versions before, once this one is whole.
  for (const key of await caches.keys()) if (key.startsWith(PREFIX) && key !== name) await caches.delete(key);
};
