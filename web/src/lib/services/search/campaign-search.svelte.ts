// The search index of an open campaign: loaded when somebody searches or when the app has been at rest for a while.
import type { BodySnapshots, CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import { later } from '#lib/device/timers.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';

/** The app is at rest this long after a campaign's page is drawn, ms. */
const REST_MS = 4000;

export class CampaignSearch {
  /** Null until somebody asked for it or the app came to rest. */
  index: CampaignIndex | null = $state.raw(null);
  #loading: Promise<CampaignIndex> | null = null;

  constructor(
    private readonly docs: CampaignDocs,
    private readonly db: DeviceDatabase,
    private readonly snapshots: BodySnapshots,
  ) {}

  /** The index, started. Rejects where its code cannot be loaded; the next call tries again. */
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

  /** Starts the index once the app is at rest; gives what calls it off. */
  openAtRest(): () => void {
    // Code that is out of reach is asked for again when somebody searches.
    const open = (): void => void this.open().catch(() => undefined);
    return later(REST_MS, () =>
      'requestIdleCallback' in window ? window.requestIdleCallback(open, { timeout: 10_000 }) : open(),
    );
  }

  stop(): void {
    void this.#loading?.then(
      (index) => index.stop(),
      () => undefined,
    );
  }
}
