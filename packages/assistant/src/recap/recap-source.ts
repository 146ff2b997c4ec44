// The data that the "Previously on…" page is built from, and the part of it that players may see.
import {
  CAMPAIGN,
  CLOCK,
  DECISION,
  ENTITY,
  eventParticipants,
  GOAL,
  isSharedEvent,
  SESSION,
  playerRecord,
  TIMELINE_EVENT,
  type Campaign,
  type Decision,
  type DelayedConsequence,
  type Entity,
  type EntityLogEntry,
  type Gauge,
  type Goal,
  type Hook,
  type ProgressClock,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';

/** The session that was played last. */
export interface LastSession {
  session: Session & { shownNumber: number };
  /** The GM's summary for the players, plain text. */
  summary: string;
  /** The notes of what happened; empty where the reader must not see them. */
  notes: string;
  scenes: readonly Scene[];
  events: readonly TimelineEvent[];
  log: readonly EntityLogEntry[];
}

export interface RecapSource {
  audience: 'gm' | 'players';
  campaign: Pick<Campaign, 'name' | 'universe' | 'system' | 'situation' | 'locationId' | 'spotlightId'>;
  /** Number of the session that is about to be played. */
  next: number;
  last: LastSession | null;
  entities: readonly Entity[];
  gauges: readonly Gauge[];
  goals: readonly Goal[];
  clocks: readonly ProgressClock[];
  decisions: readonly Decision[];
  consequences: readonly DelayedConsequence[];
  hooks: readonly Hook[];
  /** Names of the people at the table, who never appear in a recap. */
  players: readonly string[];
}

/** Finds the name of an entity of the source by its id; empty for ids that are not in it. */
export const entityNames = ({ entities }: RecapSource): ((id: string) => string) => {
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
};

/** The last session without notes, scenes, log and secret events. */
const lastForPlayers = (last: LastSession, eventFor: (event: TimelineEvent) => TimelineEvent): LastSession => ({
  session: { ...playerRecord(SESSION, last.session), shownNumber: last.session.shownNumber },
  summary: last.summary,
  notes: '',
  scenes: [],
  log: [],
  events: last.events.filter(isSharedEvent).map(eventFor),
});

/**
 * The source without anything that is for the GM only: known entities, shared events, shown clocks, and only the
 * fields of the player view. Invariant: a recap for players is built from this and nothing else.
 */
export const sourceForPlayers = (source: RecapSource): RecapSource => {
  const known = source.entities.filter((entity) => entity.entityType === 'pc' || entity.isKnown);
  const knownIds = new Set(known.map((entity) => entity.id));
  const ifKnown = (id: string): string => (knownIds.has(id) ? id : '');
  const eventFor = (event: TimelineEvent): TimelineEvent => ({
    ...playerRecord(TIMELINE_EVENT, event),
    characterId: ifKnown(event.characterId),
    npcId: ifKnown(event.npcId),
    participants: Object.fromEntries(Object.entries(eventParticipants(event)).filter(([, id]) => knownIds.has(id))),
  });
  return {
    audience: 'players',
    campaign: {
      ...playerRecord(CAMPAIGN, source.campaign as Campaign),
      locationId: ifKnown(source.campaign.locationId),
      spotlightId: ifKnown(source.campaign.spotlightId),
    },
    next: source.next,
    players: source.players,
    last: source.last && lastForPlayers(source.last, eventFor),
    entities: known.map((entity) => playerRecord(ENTITY, entity)),
    goals: source.goals.map((goal) => playerRecord(GOAL, goal)),
    clocks: source.clocks
      .filter((clock) => clock.visibility === 'shown')
      .map((clock) => ({ ...playerRecord(CLOCK, clock), segments: clock.segments, ticks: clock.ticks })),
    decisions: source.decisions.map((decision) => playerRecord(DECISION, decision)),
    gauges: [],
    consequences: [],
    hooks: [],
  };
};
