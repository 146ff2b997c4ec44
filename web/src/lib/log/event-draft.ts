// A half-written log entry of one session. The words, who took part, the clock and the goal are the same whichever type
// is chosen, so a GM who sees that the type is wrong keeps them; what only one type asks for is kept for that type.
import type { EventType } from '@emberkeep/domain';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import type { Draft } from '#lib/device/drafts.svelte.ts';

const SHARED = ['words', 'character', 'other', 'clock', 'goal', 'secret'] as const;

export class EventDraft {
  readonly #draft: (field: string) => Draft;

  /** `room`: the session's document. */
  constructor(campaign: OpenCampaign, room: string) {
    this.#draft = (field) => campaign.draft(`${room}/event/${field}`);
  }

  /** The type whose form is open; empty when none is. */
  get type(): Draft {
    return this.#draft('type');
  }

  field(name: (typeof SHARED)[number]): Draft {
    return this.#draft(name);
  }

  detail(type: EventType, key: string): Draft {
    return this.#draft(`${type.type}/${key}`);
  }

  /** True when an entry of this type would be made of something that was typed or chosen. */
  isStarted(type: EventType): boolean {
    return this.#of(type).some((draft) => draft.text !== '');
  }

  /** Forgets the entry: it is logged, or discarded. */
  clear(type: EventType): void {
    this.#of(type).forEach((draft) => draft.clear());
  }

  #of(type: EventType): Draft[] {
    return [...SHARED.map((name) => this.field(name)), ...type.details.map(({ key }) => this.detail(type, key))];
  }
}
