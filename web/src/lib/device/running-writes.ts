// Writes of many steps to this device's campaigns: merges, restores and imports. Each finishes when the GM goes to another
// page of the app; before the page itself goes, the browser asks.

export class RunningWrites {
  readonly #running = new Map<string, Set<Promise<unknown>>>();

  /** Runs a write into a campaign. The campaign is not closed before it ends. */
  async run<T>(campaignId: string, write: () => Promise<T>): Promise<T> {
    if (this.#running.size === 0) window.addEventListener('beforeunload', askFirst);
    const writing = write();
    const own = this.#running.get(campaignId) ?? new Set();
    this.#running.set(campaignId, own.add(writing));
    try {
      return await writing;
    } finally {
      own.delete(writing);
      if (own.size === 0) this.#running.delete(campaignId);
      if (this.#running.size === 0) window.removeEventListener('beforeunload', askFirst);
    }
  }

  /** Resolves when no write into this campaign is running. A write that failed has ended too. */
  async whenDone(campaignId: string): Promise<void> {
    for (let own = this.#running.get(campaignId); own; own = this.#running.get(campaignId))
      await Promise.allSettled(own);
  }
}

const askFirst = (event: BeforeUnloadEvent): void => event.preventDefault();
