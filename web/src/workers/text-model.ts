// Owns running a small text model off the page's thread. In: which model, then talks by number. Out: pieces of text, the end, or why
// not. Its files come from the cache that the page filled.
import { loadTextModel, type SpokenMessage, type TextModel } from '@emberkeep/search/text-model';
import type { RuntimeFiles } from '@emberkeep/search';

type Asked =
  | { type: 'load'; model: TextModel; cache: string; runtime: RuntimeFiles }
  | { type: 'generate'; n: number; messages: SpokenMessage[]; most: number }
  | { type: 'stop' };
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(message: unknown): void;
}; // reason: the lib types of pages and workers do not mix

let loaded: ReturnType<typeof loadTextModel> | null = null;
scope.onmessage = ({ data }) => {
  if (data.type === 'load') {
    const { model, cache, runtime } = data;
    loaded = caches
      .open(cache)
      .then((store) => loadTextModel(model, (path) => store.match(`/models/${model.id}/${path}`), runtime));
    loaded.then(
      () => scope.postMessage({ type: 'loaded' }),
      (error: unknown) => scope.postMessage({ type: 'failed', detail: String(error) }),
    );
    return;
  }
  if (data.type === 'stop') return void loaded?.then((model) => model.stop());
  const { n, messages, most } = data;
  const answer = loaded?.then((model) =>
    model.generate(messages, most, (piece) => scope.postMessage({ type: 'piece', n, piece })),
  );
  (answer ?? Promise.reject(new Error('no model'))).then(
    (text) => scope.postMessage({ type: 'done', n, text }),
    (error: unknown) => scope.postMessage({ type: 'failed', n, detail: String(error) }),
  );
};
