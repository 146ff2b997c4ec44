// The files of models on this device: which models are offered, fetching one, deleting one. They come from the app's own
// server and from no other host.
import { isFromOwnServer, modelBytes, readOffers, type OfferedModel, type RuntimeFiles } from '@emberkeep/search';
import { fetchFile, type FetchEnd } from './fetch-file.ts';

export type { FetchEnd } from './fetch-file.ts';

/** The name of the cache that holds a model's files. */
export const modelCache = (id: string): string => `emberkeep-model-${id}`;

const fileKey = (id: string, path: string): string => `/models/${id}/${path}`;

/** The models on the operator's server; none where it offers none or does not answer. */
export const offeredModels = (): Promise<OfferedModel[]> =>
  fetch('/models/index.json')
    .then((r) => (r.ok && r.headers.get('content-type')?.includes('json') ? r.json() : []))
    .then(readOffers)
    .catch(() => []);

/** The URLs of the runtime that models run on. */
export const runtimeFiles = async (): Promise<RuntimeFiles> =>
  (await import('@emberkeep/search/runtime-files')).RUNTIME_FILES;

/**
 * Caches the runtime of this version of the app beside a model, so that the model runs without a network. An update
 * gives these files other names, so this is repeated at every start. Rejects without a network.
 */
export const keepRuntime = async (id: string): Promise<void> => {
  const cache = await caches.open(modelCache(id));
  const wanted = await runtimeFiles();
  for (const url of wanted) {
    if (await cache.match(url)) continue;
    const response = await fetch(`${url}?fetch`);
    if (!response.ok) throw new Error(`a runtime file could not be fetched (${response.status})`);
    await cache.put(url, response);
  }
  // Only once this runtime is complete: until then an older one may still be of use.
  await deleteOldRuntimes(cache, wanted);
};

const deleteOldRuntimes = async (cache: Cache, wanted: RuntimeFiles): Promise<void> => {
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith('/models/') && !wanted.some((url) => new URL(url, location.href).pathname === pathname))
      await cache.delete(request);
  }
};

/** True when the device has too little free storage; a browser that does not tell counts as having enough. */
const isStorageShort = async (model: OfferedModel): Promise<boolean> => {
  const free = await navigator.storage?.estimate?.();
  // The pieces of a file and the whole file are both stored for a moment.
  return free?.quota !== undefined && free.quota - (free.usage ?? 0) < modelBytes(model) * 2;
};

/** Fetches a model, going on where an earlier fetch stopped. `onProgress` is given a share from 0 to 1. */
export const fetchModelFiles = async (
  model: OfferedModel,
  isPaused: () => boolean,
  onProgress: (share: number) => void,
): Promise<FetchEnd> => {
  const totalBytes = modelBytes(model);
  if (!isFromOwnServer(model)) return 'failed';
  try {
    if (await isStorageShort(model)) return 'full';
    const cache = await caches.open(modelCache(model.id));
    let bytesBefore = 0;
    for (const { path, bytes } of model.files) {
      const end = await fetchFile({
        cache,
        key: fileKey(model.id, path),
        url: model.from + path,
        expectedBytes: bytes,
        isPaused,
        onBytes: (done) => onProgress(Math.min(1, (bytesBefore + Math.min(done, bytes)) / totalBytes)),
      });
      if (end !== 'done') return end;
      bytesBefore += bytes;
    }
    await keepRuntime(model.id);
    onProgress(1);
    return 'done';
  } catch (error) {
    return (error as Error).name === 'QuotaExceededError' ? 'full' : isPaused() ? 'paused' : 'failed';
  }
};

export const isModelHere = async (model: OfferedModel): Promise<boolean> => {
  if (!('caches' in globalThis) || !(await caches.has(modelCache(model.id)))) return false;
  const cache = await caches.open(modelCache(model.id));
  for (const { path } of model.files) if (!(await cache.match(fileKey(model.id, path)))) return false;
  return true;
};

export const deleteModelFiles = (id: string): Promise<boolean> => caches.delete(modelCache(id));
