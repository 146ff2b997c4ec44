// Owns files that came from outside the app (share sheet, "open with") until the GM says where they go: kept by the service worker
// or a page in a cache of their own, taken out once.

/** The cache that the service worker fills; append-only name. */
export const SHARED_CACHE = 'emberkeep-shared';

const keyOf = (i: number, name: string): string => `/shared/${i}/${encodeURIComponent(name)}`;

/** Keeps files until they are taken. False where the browser has no place for them. */
export const keepShared = async (files: readonly File[]): Promise<boolean> => {
  try {
    await caches.delete(SHARED_CACHE);
    const cache = await caches.open(SHARED_CACHE);
    for (const [i, file] of files.entries())
      await cache.put(
        keyOf(i, file.name),
        new Response(file, { headers: { 'content-type': file.type || 'application/octet-stream' } }),
      );
    return true;
  } catch {
    return false;
  }
};

/** What was kept, without taking it out. */
export const lookShared = async (): Promise<File[]> => {
  try {
    const cache = await caches.open(SHARED_CACHE);
    return await Promise.all(
      (await cache.keys()).map(async (request) => {
        const response = await cache.match(request);
        const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? 'file');
        return new File([(await response?.blob()) ?? new Blob()], name, {
          type: response?.headers.get('content-type') ?? '',
        });
      }),
    );
  } catch {
    return [];
  }
};

/** What was kept; gone from there then. */
export const takeShared = async (): Promise<File[]> => {
  const files = await lookShared();
  await caches.delete(SHARED_CACHE).catch(() => false);
  return files;
};
