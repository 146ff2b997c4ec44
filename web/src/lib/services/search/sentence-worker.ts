// A worker that runs one sentence model, as the page talks to it.
import type { RuntimeFiles, SentenceModel } from '@emberkeep/search';
import { PendingReplies } from './pending-replies.ts';

/** One for each text; a text that the model cannot read has no vector. */
export type Vectors = (Float32Array | null)[];

/** What the page asks. `cache` names the cache that has the model's files; null: they are fetched as the app's own. */
export type SentenceRequest =
  | { type: 'load'; model: SentenceModel; cache: string | null; runtime: RuntimeFiles }
  | { type: 'embed'; n: number; texts: readonly string[]; isQuery: boolean };

/** What the worker reports. `n` numbers the request; a failure without one means that the model itself failed. */
export type SentenceReply =
  | { type: 'loaded' }
  | { type: 'vectors'; n: number; vectors: Vectors }
  | { type: 'failed'; n?: number; detail: string };

/** The part of a Worker that is used; tests bring their own. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

const newWorker = (): WorkerPort =>
  new Worker(new URL('../../../workers/sentence-model.ts', import.meta.url), { type: 'module' });

export class SentenceWorker {
  readonly #requests = new PendingReplies<Vectors>();
  readonly #worker: WorkerPort;

  /** `onFailed`: the model stopped working after it was loaded. */
  constructor(
    private readonly onFailed: (detail: string) => void,
    create: () => WorkerPort = newWorker,
  ) {
    this.#worker = create();
  }

  /** Resolves when the model is loaded; rejects where it cannot be. */
  load(request: Omit<SentenceRequest & { type: 'load' }, 'type'>): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (detail: string): void => {
        reject(new Error(detail));
        this.#requests.rejectAll(new Error(detail));
        this.onFailed(detail);
      };
      this.#worker.onerror = (event) => fail(event.message);
      this.#worker.onmessage = ({ data }: MessageEvent<SentenceReply>) => {
        if (data.type === 'loaded') resolve();
        else if (data.type === 'vectors') this.#requests.resolve(data.n, data.vectors);
        else if (data.n === undefined) fail(data.detail);
        else this.#requests.reject(data.n, new Error(data.detail));
      };
      this.#post({ type: 'load', ...request });
    });
  }

  embed(texts: readonly string[], isQuery = false): Promise<Vectors> {
    if (texts.length === 0) return Promise.resolve([]);
    const { n, reply } = this.#requests.add();
    this.#post({ type: 'embed', n, texts, isQuery });
    return reply;
  }

  #post(request: SentenceRequest): void {
    this.#worker.postMessage(request);
  }

  stop(): void {
    this.#worker.terminate();
    this.#requests.rejectAll(new Error('the model was stopped'));
  }
}
