// One thing that logged events do in the ledger, and how it follows its event (event-effects.ts).
import type { TimelineEvent } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { StoredKind } from '../changes.ts';

/** What an event did, as stored in a group of a record of the ledger. */
export type EffectValue = Readonly<Record<string, unknown>>;

/** An event as it is now; `stands` is false while it is deleted. */
export interface EventNow {
  event: TimelineEvent;
  stands: boolean;
}

export interface EventEffect {
  readonly kind: StoredKind;
  /** The group. */
  readonly field: string;
  /** The record; null where the event does nothing there. */
  recordOf(event: TimelineEvent): string | null;
  /** The member of the group. It follows from the event's id, so two devices that write it write one. */
  memberOf(event: TimelineEvent): string;
  /** What of its event a value counts, null where it is taken back: versions that know nothing of this write it too. */
  countedIn(value: EffectValue | null): string;
  /**
   * What follows from the event, where it differs from `value`, and null where nothing does. `isThere`: the value stands;
   * otherwise it is what was taken back. A value that becomes null is kept for when the event is restored.
   */
  follow(docs: CampaignDocs, value: EffectValue, isThere: boolean, now: EventNow): { value: EffectValue | null } | null;
  /** Sets what follows from all effects in a record, after one of them changed here or came from elsewhere. */
  settle?(docs: CampaignDocs, recordId: string): void;
}
