// The stats that the events of a session add up to (M-061 to M-067, T-2), and the lists that they fill (M-093 to
// M-095).
import { moneyIn } from './money.ts';
import type { Session } from './session.ts';
import { eventDetails, eventParticipants, type TimelineEvent } from './timeline-event.ts';
import { amountIn, sumOf } from './values.ts';

export const STATS = [
  'eventCount',
  'combatEncounters',
  'totalDamageDealt',
  'totalDamageReceived',
  'totalHealingDone',
  'npcsKilled',
  'treasureGained',
  'xpEarned',
] as const;
export type Stat = (typeof STATS)[number];
export type SessionStats = Record<Stat, number>;
export const STAT_LABELS: Record<Stat, string> = {
  eventCount: 'Events',
  combatEncounters: 'Combats',
  totalDamageDealt: 'Damage dealt',
  totalDamageReceived: 'Damage taken',
  totalHealingDone: 'Healing',
  npcsKilled: 'Defeated',
  treasureGained: 'Treasure',
  xpEarned: 'XP',
};

const amountOrZero = (value: unknown): number => amountIn(value) ?? 0;

const noStats = (): SessionStats => Object.fromEntries(STATS.map((stat) => [stat, 0])) as SessionStats;

/** The stat that an event adds to, and by how much; null for an event that is only counted. */
const contributionOf = (event: TimelineEvent): { stat: Stat; by: number } | null => {
  const details = eventDetails(event);
  const amount = amountOrZero(details['amount']);
  switch (event.eventType) {
    case 'combat_start':
      return { stat: 'combatEncounters', by: 1 };
    case 'damage':
      return { stat: details['to'] === 'party' ? 'totalDamageReceived' : 'totalDamageDealt', by: amount };
    case 'healing':
      return { stat: 'totalHealingDone', by: amount };
    case 'npc_killed': {
      const isOne = details['count'] === undefined || details['count'] === '';
      return { stat: 'npcsKilled', by: isOne ? 1 : amountOrZero(details['count']) };
    }
    case 'boss_defeated':
      return { stat: 'npcsKilled', by: 1 };
    case 'treasure':
      return { stat: 'treasureGained', by: moneyIn(details['amount']) ?? 0 };
    case 'xp':
      return { stat: 'xpEarned', by: amount };
    default:
      return null;
  }
};

/** True for words that were noted for the log, in Ask or from the notes: they tell of a session, and are no event. */
const isNoted = ({ eventType, source }: TimelineEvent): boolean =>
  eventType === 'OTHER' && (source === 'analysis' || source === 'chat');

/**
 * Sums the events of a session. Damage counts as dealt unless `details.to` says that the party took it. Noted words are
 * not counted: a log of nothing else leaves the stats of an imported session as they were reported.
 */
export const computeStats = (events: Iterable<TimelineEvent>): SessionStats => {
  const stats = noStats();
  for (const event of events) {
    if (!isNoted(event)) stats.eventCount += 1;
    const contribution = contributionOf(event);
    if (contribution) stats[contribution.stat] = sumOf([stats[contribution.stat], contribution.by]);
  }
  return stats;
};

/** Where a stat may come from, the first that counts before the others. */
export const STAT_ORIGINS = ['corrected', 'computed', 'reported'] as const;
export type StatOrigin = (typeof STAT_ORIGINS)[number];
export const STAT_ORIGIN_LABELS: Record<StatOrigin, string> = {
  corrected: 'typed over',
  computed: 'from the log',
  reported: 'as reported',
};

/** A stat as it is shown; `origin` is null where nobody says anything. `others` are values of other origins. */
export interface ShownStat {
  value: number;
  origin: StatOrigin | null;
  others: readonly { origin: StatOrigin; value: number }[];
}

type StatSources = Pick<Session, 'reportedStats' | 'computedStats' | 'correctedStats'>;

/**
 * What a GM typed over comes first, then the log. A log that says nothing about a stat leaves it as it was reported.
 * A value that no sum can be, which a peer or a file may have, says nothing.
 */
export const shownStat = (session: StatSources, stat: Stat): ShownStat => {
  const sources = {
    corrected: session.correctedStats,
    computed: session.computedStats,
    reported: session.reportedStats,
  } as const;
  const said = STAT_ORIGINS.flatMap((origin) => {
    const value = sources[origin][stat];
    return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? [{ origin, value }] : [];
  });
  const isSilent = (each: { origin: StatOrigin; value: number }): boolean =>
    each.origin === 'computed' && each.value === 0 && said.some(({ origin }) => origin === 'reported');
  const shown = said.find((each) => !isSilent(each));
  return {
    value: shown?.value ?? 0,
    origin: shown?.origin ?? null,
    others: said.filter((each) => each.value !== shown?.value && !isSilent(each)),
  };
};

/** The stats to show, see {@link shownStat}. */
export const shownStats = (session: StatSources): SessionStats =>
  // reason for the cast: the keys are those of STATS
  Object.fromEntries(STATS.map((stat) => [stat, shownStat(session, stat).value])) as SessionStats;

/** The lists of a session's summary that events fill. */
export const GATHERED_LISTS = [
  'npcsIntroduced',
  'locationsVisited',
  'itemsAcquired',
  'questsStarted',
  'questsCompleted',
] as const;
export type GatheredList = (typeof GATHERED_LISTS)[number];

/** Length of the ids of list items that the app gathered from events; those of a GM's own items are longer. */
export const GATHERED_ID_LENGTH = 13;
export const isGathered = ({ id }: { id: string }): boolean => id.length === GATHERED_ID_LENGTH;

/** The list that an event adds to, and what it may add there, best first. */
const listEntryOf = (event: TimelineEvent): { list: GatheredList; candidates: readonly unknown[] } | null => {
  const people = eventParticipants(event);
  const details = eventDetails(event);
  switch (event.eventType) {
    case 'npc_introduced':
      return { list: 'npcsIntroduced', candidates: [people.actor, event.npcId, event.name] };
    case 'location_discovered':
      return { list: 'locationsVisited', candidates: [people.location, event.name] };
    case 'LOCATION_CHANGE':
      return { list: 'locationsVisited', candidates: [people.location, details['to'], event.name] };
    case 'ITEM_ACQUIRED':
      return { list: 'itemsAcquired', candidates: [people.item, details['item'], event.name] };
    case 'quest_started':
      return { list: 'questsStarted', candidates: [event.name] };
    case 'quest_completed':
      return { list: 'questsCompleted', candidates: [event.name] };
    default:
      return null;
  }
};

/** Names or ids for the lists of a session's summary, in the order of the events, each once. */
export const gatherLists = (events: Iterable<TimelineEvent>): Record<GatheredList, string[]> => {
  const lists: Record<GatheredList, string[]> = {
    npcsIntroduced: [],
    locationsVisited: [],
    itemsAcquired: [],
    questsStarted: [],
    questsCompleted: [],
  };
  for (const event of events) {
    const entry = listEntryOf(event);
    const word = entry?.candidates.find((candidate) => typeof candidate === 'string' && candidate !== '');
    if (entry && typeof word === 'string' && !lists[entry.list].includes(word)) lists[entry.list].push(word);
  }
  return lists;
};

/** Places that the party moved to without finding them there: visited, and not new. Names or ids. */
export const onlyMovedTo = (events: Iterable<TimelineEvent>): string[] => {
  const all = [...events];
  const found = gatherLists(all.filter((event) => event.eventType === 'location_discovered')).locationsVisited;
  const moved = gatherLists(all.filter((event) => event.eventType === 'LOCATION_CHANGE')).locationsVisited;
  return moved.filter((place) => !found.includes(place));
};
