// Keeps the files of search on this device: fetched while the app is idle, from the list that the build wrote, into a
// cache that the service worker answers from. The sentence model comes after the index, which finds words without it.

interface Pack {
  /** The cache's name; each build has its own. */
  name: string;
  /** What the index needs. */
  index: PackFile[];
  /** What the sentence model needs. */
  meaning: PackFile[];
}

interface PackFile {
  url: string;
  bytes: number;
}

const PREFIX = 'emberkeep-search-';

/** The pack of this build; null on the dev server, which has none. */
export const readPack = async (): Promise<Pack | null> => {
  const response = await fetch('/search-pack.json');
  const isThere = response.ok && response.headers.get('content-type')?.includes('json');
  return isThere ? ((await response.json()) as Pack) : null;
};

const keepFile = async (cache: Cache, url: string): Promise<void> => {
  if (await cache.match(url)) return;
  // `?fetch` bypasses the service worker: it could not be replaced by a new version while megabytes go through it.
  const response = await fetch(`${url}?fetch`);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  await cache.put(url, response);
};

const deleteOtherPacks = async (name: string): Promise<void> => {
  for (const key of await caches.keys()) if (key.startsWith(PREFIX) && key !== name) await caches.delete(key);
};

const isComplete = async (cache: Cache, { index, meaning }: Pack): Promise<boolean> => {
  for (const { url } of [...index, ...meaning]) if (!(await cache.match(url))) return false;
  return true;
};

/** True once every file of search is on this device, or where this build has none; false where that cannot be told. */
export const isSearchKept = async (): Promise<boolean> => {
  if (!('caches' in globalThis)) return true;
  try {
    const pack = await readPack();
    return pack === null || (await isComplete(await caches.open(pack.name), pack));
  } catch {
    return false; // It cannot be told.
  }
};

/**
 * Fetches what is missing of one part; `onProgress` is given a share from 0 to 1. Rejects when a file cannot be
 * fetched.
 */
export const keepSearchPack = async (part: 'index' | 'meaning', onProgress: (share: number) => void): Promise<void> => {
  if (!('caches' in globalThis)) return;
  const pack = await readPack();
  if (!pack) return;
  const files = pack[part];
  const cache = await caches.open(pack.name);
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let bytesDone = 0;
  for (const { url, bytes } of files) {
    await keepFile(cache, url);
    onProgress((bytesDone += bytes) / totalBytes);
  }
  // Only once this pack is complete: until then an older version of the app may need its own.
  if (await isComplete(cache, pack)) await deleteOtherPacks(pack.name);
};
