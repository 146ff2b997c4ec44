// A half-written log entry of one session. The words, who took part, the clock and the goal are the same whichever type
// is chosen, so a GM who sees that the type is wrong keeps them; what only one type asks for is kept for that type.
import { CLOCK, GOAL, isGoalEvent, type EventType, type Goal } from '@emberkeep/domain';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import type { Draft } from '#lib/device/drafts.svelte.ts';

const SHARED = ['words', 'character', 'other', 'clock', 'goal', 'secret'] as const;

/** The fields that hold the id of something of the campaign. */
export type EventChoice = 'character' | 'clock' | 'goal';

export class EventDraft {
  readonly #campaign: OpenCampaign;
  readonly #room: string;

  /** `room`: the session's document. */
  constructor(campaign: OpenCampaign, room: string) {
    this.#campaign = campaign;
    this.#room = room;
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

  /** What can be chosen: the player characters, the clocks, the goals that are active. */
  choices(name: EventChoice): readonly { id: string; name: string }[] {
    const { live } = this.#campaign;
    if (name === 'character') return live.entities.filter((e) => e.entityType === 'pc');
    return name === 'clock' ? live.list(CLOCK) : this.#activeGoals();
  }

  /** Id of what was chosen; empty where nothing was, or where it was deleted since. */
  chosen(name: EventChoice): string {
    const { text } = this.field(name);
    return this.choices(name).some(({ id }) => id === text) ? text : '';
  }

  /** True where the entry is about a goal that players do not know: what happens to it is the GM's. */
  isOfHiddenGoal(type: EventType): boolean {
    const { text } = this.field('goal');
    return isGoalEvent(type.type) && this.#activeGoals().some(({ id, isKnown }) => id === text && !isKnown);
  }

  /** True when an entry of this type would be made of something that was typed or chosen. */
  isStarted(type: EventType): boolean {
    return this.#of(type).some((draft) => draft.text !== '');
  }

  /** Forgets the entry: it is logged, or discarded. */
  clear(type: EventType): void {
    this.#of(type).forEach((draft) => draft.clear());
  }

  #draft(field: string): Draft {
    return this.#campaign.draft(`${this.#room}/event/${field}`);
  }

  #activeGoals(): Goal[] {
    return this.#campaign.live.list(GOAL).filter((goal) => goal.status === 'active');
  }

  #of(type: EventType): Draft[] {
    return [...SHARED.map((name) => this.field(name)), ...type.details.map(({ key }) => this.detail(type, key))];
  }
}
