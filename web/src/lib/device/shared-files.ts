// Files that came from outside the app (share sheet, "open with"), until the GM decides where they go. The service
// worker or a page puts them into a cache of their own; the import page takes them out once.

/** The search of the import page's address when a share was not kept. */
export const NOT_KEPT = '?not-kept';

/** The cache that the service worker fills. Never rename it: a new page may meet an old service worker. */
export const SHARED_CACHE = 'emberkeep-shared';

/**
 * Whether a page of another site posted the form, as far as it tells: the system's share sheet has no address. What a
 * page without one posts waits like any shared file until the GM chooses a campaign and has seen what is in it.
 */
export const isFromOtherSite = (referrer: string, ownOrigin: string): boolean =>
  /^https?:/.test(referrer) && new URL(referrer).origin !== ownOrigin;

/** Most that is kept of one share, in files and in bytes: more would fill the device before anyone has chosen it. */
const MOST_FILES = 2000;
const MOST_BYTES = 400_000_000;

/** An address drops a last part of dots, and two such files would be one. */
const keyOf = (i: number, name: string): string =>
  `/shared/${i}/${encodeURIComponent(/^\.*$/.test(name) ? 'file' : name)}`;
const nameIn = (url: string): string => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? 'file');

/**
 * Keeps files until they are taken, in place of those kept before. False when they are too many or too large, or the
 * browser cannot store them all; then none is kept, because some of them would look like all.
 */
export const keepSharedFiles = async (files: readonly File[]): Promise<boolean> => {
  if (files.length > MOST_FILES || files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return false;
  try {
    await caches.delete(SHARED_CACHE);
    const cache = await caches.open(SHARED_CACHE);
    for (const [i, file] of files.entries()) {
      const headers = { 'content-type': file.type || 'application/octet-stream' };
      await cache.put(keyOf(i, file.name), new Response(file, { headers }));
    }
    return true;
  } catch {
    // What stays of them is deleted before the next files are kept.
    await caches.delete(SHARED_CACHE).catch(() => false);
    return false;
  }
};

const fileAt = async (cache: Cache, request: Request): Promise<File> => {
  const response = await cache.match(request);
  const bytes = (await response?.blob()) ?? new Blob();
  return new File([bytes], nameIn(request.url), { type: response?.headers.get('content-type') ?? '' });
};

/** The kept files; they stay. Empty where the cache cannot be read. */
export const peekSharedFiles = async (): Promise<File[]> => {
  try {
    const cache = await caches.open(SHARED_CACHE);
    const requests = await cache.keys();
    return await Promise.all(requests.map((request) => fileAt(cache, request)));
  } catch {
    return [];
  }
};

/** The kept files, which are then removed. */
export const takeSharedFiles = async (): Promise<File[]> => {
  const files = await peekSharedFiles();
  // What stays is deleted before the next files are kept.
  await caches.delete(SHARED_CACHE).catch(() => false);
  return files;
};
