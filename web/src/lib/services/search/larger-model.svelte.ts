// The larger search model of this device, one for all campaigns: fetched once the person agrees, and run in a worker.
// Search works without it; it adds vectors under its own name.
import { withTimeout } from '#lib/device/timers.ts';
import type { OfferedModel, QueryVector, VectorCache } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { modelCache, runtimeFiles } from '#lib/services/models/model-store.ts';
import { ModelOnDevice } from '#lib/services/models/model-on-device.svelte.ts';
import { m } from '#messages';
import type { ReadingModel } from './model-reader.ts';
import { SentenceWorker, type Vectors } from './sentence-worker.ts';
import { deleteVectors, vectorCache } from './vector-cache.ts';

/** Longest wait for the vector of a query, ms: after that the other results answer without it. */
export const QUERY_MS = 1500;

export class LargerModel extends ModelOnDevice implements ReadingModel {
  #worker: SentenceWorker | null = null;

  constructor(db: DeviceDatabase) {
    super(db, 'model', 'sentence');
  }

  protected unload(): void {
    this.#worker?.stop();
    this.#worker = null;
  }

  protected override forget(model: OfferedModel): Promise<void> {
    return deleteVectors(this.db, model.id);
  }

  protected async load(model: OfferedModel): Promise<void> {
    if (this.#worker) return;
    this.phase = 'loading';
    const runtime = await runtimeFiles();
    const worker = new SentenceWorker((detail) => this.#onFailed(worker, detail));
    this.#worker = worker;
    const { id, dtype, pooling, queryPrefix } = model;
    const request = { model: { id, dtype, pooling, queryPrefix }, cache: modelCache(id), runtime };
    // A failure is told by `#onFailed`.
    const isLoaded = await worker.load(request).then(
      () => true,
      () => false,
    );
    if (isLoaded && this.#worker === worker) this.phase = 'ready';
  }

  #onFailed(worker: SentenceWorker, detail: string): void {
    if (this.#worker !== worker) return;
    this.unload();
    this.phase = 'failed';
    this.problem = m.services_search_largerModel_this_browser_couldnt_run_the();
    console.warn('the larger model failed', detail);
  }

  #request(texts: readonly string[], isQuery: boolean): Promise<Vectors> {
    if (!this.#worker || this.phase !== 'ready') return Promise.reject(new Error('no model is ready'));
    return this.#worker.embed(texts, isQuery);
  }

  get id(): string {
    return this.chosen?.id ?? '';
  }

  embed(texts: readonly string[]): Promise<Vectors> {
    return this.#request(texts, false);
  }

  /** The vector of a query, for the search; empty when no model is ready or it takes too long. */
  async vectorsOf(text: string): Promise<QueryVector[]> {
    if (this.phase !== 'ready') return [];
    const vectors = await withTimeout(this.#request([text], true), QUERY_MS, null);
    const vector = vectors?.[0];
    return vector ? [{ model: this.id, vector }] : [];
  }

  /** The vectors of the chosen model that this device computed earlier. */
  cache(): VectorCache {
    return vectorCache(this.db, this.id);
  }
}
