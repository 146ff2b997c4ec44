// Worker that runs a larger sentence model. Receives which model to load, then numbered texts; posts numbered vectors
// or a failure. The model's files come from the cache that the page filled.
import { loadSentenceModel, type SentenceModel } from '@emberkeep/search/sentence-model';
import type { RuntimeFiles } from '@emberkeep/search';

type Request =
  | { type: 'load'; model: SentenceModel; cache: string; runtime: RuntimeFiles }
  | { type: 'embed'; n: number; texts: string[]; isQuery: boolean };
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: unknown): void;
}; // The DOM and worker typings cannot be loaded together.

let loaded: ReturnType<typeof loadSentenceModel> | null = null;
scope.onmessage = ({ data }) => {
  if (data.type === 'load') {
    const { model, cache, runtime } = data;
    loaded = caches
      .open(cache)
      .then((store) => loadSentenceModel(model, (path) => store.match(`/models/${model.id}/${path}`), runtime));
    loaded.then(
      () => scope.postMessage({ type: 'loaded' }),
      (error: unknown) => scope.postMessage({ type: 'failed', detail: String(error) }),
    );
    return;
  }
  const { n, texts, isQuery } = data;
  const answer = loaded?.then((model) =>
    isQuery ? model.embedQuery(texts[0] ?? '').then((v) => [v]) : model.embed(texts),
  );
  (answer ?? Promise.reject(new Error('no model'))).then(
    (vectors) => scope.postMessage({ type: 'vectors', n, vectors }),
    (error: unknown) => scope.postMessage({ type: 'failed', n, detail: String(error) }),
  );
};
