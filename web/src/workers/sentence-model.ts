// Worker that runs a sentence model. Receives which model to load, then numbered texts; posts numbered vectors or a
// failure. A larger model's files come from the cache that the page filled, the shipped model's from the app.
import { loadSentenceModel } from '@emberkeep/search/sentence-model';
import type { SentenceReply, SentenceRequest } from '../lib/services/search/sentence-worker.ts';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<SentenceRequest>) => void) | null;
  postMessage(message: SentenceReply): void;
}; // The DOM and worker typings cannot be loaded together.

type FileReader = (path: string) => Promise<Response | undefined>;

const fileReader = async (id: string, cache: string | null): Promise<FileReader> => {
  const store = cache === null ? null : await caches.open(cache);
  return async (path) => {
    const url = `/models/${id}/${path}`;
    if (store) return store.match(url);
    const response = await fetch(url);
    // A server that has no such file may answer with the app's page.
    return response.ok && !response.headers.get('content-type')?.includes('html') ? response : undefined;
  };
};

type LoadedModel = Awaited<ReturnType<typeof loadSentenceModel>>;

const untilNextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** One text at a time, which needs the least memory; a query that arrives meanwhile waits for one text only. */
const embedEach = async (model: LoadedModel, texts: readonly string[]): Promise<(Float32Array | null)[]> => {
  const vectors: (Float32Array | null)[] = [];
  for (const text of texts) {
    vectors.push(...(await model.embed([text])));
    await untilNextTask();
  }
  return vectors;
};

let loaded: Promise<LoadedModel> | null = null;
scope.onmessage = ({ data }) => {
  if (data.type === 'load') {
    const { model, cache, runtime } = data;
    loaded = fileReader(model.id, cache).then((file) => loadSentenceModel(model, file, runtime));
    loaded.then(
      () => scope.postMessage({ type: 'loaded' }),
      (error: unknown) => scope.postMessage({ type: 'failed', detail: String(error) }),
    );
    return;
  }
  const { n, texts, isQuery } = data;
  const answer = loaded?.then((model) =>
    isQuery ? model.embedQuery(texts[0] ?? '').then((v) => [v]) : embedEach(model, texts),
  );
  (answer ?? Promise.reject(new Error('no model'))).then(
    (vectors) => scope.postMessage({ type: 'vectors', n, vectors }),
    (error: unknown) => scope.postMessage({ type: 'failed', n, detail: String(error) }),
  );
};
