// Lets sentence models read the campaign while the app is idle: newest first, a few passages at a time, in one tab, and
// never while a session is played.
import { embedNext, sentenceOf, type QueryVector, type VectorCache } from '@emberkeep/search';
import type { CampaignIndex } from './campaign-index.svelte.ts';

/** Between two batches, ms, so that the tablet can do other work. */
const BATCH_PAUSE_MS = 60;
/** How soon it looks for new passages once all are read, ms. */
const LOOK_AGAIN_MS = 5000;
/** How soon it checks again whether it may read, ms. */
const WAIT_MS = 1000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the browser is idle, or after 2 seconds. */
const whenIdle = (): Promise<void> =>
  new Promise((resolve) =>
    'requestIdleCallback' in window
      ? window.requestIdleCallback(() => resolve(), { timeout: 2000 })
      : setTimeout(resolve, 20),
  );

/** A sentence model, as the reader and queries use it. */
export interface ReadingModel {
  readonly id: string;
  /** One that is `ready` or `resting` can read. */
  readonly phase: string;
  /** Wakes a model that rests. */
  embed(texts: readonly string[]): Promise<(Float32Array | null)[]>;
  /** Empty where the model is not ready or takes too long. */
  vectorsOf(text: string): Promise<QueryVector[]>;
  /** The vectors that this device computed earlier. */
  cache(): VectorCache;
}

export class ModelReader {
  #stopped = false;
  /** Passages that a model could not read, by model. */
  readonly #skip = new Map<string, Set<string>>();

  constructor(
    readonly index: CampaignIndex,
    readonly models: readonly ReadingModel[],
    readonly isPlaying: () => boolean,
  ) {
    index.vectorsOf = async (typed) => {
      const sentence = sentenceOf(typed);
      return (await Promise.all(models.map((model) => model.vectorsOf(sentence)))).flat();
    };
    // One tab reads. Browsers without Web Locks read in every tab, with the same vectors as the result.
    const reading =
      'locks' in navigator
        ? navigator.locks.request(`emberkeep:read:${index.docs.campaignId}`, () => this.#run())
        : this.#run();
    // Without vectors search goes on by words.
    void Promise.resolve(reading).catch((error: unknown) => console.warn('reading has stopped', error));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) await sleep(await this.#step());
  }

  /** Reads one batch if that is possible now; gives how long to wait before the next step, ms. */
  async #step(): Promise<number> {
    const { connection } = this.index;
    const ready = this.models.filter(({ phase }) => phase === 'ready' || phase === 'resting');
    if (!connection || ready.length === 0 || this.isPlaying() || document.hidden) return WAIT_MS;
    try {
      await whenIdle();
      for (const model of ready) {
        const { fromCache, embedded } = await embedNext(connection, model, model.cache(), this.#skipOf(model));
        if (embedded > 0) return BATCH_PAUSE_MS;
        if (fromCache > 0) return 0;
      }
      return LOOK_AGAIN_MS;
    } catch (error) {
      // The index was replaced or a model was deleted meanwhile: the next step finds out.
      console.warn('reading was interrupted', error);
      return LOOK_AGAIN_MS;
    }
  }

  #skipOf({ id }: ReadingModel): Set<string> {
    const skip = this.#skip.get(id) ?? new Set();
    this.#skip.set(id, skip);
    return skip;
  }

  stop(): void {
    this.#stopped = true;
  }
}
