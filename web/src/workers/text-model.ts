// Worker that runs a small text model. Receives which model to load, then numbered conversations; posts pieces of
// text, the end or a failure. The model's files come from the cache that the page filled.
import { loadTextModel, type SpokenMessage, type TextModel } from '@emberkeep/search/text-model';
import type { RuntimeFiles } from '@emberkeep/search';

type Request =
  | { type: 'load'; model: TextModel; cache: string; runtime: RuntimeFiles }
  | { type: 'generate'; n: number; messages: SpokenMessage[]; most: number }
  | { type: 'stop' };
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: unknown): void;
}; // The DOM and worker typings cannot be loaded together.

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
