// The sentence model that ships with the app, one for all campaigns of this tab: its files are fetched at rest, and it
// runs in a worker, which is stopped while there is nothing to read. Without it search goes on by names and words.
import { SHIPPED_MODEL, type QueryVector, type RuntimeFiles, type VectorCache } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { later, withTimeout } from '#lib/device/timers.ts';
import { m } from '#messages';
import { runtimeFiles } from '#lib/services/models/model-store.ts';
import { meaningStarts } from './index-starts.ts';
import type { ReadingModel } from './model-reader.ts';
import { keepSearchPack } from './search-pack.ts';
import { SentenceWorker, type Vectors, type WorkerPort } from './sentence-worker.ts';
import { vectorCache } from './vector-cache.ts';

/** Longest wait for the vector of a query, ms: after that words answer without it. */
const QUERY_MS = 1500;
/** Longest wait for the model to start, ms: a worker that the system ended is silent. */
const START_MS = 120_000;
/** After so many queries in a row without a vector the model is off: each would make the GM wait. */
const UNANSWERED = 3;
/** As long as texts get: with it read once, the model has had all the memory that it needs. */
const LONGEST_TEXT = 'word '.repeat(120);
/** After so long without a text to read the worker is stopped, ms: it holds as much memory as the rest of the app. */
const REST_MS = 60_000;
/** Numbers of a vector. */
const DIMS = 512;
/** The model and its runtime take up to 180 MB; a device with this much memory or less needs it for the notes. GiB. */
const TOO_LITTLE_MEMORY = 1;

/** What the model needs of the browser; tests bring their own. */
export interface MeaningEnvironment {
  keepPack(): Promise<void>;
  runtime(): Promise<RuntimeFiles>;
  newWorker?: () => WorkerPort;
  /** The device's memory in GiB, rounded by the browser; undefined where it does not tell. */
  memory: number | undefined;
}

const browser = (): MeaningEnvironment => ({
  keepPack: () => keepSearchPack('meaning', () => undefined),
  runtime: runtimeFiles,
  memory: (navigator as { deviceMemory?: number }).deviceMemory, // reason: Chromium has it, the typings do not
});

export class ShippedMeaning implements ReadingModel {
  readonly id = SHIPPED_MODEL.id;
  /** `resting`: its worker is stopped until there is a text to read. */
  phase: 'off' | 'loading' | 'ready' | 'resting' | 'failed' = $state('off');
  /** Why it does not run, as shown to the GM. */
  problem = $state('');
  /** Called when it runs again after a rest: queries that were answered without it can be asked again. */
  onAwake: () => void = () => undefined;
  #worker: SentenceWorker | null = null;
  #loading: Promise<void> | null = null;
  #waking: Promise<void> | null = null;
  #cancelRest: () => void = () => undefined;
  /** Queries in a row that got no vector in time. */
  #unanswered = 0;

  constructor(
    private readonly db: DeviceDatabase,
    private readonly environment: MeaningEnvironment = browser(),
  ) {}

  /** Loads the model once; after a failure, only where `retry` is called. */
  start(): Promise<void> {
    return (this.#loading ??= this.#start());
  }

  retry(): Promise<void> {
    meaningStarts.end();
    this.#loading = null;
    return this.start();
  }

  async #start(): Promise<void> {
    const { keepPack, memory } = this.environment;
    if (memory !== undefined && memory <= TOO_LITTLE_MEMORY)
      return this.#fail(m.services_search_shippedMeaning_this_device_has_too_little());
    if (meaningStarts.areKilling())
      return this.#fail(m.services_search_shippedMeaning_emberkeep_was_closed_twice_while());
    this.phase = 'loading';
    this.problem = '';
    this.#unanswered = 0;
    try {
      await keepPack();
    } catch (error) {
      if (!navigator.onLine) window.addEventListener('online', () => void this.retry(), { once: true });
      return this.#fail(
        navigator.onLine
          ? m.services_search_shippedMeaning_its_files_could_not_be()
          : m.services_search_shippedMeaning_its_files_are_not_on(),
        error,
      );
    }
    await this.#run();
  }

  async #run(): Promise<void> {
    const { runtime, newWorker } = this.environment;
    meaningStarts.begin();
    const worker = new SentenceWorker((detail) => {
      if (this.#worker === worker) this.#fail(m.services_search_shippedMeaning_this_browser_could_not_start(), detail);
    }, newWorker);
    this.#worker = worker;
    const readFirst = async (): Promise<true> => {
      await worker.load({ model: SHIPPED_MODEL, cache: null, runtime: await runtime() });
      await worker.embed([LONGEST_TEXT]);
      return true;
    };
    try {
      const isReady = await withTimeout(readFirst(), START_MS, false);
      if (!isReady) this.#fail(m.services_search_shippedMeaning_it_does_not_answer());
      else if (this.#worker === worker) {
        this.phase = 'ready';
        this.#restLater();
      }
    } catch (error) {
      this.#fail(m.services_search_shippedMeaning_this_browser_could_not_start(), error);
    } finally {
      meaningStarts.end();
    }
  }

  #stopWorker(): void {
    this.#cancelRest();
    this.#worker?.stop();
    this.#worker = null;
  }

  #restLater(): void {
    this.#cancelRest();
    this.#cancelRest = later(REST_MS, () => {
      if (this.phase !== 'ready') return;
      this.#stopWorker();
      this.phase = 'resting';
    });
  }

  /** Resolves when a model that rests runs again, or could not be started; at once for any other. */
  async wake(): Promise<void> {
    if (this.phase !== 'resting') return;
    this.#waking ??= this.#run().finally(() => (this.#waking = null));
    await this.#waking;
  }

  #fail(problem: string, error: unknown = problem): void {
    this.#stopWorker();
    this.phase = 'failed';
    this.problem = problem;
    console.warn('the sentence model is off', error);
  }

  async embed(texts: readonly string[], isQuery = false): Promise<Vectors> {
    await this.wake();
    const worker = this.#worker;
    if (!worker) throw new Error('the sentence model is not ready');
    this.#cancelRest();
    try {
      return await worker.embed(texts, isQuery);
    } finally {
      if (worker === this.#worker) this.#restLater();
    }
  }

  /**
   * The vector of a query; empty until the model is ready, or where it takes too long. One that rests is woken, and
   * `onAwake` is called when the same query gets a vector.
   */
  async vectorsOf(text: string): Promise<QueryVector[]> {
    if (text.trim() === '') return [];
    if (this.phase === 'resting') void this.wake().then(() => this.phase === 'ready' && this.onAwake());
    if (this.phase !== 'ready') return [];
    // Words answer a query whose vector fails; three in a row turn the model off and say so.
    const vectors = await withTimeout(this.embed([text], true), QUERY_MS, null).catch(() => null);
    this.#unanswered = vectors ? 0 : this.#unanswered + 1;
    if (this.#unanswered >= UNANSWERED && this.phase === 'ready')
      this.#fail(m.services_search_shippedMeaning_it_does_not_answer());
    const vector = vectors?.[0];
    return vector ? [{ model: this.id, vector }] : [];
  }

  cache(): VectorCache {
    return vectorCache(this.db, this.id, DIMS);
  }
}
