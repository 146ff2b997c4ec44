// The larger search model of this device, one for all campaigns: fetched once the person agrees, and run in a worker.
// Search works without it; it adds vectors under its own name.
import { withTimeout } from '#lib/device/timers.ts';
import type { OfferedModel, QueryVector, VectorCache } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { modelCache, runtimeFiles } from '#lib/services/models/model-store.ts';
import { ModelOnDevice } from '#lib/services/models/model-on-device.svelte.ts';
import { m } from '#messages';
import { PendingReplies } from './pending-replies.ts';
import { deleteVectors, vectorCache } from './vector-cache.ts';

/** Weight of this model's results when the lists of results are merged. */
const WEIGHT = 0.9;
/** Longest wait for the vector of a query, ms: after that the other results answer without it. */
const QUERY_MS = 1500;

/** A text that the model cannot read has no vector. */
type Vectors = (Float32Array | null)[];

/** What the worker reports. `n` numbers the request; a failure without one means that the model itself failed. */
type SentenceModelReply =
  | { type: 'loaded' }
  | { type: 'vectors'; n: number; vectors: Vectors }
  | { type: 'failed'; n?: number; detail: string };

export class LargerModel extends ModelOnDevice {
  #worker: Worker | null = null;
  readonly #requests = new PendingReplies<Vectors>();

  constructor(db: DeviceDatabase) {
    super(db, 'model', 'sentence');
  }

  protected unload(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  protected override forget(model: OfferedModel): Promise<void> {
    return deleteVectors(this.db, model.id);
  }

  protected async load(model: OfferedModel): Promise<void> {
    if (this.#worker) return;
    this.phase = 'loading';
    const runtime = await runtimeFiles();
    const worker = new Worker(new URL('../../../workers/sentence-model.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    await new Promise<void>((resolve) => {
      worker.onerror = (event) => {
        this.#onFailed(worker, event.message);
        resolve();
      };
      worker.onmessage = ({ data }: MessageEvent<SentenceModelReply>) => {
        this.#onReply(worker, data);
        // The model is loaded or has failed: either ends the loading.
        if (data.type !== 'vectors') resolve();
      };
      const { id, dtype, pooling, queryPrefix } = model;
      worker.postMessage({ type: 'load', model: { id, dtype, pooling, queryPrefix }, cache: modelCache(id), runtime });
    });
  }

  #onReply(worker: Worker, reply: SentenceModelReply): void {
    if (reply.type === 'loaded') this.phase = 'ready';
    else if (reply.type === 'vectors') this.#requests.resolve(reply.n, reply.vectors);
    else if (reply.n === undefined) this.#onFailed(worker, reply.detail);
    else this.#requests.reject(reply.n, new Error(reply.detail));
  }

  #onFailed(worker: Worker, detail: string): void {
    if (this.#worker !== worker) return;
    this.unload();
    this.phase = 'failed';
    this.problem = m.services_search_largerModel_this_browser_couldnt_run_the();
    console.warn('the larger model failed', detail);
    this.#requests.rejectAll(new Error(detail));
  }

  #request(texts: readonly string[], isQuery: boolean): Promise<Vectors> {
    if (!this.#worker || this.phase !== 'ready') return Promise.reject(new Error('no model is ready'));
    const { n, reply } = this.#requests.add();
    this.#worker.postMessage({ type: 'embed', n, texts, isQuery });
    return reply;
  }

  get id(): string {
    return this.chosen?.id ?? '';
  }

  embed(texts: readonly string[]): Promise<Vectors> {
    return texts.length === 0 ? Promise.resolve([]) : this.#request(texts, false);
  }

  /** The vector of a query, for the search; empty when no model is ready or it takes too long. */
  async vectorsOf(text: string): Promise<QueryVector[]> {
    if (this.phase !== 'ready') return [];
    const vectors = await withTimeout(this.#request([text], true), QUERY_MS, null);
    const vector = vectors?.[0];
    return vector ? [{ model: this.id, vector, weight: WEIGHT }] : [];
  }

  /** The vectors of the chosen model that this device computed earlier. */
  cache(): VectorCache {
    return vectorCache(this.db, this.id);
  }
}
