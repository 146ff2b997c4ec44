// The data that the "Previously on…" page is built from, and the part of it that players may see.
import {
  CAMPAIGN,
  CLOCK,
  DECISION,
  ENTITY,
  GOAL,
  autoSummary,
  currencyOf,
  isKnownToPlayers,
  noteWithoutTargets,
  playerAliases,
  playerEvents,
  playerGoal,
  playerRecord,
  playerSessionRecord,
  playerWords,
  type Campaign,
  type Decision,
  type DelayedConsequence,
  type Entity,
  type EntityLogEntry,
  type EventContext,
  type GoalContext,
  type Gauge,
  type Goal,
  type Hook,
  type NoteNode,
  type ProgressClock,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';

/** A session that was played, the last one or one before it. */
export interface LastSession {
  session: Session & { shownNumber: number };
  /** The GM's summary for the players. */
  summary: readonly NoteNode[];
  /** The notes of what happened; empty where the reader must not see them. */
  notes: string;
  scenes: readonly Scene[];
  events: readonly TimelineEvent[];
  log: readonly EntityLogEntry[];
}

export interface RecapSource {
  audience: 'gm' | 'players';
  campaign: Pick<Campaign, 'name' | 'universe' | 'system' | 'currency' | 'situation' | 'locationId' | 'spotlightId'>;
  /** Number of the session that is about to be played. */
  next: number;
  last: LastSession | null;
  /** Sessions before the last that are shown to players, newest first: told to players where the last has nothing. */
  earlier: readonly LastSession[];
  /** Ids of the sessions that are shown to players, oldest first. */
  shownSessionIds: readonly string[];
  goalChangeIds: GoalContext['goalChangeIds'];
  entities: readonly Entity[];
  /** Entities that a recap does not name: drafts and deleted ones. */
  unlistedEntities: readonly Entity[];
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

/** A played session without notes, scenes, log and what its events keep from players. */
const lastForPlayers = (last: LastSession, currency: string, context: EventContext): LastSession => {
  const session = { ...playerSessionRecord(last.session, last.events, context), shownNumber: last.session.shownNumber };
  return {
    // The stored text may name anybody, so it is written from what players may know.
    session: { ...session, autoSummary: autoSummary(session, currency) },
    // As plain as every other text of a recap.
    summary: noteWithoutTargets(context.words.note(last.summary)),
    notes: '',
    scenes: [],
    log: [],
    events: playerEvents(last.events, context),
  };
};

/** A goal with the latest words that players may read of it: those of the last session or of one that is shown. */
const goalWithShownWords = (goal: Goal, { last, shownSessionIds }: RecapSource, context: GoalContext): Goal => {
  const wordsOf = (sessionId: string): string =>
    playerGoal(goal, sessionId, sessionId === last?.session.id ? last.events : [], context)?.words ?? '';
  const told = [...shownSessionIds, ...(last ? [last.session.id] : [])];
  const latest = told.map(wordsOf).findLast((text) => text !== '') ?? '';
  return { ...playerRecord(GOAL, goal, context.words), progressText: latest };
};

/**
 * The source without anything that is for the GM only: known entities, shared events, shown clocks, goals and
 * decisions that players know of, and only the fields of the player view. Invariant: a recap for players is built from
 * this and nothing else.
 */
export const sourceForPlayers = (source: RecapSource): RecapSource => {
  const { campaign, goals, clocks, goalChangeIds } = source;
  const words = playerWords(source.entities, source.unlistedEntities);
  const context: GoalContext = { clocks, goals, words, goalChangeIds };
  const shownOf = (played: LastSession): LastSession =>
    lastForPlayers(played, words.line(currencyOf(campaign)), context);
  return {
    audience: 'players',
    campaign: playerRecord(CAMPAIGN, campaign as Campaign, words),
    next: source.next,
    players: source.players,
    shownSessionIds: source.shownSessionIds,
    goalChangeIds,
    last: source.last && shownOf(source.last),
    earlier: source.earlier.filter(({ session }) => session.isPublished).map(shownOf),
    entities: source.entities
      .filter(isKnownToPlayers)
      .map((entity) => ({ ...playerRecord(ENTITY, entity, words), aliases: playerAliases(entity) })),
    goals: goals.filter((goal) => goal.isKnown).map((goal) => goalWithShownWords(goal, source, context)),
    clocks: clocks
      .filter((clock) => clock.visibility === 'shown')
      .map((clock) => ({ ...playerRecord(CLOCK, clock, words), ticks: { value: clock.ticks.value, steps: [] } })),
    decisions: source.decisions
      .filter((decision) => decision.isKnown)
      .map((decision) => playerRecord(DECISION, decision, words)),
    unlistedEntities: [],
    gauges: [],
    consequences: [],
    hooks: [],
  };
};
