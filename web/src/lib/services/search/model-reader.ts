// Owns letting the larger model read the campaign in idle time: newest first, a few passages at a time, in one tab, never
// while a session is played.
import { readNext } from '@emberkeep/search';
import type { CampaignIndex } from './campaign-index.svelte.ts';
import type { LargerModel } from './larger-model.svelte.ts';

/** Between two batches, ms: the tablet has other things to do. */
const BREATH_MS = 60;
/** Looks again for new passages after this long, ms. */
const AGAIN_MS = 5000;

export class ModelReader {
  #stopped = false;

  constructor(
    readonly index: CampaignIndex,
    readonly model: LargerModel,
    readonly isAtTable: () => boolean,
  ) {
    index.vectorsOf = (text) => model.vectorsOf(text);
    // One tab reads; where locks are unknown each does, and the vectors are the same.
    if ('locks' in navigator)
      void navigator.locks.request(`emberkeep:read:${index.docs.campaignId}`, () => this.#run()).catch(() => undefined);
    else void this.#run();
  }

  async #run(): Promise<void> {
    const skip = new Set<string>();
    while (!this.#stopped) {
      const { connection } = this.index;
      const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      if (!connection || this.model.phase !== 'ready' || this.isAtTable() || document.hidden) {
        await rest(1000);
        continue;
      }
      try {
        await idle();
        const count = await readNext(connection, this.model, this.model.cache(), skip);
        await rest(count === 0 ? AGAIN_MS : BREATH_MS);
      } catch (error) {
        // The index moved or the model went: whatever it was, look again.
        console.warn('reading was interrupted', error);
        await rest(AGAIN_MS);
      }
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

const idle = (): Promise<void> =>
  new Promise((resolve) =>
    'requestIdleCallback' in window
      ? window.requestIdleCallback(() => resolve(), { timeout: 2000 })
      : setTimeout(resolve, 20),
  );
