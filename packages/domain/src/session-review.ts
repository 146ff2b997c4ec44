// What the events of a session tell afterwards (M-132 to M-136): combats from start to end, what was explored, whom the
// party met and what it gained. The GM's review and the player view use it.
import {
  byTime,
  eventDetails,
  eventLine,
  eventParticipants,
  type Participants,
  type TimelineEvent,
} from './timeline-event.ts';
import { amountIn, sumOf, textOr } from './values.ts';

export interface CombatReview {
  name: string;
  rounds: number | null;
  outcome: string;
  /** Damage between its start and its end. */
  dealt: number;
  taken: number;
  /** It has a start and no end. */
  isOpen: boolean;
}

/** What the party gained in one event. */
export interface Gain {
  line: string;
  /** A number, the words that were entered instead of one, or '' for neither. */
  amount: number | string;
}

export interface EventsReview {
  timeline: { id: string; at: number; gameTime: number | null; type: string; line: string }[];
  combats: CombatReview[];
  places: string[];
  /** "15/20 rooms". */
  rooms: string[];
  met: string[];
  quotes: { who: string; words: string }[];
  treasure: Gain[];
  xp: Gain[];
}

type NameOf = (id: string) => string;

/** An event with the values that a review needs. */
interface ReadEvent {
  event: TimelineEvent;
  details: Readonly<Record<string, unknown>>;
  people: Participants;
  named(id: string | undefined): string;
}

const amountOf = ({ details }: ReadEvent): number => amountIn(details['amount']) ?? 0;

const gainOf = ({ event, details }: ReadEvent): Gain => ({
  line: event.name,
  amount: amountIn(details['amount']) ?? textOr(details['amount'], '').trim(),
});

/** Who speaks or is met: the actor, otherwise the NPC of the event. */
const personOf = ({ event, people, named }: ReadEvent): string => named(people.actor) || named(event.npcId);

/** Adds the first of the words that is not empty, unless the list has it. */
const addOnce = (list: string[], ...candidates: string[]): void => {
  const word = candidates.find((candidate) => candidate !== '');
  if (word && !list.includes(word)) list.push(word);
};

/** A combat as events name it: `encounter` is empty for one that a GM logged, without the tracker. */
interface NamedCombat {
  name: string;
  encounter: string;
}

/** The combats of a session, from the events in order of time. A combat may start within another. */
class CombatTracker {
  readonly combats: CombatReview[] = [];
  readonly #open: CombatReview[] = [];
  /** Those of the tracker, of which several go on at once. */
  readonly #ofEncounter = new Map<string, CombatReview>();

  start(of: NamedCombat): void {
    if (of.encounter === '') this.#open.push(this.#add(of));
    else this.#inEncounter(of);
  }

  /** Ends the combat of its encounter, else the one that started last. An end without a start is a combat too. */
  end(of: NamedCombat, rounds: number | null, outcome: string): void {
    const combat = of.encounter === '' ? (this.#open.pop() ?? this.#add(of)) : this.#inEncounter(of);
    Object.assign(combat, { rounds, outcome, isOpen: false });
  }

  /** Damage belongs to the combat of its encounter, else to the innermost open one, else to the last one. */
  damage(side: 'dealt' | 'taken', amount: number, of: NamedCombat): void {
    const combat = of.encounter === '' ? (this.#open.at(-1) ?? this.combats.at(-1)) : this.#inEncounter(of);
    if (combat) combat[side] = sumOf([combat[side], amount]);
  }

  /** An encounter that began in another session has no start in this one. */
  #inEncounter(of: NamedCombat): CombatReview {
    return this.#ofEncounter.get(of.encounter) ?? this.#add(of);
  }

  #add({ name, encounter }: NamedCombat): CombatReview {
    const combat = { name, rounds: null, outcome: '', dealt: 0, taken: 0, isOpen: true };
    this.combats.push(combat);
    if (encounter !== '') this.#ofEncounter.set(encounter, combat);
    return combat;
  }
}

const trackCombat = (tracker: CombatTracker, read: ReadEvent): void => {
  const { event, details } = read;
  const of = { name: event.name || textOr(details['fight'], ''), encounter: textOr(details['encounter'], '') };
  switch (event.eventType) {
    case 'combat_start':
      tracker.start(of);
      break;
    case 'combat_end':
      tracker.end(of, amountIn(details['rounds']), textOr(details['outcome'], ''));
      break;
    case 'damage':
      tracker.damage(details['to'] === 'party' ? 'taken' : 'dealt', amountOf(read), of);
      break;
  }
};

/** Adds what an event tells apart from combat. */
const addToReview = (review: EventsReview, read: ReadEvent): void => {
  const { event, details, people, named } = read;
  switch (event.eventType) {
    case 'location_discovered':
      addOnce(review.places, named(people.location), event.name);
      break;
    case 'rooms_explored':
      review.rooms.push(`${amountIn(details['explored']) ?? 0}/${amountIn(details['total']) ?? 0} rooms`);
      break;
    case 'npc_introduced':
      addOnce(review.met, personOf(read), event.name);
      break;
    case 'dialogue': {
      const words = textOr(details['quote'], '');
      if (words) review.quotes.push({ who: personOf(read), words });
      break;
    }
    case 'treasure':
      review.treasure.push(gainOf(read));
      break;
    case 'xp':
      review.xp.push(gainOf(read));
      break;
  }
};

/**
 * `nameOf` returns '' for an entity that must not be named here. `currency` is the campaign's word for money. An event
 * that was logged without words is in the timeline with an empty line.
 */
export const reviewEvents = (events: Iterable<TimelineEvent>, nameOf: NameOf, currency = ''): EventsReview => {
  const tracker = new CombatTracker();
  const review: EventsReview = {
    timeline: [],
    combats: tracker.combats,
    places: [],
    rooms: [],
    met: [],
    quotes: [],
    treasure: [],
    xp: [],
  };
  const named = (id: string | undefined): string => (id ? nameOf(id) : '');
  for (const event of [...events].sort(byTime)) {
    const line = eventLine(event, nameOf, currency).split(' · ').filter(Boolean).join(' · ');
    review.timeline.push({ id: event.id, at: event.at, gameTime: event.gameTime, type: event.eventType, line });
    const read = { event, details: eventDetails(event), people: eventParticipants(event), named };
    trackCombat(tracker, read);
    addToReview(review, read);
  }
  return review;
};
