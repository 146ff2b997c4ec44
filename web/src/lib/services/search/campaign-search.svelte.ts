// The search index of an open campaign. Its code is loaded for the first search, or once the app has been idle for a
// while.
import type { BodySnapshots, CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import { later } from '#lib/device/timers.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';

/** How long after a campaign's page is drawn the index starts on its own, ms. */
const REST_MS = 4000;

export class CampaignSearch {
  /** Null until the first search, or until the app was idle for a while. */
  index: CampaignIndex | null = $state.raw(null);
  #loading: Promise<CampaignIndex> | null = null;

  constructor(
    private readonly docs: CampaignDocs,
    private readonly db: DeviceDatabase,
    private readonly snapshots: BodySnapshots,
  ) {}

  /** The index, started. Rejects when its code cannot be loaded; the next call tries again. */
  async open(): Promise<CampaignIndex> {
    this.#loading ??= this.#load();
    const index = await this.#loading;
    void index.start();
    return index;
  }

  async #load(): Promise<CampaignIndex> {
    try {
      const { CampaignIndex: Index } = await import('./campaign-index.svelte.ts');
      return (this.index = new Index(this.docs, this.db, this.snapshots));
    } catch (error) {
      this.#loading = null;
      throw error;
    }
  }

  /** Starts the index once the app is idle; gives a function that cancels this. */
  openAtRest(): () => void {
    // Code that cannot be loaded now is loaded with the first search.
    const open = (): void => void this.open().catch(() => undefined);
    return later(REST_MS, () =>
      'requestIdleCallback' in window ? window.requestIdleCallback(open, { timeout: 10_000 }) : open(),
    );
  }

  stop(): void {
    void this.#loading?.then(
      (index) => index.stop(),
      () => undefined, // Its code could not be loaded: nothing runs.
    );
  }
}
