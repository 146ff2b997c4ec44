// Owns what an evening's events add up to (M-061 to M-067, T-2) and what its lists are fed from (M-093 to M-095). Pure.
import type { Session } from './session.ts';
import { eventDetails, eventParticipants, type TimelineEvent } from './timeline-event.ts';

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

const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : 0;

/** Sums an evening's events. Damage counts as dealt unless `details.to` says the party took it. */
export const computeStats = (events: Iterable<TimelineEvent>): SessionStats => {
  const stats: SessionStats = {
    eventCount: 0,
    combatEncounters: 0,
    totalDamageDealt: 0,
    totalDamageReceived: 0,
    totalHealingDone: 0,
    npcsKilled: 0,
    treasureGained: 0,
    xpEarned: 0,
  };
  for (const event of events) {
    const details = eventDetails(event);
    stats.eventCount += 1;
    switch (event.eventType) {
      case 'combat_start':
        stats.combatEncounters += 1;
        break;
      case 'damage':
        stats[details['to'] === 'party' ? 'totalDamageReceived' : 'totalDamageDealt'] += whole(details['amount']);
        break;
      case 'healing':
        stats.totalHealingDone += whole(details['amount']);
        break;
      case 'npc_killed':
        stats.npcsKilled += details['count'] === undefined || details['count'] === '' ? 1 : whole(details['count']);
        break;
      case 'treasure':
        stats.treasureGained += whole(details['amount']);
        break;
      case 'xp':
        stats.xpEarned += whole(details['amount']);
        break;
    }
  }
  return stats;
};

/** What is shown: corrected by hand, else computed from events, else as a file reported it, else zero. */
export const shownStats = (
  session: Pick<Session, 'reportedStats' | 'computedStats' | 'correctedStats'>,
): SessionStats => {
  const value = (stat: Stat): number => {
    for (const from of [session.correctedStats, session.computedStats, session.reportedStats])
      if (typeof from[stat] === 'number') return from[stat];
    return 0;
  };
  return Object.fromEntries(STATS.map((stat) => [stat, value(stat)])) as SessionStats;
};

/** Names or ids for the summary's lists, in the order they happened, each once. */
export const gatherLists = (
  events: Iterable<TimelineEvent>,
): Record<'npcsIntroduced' | 'locationsVisited' | 'itemsAcquired' | 'questsStarted' | 'questsCompleted', string[]> => {
  const lists = {
    npcsIntroduced: [] as string[],
    locationsVisited: [] as string[],
    itemsAcquired: [] as string[],
    questsStarted: [] as string[],
    questsCompleted: [] as string[],
  };
  for (const event of events) {
    const people = eventParticipants(event);
    const details = eventDetails(event);
    const add = (list: string[], ...words: unknown[]): void => {
      const word = words.find((w) => typeof w === 'string' && w !== '');
      if (typeof word === 'string' && !list.includes(word)) list.push(word);
    };
    if (event.eventType === 'npc_introduced') add(lists.npcsIntroduced, people.actor, event.npcId, event.name);
    if (event.eventType === 'location_discovered') add(lists.locationsVisited, people.location, event.name);
    if (event.eventType === 'LOCATION_CHANGE') add(lists.locationsVisited, people.location, details['to'], event.name);
    if (event.eventType === 'ITEM_ACQUIRED') add(lists.itemsAcquired, people.item, details['item'], event.name);
    if (event.eventType === 'quest_started') add(lists.questsStarted, event.name);
    if (event.eventType === 'quest_completed') add(lists.questsCompleted, event.name);
  }
  return lists;
};
