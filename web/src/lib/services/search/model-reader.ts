// Lets the larger model read the campaign while the app is idle: newest first, a few passages at a time, in one tab,
// and never while a session is played.
import { embedNext } from '@emberkeep/search';
import type { CampaignIndex } from './campaign-index.svelte.ts';
import type { LargerModel } from './larger-model.svelte.ts';

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

export class ModelReader {
  #stopped = false;
  /** Passages that the model could not read. */
  readonly #skip = new Set<string>();

  constructor(
    readonly index: CampaignIndex,
    readonly model: LargerModel,
    readonly isPlaying: () => boolean,
  ) {
    index.vectorsOf = (text) => model.vectorsOf(text);
    // One tab reads. Browsers without Web Locks read in every tab, with the same vectors as the result.
    const reading =
      'locks' in navigator
        ? navigator.locks.request(`emberkeep:read:${index.docs.campaignId}`, () => this.#run())
        : this.#run();
    // Without vectors of the larger model, search ranks by those of the small one.
    void Promise.resolve(reading).catch((error: unknown) => console.warn('reading has stopped', error));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) await sleep(await this.#step());
  }

  /** Reads one batch if that is possible now; gives how long to wait before the next step, ms. */
  async #step(): Promise<number> {
    const { connection } = this.index;
    if (!connection || this.model.phase !== 'ready' || this.isPlaying() || document.hidden) return WAIT_MS;
    try {
      await whenIdle();
      const count = await embedNext(connection, this.model, this.model.cache(), this.#skip);
      return count === 0 ? LOOK_AGAIN_MS : BATCH_PAUSE_MS;
    } catch (error) {
      // The index was replaced or the model was deleted meanwhile: the next step finds out.
      console.warn('reading was interrupted', error);
      return LOOK_AGAIN_MS;
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}
