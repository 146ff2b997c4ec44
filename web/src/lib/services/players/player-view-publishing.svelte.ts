// Starts the publisher of the player view if the campaign is open to players, and restarts it after a change of the
// relay. Its code is loaded only then.
import type { PlayerView } from '@emberkeep/domain';
import { campaignOf, type BodySnapshots, type CampaignDocs } from '@emberkeep/store';
import type { Membership } from '#lib/device/membership.svelte.ts';
import type { DerivedReader } from '#lib/services/derived/derived-reader.ts';
import type { PlayerViewPublisher } from './view-publisher.ts';

export interface PublishingDeps {
  docs: CampaignDocs;
  membership: Membership;
  derived: DerivedReader;
  snapshots: BodySnapshots;
  /** This device holds every document that the relay has. */
  isComplete(): boolean;
  /** Every open document has every change that the relay has. */
  isSettled(): boolean;
  /** The relay has a player view already. */
  hasPlayerView(): boolean;
}

export class PlayerViewPublishing {
  /** What the relay shows players, as this device last saw it; undefined before it looked. */
  published: PlayerView | null | undefined = $state.raw(undefined);
  #publisher: Promise<PlayerViewPublisher> | null = null;

  constructor(private readonly deps: PublishingDeps) {}

  /** Call when something that players see may have changed, and when this device has become complete. */
  wake(): void {
    const { docs, membership, isComplete, hasPlayerView } = this.deps;
    if (!membership.entry.token || !isComplete()) return;
    if (!this.#publisher && (campaignOf(docs)?.isOpenToPlayers || hasPlayerView())) {
      this.#publisher = this.#start(membership.entry.token);
      // Its code could not be loaded: the next change of the status tries again.
      this.#publisher.catch(() => (this.#publisher = null));
    }
    void this.#publisher?.then(
      (publisher) => publisher.wake(),
      () => undefined, // Handled above.
    );
  }

  async #start(token: string): Promise<PlayerViewPublisher> {
    const { docs, membership, derived, snapshots, isComplete, isSettled } = this.deps;
    const { PlayerViewPublisher: Publisher } = await import('./view-publisher.ts');
    return new Publisher({
      docs,
      token,
      relay: membership.relay,
      snapshots,
      isComplete: () => isComplete() && isSettled(),
      eventsOf: (sessionId) => derived.eventsOf(sessionId),
      onPublished: (view) => (this.published = view),
    });
  }

  stop(): void {
    void this.#publisher?.then(
      (publisher) => publisher.stop(),
      () => undefined, // Its code could not be loaded: nothing runs.
    );
    this.#publisher = null;
  }
}
