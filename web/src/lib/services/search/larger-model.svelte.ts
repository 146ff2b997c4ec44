// Owns the larger model of this device: offered, fetched on a yes, run in a worker, paused, deleted. One for all campaigns.
// Search works without it; what it adds are vectors under its own name.
import { withTimeout } from '#lib/device/timers.ts';
import type { OfferedModel, QueryVector, VectorCache } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { modelCache, runtimeFiles } from '#lib/services/models/model-store.ts';
import { ModelOnDevice } from '#lib/services/models/model-on-device.svelte.ts';

/** What a larger model's list weighs beside the words' one. */
const WEIGHT = 0.9;
/** A query waits no longer for its vector, ms: the other lists answer. */
const QUERY_MS = 1500;

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes, 0, 16), (b) => b.toString(16).padStart(2, '0')).join('');

export class LargerModel extends ModelOnDevice {
  #worker: Worker | null = null;
  #waiting = new Map<number, { resolve: (vectors: (Float32Array | null)[]) => void; reject: (error: Error) => void }>();
  #next = 0;

  constructor(db: DeviceDatabase) {
    super(db, 'model', 'sentence');
  }

  protected unload(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
  protected override async forget(model: OfferedModel): Promise<void> {
    await this.db.vectors
      .where('model')
      .equals(model.id)
      .delete()
      .catch(() => 0);
  }

  protected async load(model: OfferedModel): Promise<void> {
    if (this.#worker) return;
    this.phase = 'loading';
    const runtime = await runtimeFiles();
    const worker = new Worker(new URL('../../../workers/sentence-model.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    const failed = (detail: string): void => {
      if (this.#worker !== worker) return;
      worker.terminate();
      this.#worker = null;
      this.phase = 'failed';
      this.problem = 'This browser could not run it. Search goes on without it.';
      console.warn('the larger model failed', detail);
      for (const { reject } of this.#waiting.values()) reject(new Error(detail));
      this.#waiting.clear();
    };
    await new Promise<void>((resolve) => {
      worker.onerror = (event) => {
        failed(event.message);
        resolve();
      };
      worker.onmessage = ({
        data,
      }: MessageEvent<
        | { type: 'loaded' }
        | { type: 'vectors'; n: number; vectors: (Float32Array | null)[] }
        | { type: 'failed'; n?: number; detail: string }
      >) => {
        if (data.type === 'loaded') this.phase = 'ready';
        else if (data.type === 'vectors') this.#waiting.get(data.n)?.resolve(data.vectors);
        else if (data.n === undefined) failed(data.detail);
        else this.#waiting.get(data.n)?.reject(new Error(data.detail));
        if ('n' in data && data.n !== undefined) this.#waiting.delete(data.n);
        if (data.type !== 'vectors') resolve();
      };
      const { id, dtype, pooling, queryPrefix } = model;
      worker.postMessage({ type: 'load', model: { id, dtype, pooling, queryPrefix }, cache: modelCache(id), runtime });
    });
  }

  #ask(texts: readonly string[], isQuery: boolean): Promise<(Float32Array | null)[]> {
    if (!this.#worker || this.phase !== 'ready') return Promise.reject(new Error('no model is ready'));
    const n = (this.#next += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(n, { resolve, reject });
      this.#worker?.postMessage({ type: 'embed', n, texts, isQuery });
    });
  }

  get id(): string {
    return this.chosen?.id ?? '';
  }
  embed(texts: readonly string[]): Promise<(Float32Array | null)[]> {
    return texts.length === 0 ? Promise.resolve([]) : this.#ask(texts, false);
  }

  /** The vector of a query, for the search; none where no model is ready or it takes too long. */
  async vectorsOf(text: string): Promise<QueryVector[]> {
    if (this.phase !== 'ready') return [];
    const vectors = await withTimeout(this.#ask([text], true), QUERY_MS, null);
    const vector = vectors?.[0];
    return vector ? [{ model: this.id, vector, weight: WEIGHT }] : [];
  }

  /** Vectors of this device by hash of text: a rebuilt index has them at once. */
  cache(): VectorCache {
    const { db } = this;
    const model = this.id;
    return {
      hash: async (text) => hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
      read: async (hashes) => {
        const rows = await db.vectors.bulkGet(hashes.map((hash) => [model, hash] as [string, string])).catch(() => []);
        return new Map(rows.flatMap((row) => (row ? [[row.hash, new Float32Array(row.bytes)] as const] : [])));
      },
      write: async (vectors) =>
        void (await db.vectors
          .bulkPut([...vectors].map(([hash, vector]) => ({ model, hash, bytes: vector.slice().buffer as ArrayBuffer })))
          .catch(() => undefined)),
    };
  }
}
