// Owns what an evening's events say when they are looked back on (M-132 to M-136): combats from start to end, what was
// explored, whom the party met, what it gained. Pure; the players' view and the GM's review both read it.
import { byTime, eventDetails, eventLine, eventParticipants, type TimelineEvent } from './timeline-event.ts';

export interface CombatReview {
  name: string;
  rounds: number | null;
  outcome: string;
  /** Damage between its start and its end. */
  dealt: number;
  taken: number;
  /** It began and was never said to have ended. */
  isOpen: boolean;
}

export interface EventsReview {
  timeline: { id: string; at: number; gameTime: number | null; type: string; line: string }[];
  combats: CombatReview[];
  places: string[];
  /** "15/20 rooms". */
  rooms: string[];
  met: string[];
  quotes: { who: string; words: string }[];
  treasure: { line: string; amount: number }[];
  xp: { line: string; amount: number }[];
}

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : null;
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `nameOf` gives '' for somebody who may not be named here. */
export const reviewEvents = (events: Iterable<TimelineEvent>, nameOf: (id: string) => string): EventsReview => {
  const review: EventsReview = {
    timeline: [],
    combats: [],
    places: [],
    rooms: [],
    met: [],
    quotes: [],
    treasure: [],
    xp: [],
  };
  const open: CombatReview[] = [];
  const once = (list: string[], ...candidates: string[]): void => {
    const word = candidates.find((c) => c !== '');
    if (word && !list.includes(word)) list.push(word);
  };
  for (const event of [...events].sort(byTime)) {
    const details = eventDetails(event);
    const people = eventParticipants(event);
    const named = (id: string | undefined): string => (id ? nameOf(id) : '');
    const line = eventLine(event, nameOf).split(' · ').filter(Boolean).join(' · ');
    if (line)
      review.timeline.push({ id: event.id, at: event.at, gameTime: event.gameTime, type: event.eventType, line });
    switch (event.eventType) {
      case 'combat_start': {
        const combat: CombatReview = { name: event.name, rounds: null, outcome: '', dealt: 0, taken: 0, isOpen: true };
        review.combats.push(combat);
        open.push(combat);
        break;
      }
      case 'combat_end': {
        // The one that began last ends first: a fight within a fight. An end without a start is a combat too.
        const combat = open.pop() ?? { name: event.name, rounds: null, outcome: '', dealt: 0, taken: 0, isOpen: false };
        if (!review.combats.includes(combat)) review.combats.push(combat);
        Object.assign(combat, { rounds: number(details['rounds']), outcome: words(details['outcome']), isOpen: false });
        break;
      }
      case 'damage': {
        const combat = open.at(-1) ?? review.combats.at(-1);
        if (combat) combat[details['to'] === 'party' ? 'taken' : 'dealt'] += number(details['amount']) ?? 0;
        break;
      }
      case 'location_discovered':
        once(review.places, named(people.location), event.name);
        break;
      case 'rooms_explored':
        review.rooms.push(`${number(details['explored']) ?? 0}/${number(details['total']) ?? 0} rooms`);
        break;
      case 'npc_introduced':
        once(review.met, named(people.actor) || named(event.npcId), event.name);
        break;
      case 'dialogue':
        if (words(details['quote']))
          review.quotes.push({ who: named(people.actor) || named(event.npcId), words: words(details['quote']) });
        break;
      case 'treasure':
        review.treasure.push({ line: event.name, amount: number(details['amount']) ?? 0 });
        break;
      case 'xp':
        review.xp.push({ line: event.name, amount: number(details['amount']) ?? 0 });
        break;
    }
  }
  return review;
};
