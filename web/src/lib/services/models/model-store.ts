// Owns the files of models on this device: which are offered, fetching one in pieces that outlive a reload, deleting.
// Nothing is fetched from another host unless the person pressed the button that names it.
import { HUB_MODELS, modelBytes, readOffers, type OfferedModel, type RuntimeFiles } from '@emberkeep/search';

/** Fetched at a time; a break loses no more than this. */
const PIECE = 2_000_000;
/** The cache that a model's files lie in. */
export const modelCache = (id: string): string => `emberkeep-model-${id}`;

/** What the operator's server has, then what the hub has. */
export const offeredModels = async (): Promise<OfferedModel[]> => {
  const own = await fetch('/models/index.json')
    .then((r) => (r.ok && r.headers.get('content-type')?.includes('json') ? r.json() : []))
    .then(readOffers)
    .catch(() => []);
  return [...own, ...HUB_MODELS.filter((m) => !own.some((o) => o.id === m.id))];
};

/** Runtime files beside the model's own, so that it runs in airplane mode. */
export const runtimeFiles = async (): Promise<RuntimeFiles> =>
  (await import('@emberkeep/search/runtime-files')).RUNTIME_FILES;

/** Keeps the runtime of this version of the app beside a model; after an update its files have other names. Rejects without a network. */
export const keepRuntime = async (id: string): Promise<void> => {
  const cache = await caches.open(modelCache(id));
  const wanted = await runtimeFiles();
  for (const url of wanted) {
    if (await cache.match(url)) continue;
    const response = await fetch(`${url}?fetch`);
    if (!response.ok) throw new Error(`a file of the runtime is not here (${response.status})`);
    await cache.put(url, response);
  }
  // The runtime of versions before, once this one is whole.
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith('/models/') && !wanted.some((url) => new URL(url, location.href).pathname === pathname))
      await cache.delete(request);
  }
};

export type FetchEnd = 'done' | 'paused' | 'full' | 'failed';

const fetchOne = async (
  cache: Cache,
  key: string,
  url: string,
  expected: number,
  isPaused: () => boolean,
  onBytes: (bytes: number) => void,
): Promise<FetchEnd> => {
  if (await cache.match(key)) {
    onBytes(expected);
    return 'done';
  }
  const pieces: Blob[] = [];
  let have = 0;
  for (;;) {
    const part = `${key}?piece=${pieces.length}`;
    const kept = await cache.match(part);
    if (kept) {
      const blob = await kept.blob();
      pieces.push(blob);
      onBytes((have += blob.size));
      if (blob.size < PIECE) break;
      continue;
    }
    if (isPaused()) return 'paused';
    const response = await fetch(url.startsWith('/') ? `${url}?fetch` : url, {
      headers: { range: `bytes=${have}-${have + PIECE - 1}` },
    });
    // Asked for what lies behind the end: the file is whole.
    if (response.status === 416) break;
    if (!response.ok) return 'failed';
    const blob = await response.blob();
    if (response.status !== 206) {
      // A server that knows no ranges sent all of it.
      pieces.splice(0, pieces.length, blob);
      onBytes(blob.size);
      break;
    }
    await cache.put(part, new Response(blob));
    pieces.push(blob);
    onBytes((have += blob.size));
    if (blob.size < PIECE) break;
  }
  await cache.put(key, new Response(new Blob(pieces)));
  for (let i = 0; i < pieces.length; i++) await cache.delete(`${key}?piece=${i}`);
  return 'done';
};

/** Fetches a model; goes on where it was left. `onProgress` gets 0 to 1. */
export const fetchModelFiles = async (
  model: OfferedModel,
  isPaused: () => boolean,
  onProgress: (share: number) => void,
): Promise<FetchEnd> => {
  const total = modelBytes(model);
  try {
    const free = await navigator.storage?.estimate?.();
    // Pieces and the whole lie side by side for a moment.
    if (free?.quota !== undefined && free.quota - (free.usage ?? 0) < total * 2) return 'full';
    const cache = await caches.open(modelCache(model.id));
    let before = 0;
    for (const { path, bytes } of model.files) {
      const end = await fetchOne(cache, `/models/${model.id}/${path}`, model.from + path, bytes, isPaused, (done) =>
        onProgress(Math.min(1, (before + Math.min(done, bytes)) / total)),
      );
      if (end !== 'done') return end;
      before += bytes;
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
  for (const { path } of model.files) if (!(await cache.match(`/models/${model.id}/${path}`))) return false;
  return true;
};

export const deleteModelFiles = (id: string): Promise<boolean> => caches.delete(modelCache(id));
