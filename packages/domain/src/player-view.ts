// The player view: the only place that decides what players see. It copies only fields whose declared audience is the
// players, and leaves out ids of entities that they do not know. The recap, the HTML file, the players' search and the
// table document all use it.
import { clockFill, type ProgressClock } from './clock.ts';
import type { Entity } from './entity.ts';
import type { RecordSpec, RecordOf } from './record-spec.ts';
import { GOAL, lastChangeOf, type Goal } from './goal.ts';
import { SESSION, type Session } from './session.ts';
import { sessionPlayers } from './session-players.ts';
import { shownStats, type SessionStats } from './session-stats.ts';
import { reviewEvents } from './session-review.ts';
import { durationMinutes } from './session-time.ts';
import { isSharedEvent, TIMELINE_EVENT, type TimelineEvent } from './timeline-event.ts';
import type { NoteNode } from './note.ts';
import type { RecordKind } from './record-source.ts';

/** The fields of a record that players may see, and no others. */
export const playerFields = <S extends RecordSpec>(spec: S, record: RecordOf<S>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.audience === 'table' ? [[name, (record as Record<string, unknown>)[name]]] : [],
    ),
  );

/** A record as players may read it: every other field has the value of a field that was never written. */
export const playerRecord = <S extends RecordSpec>(spec: S, record: RecordOf<S>): RecordOf<S> =>
  ({
    id: record.id,
    ...Object.fromEntries(
      Object.entries(spec.fields).map(([name, field]) => [
        name,
        field.audience === 'table' ? (record as Record<string, unknown>)[name] : field.empty,
      ]),
    ),
  }) as RecordOf<S>;

/** A whole campaign, secrets included. `text` returns a rich text by the id of its record and its name. */
export interface PlayerViewSource {
  campaign: { name: string; currency?: string };
  sessions: readonly (Session & { shownNumber: number })[];
  entities: readonly Entity[];
  clocks: readonly ProgressClock[];
  goals: readonly Goal[];
  events(sessionId: string): readonly TimelineEvent[];
  text(id: string, name: PlayerText): readonly NoteNode[];
}

// Typed by the source, so that whoever adds an input has to name its kind.
const KIND_OF_INPUT = {
  campaign: 'campaign',
  sessions: 'session',
  entities: 'entity',
  clocks: 'clock',
  goals: 'goal',
  events: 'event',
  text: 'note',
} as const satisfies Record<keyof PlayerViewSource, RecordKind>;

/** The kinds of record that the player view is made of: a change of any other kind cannot change the view. */
export const PLAYER_VIEW_KINDS: ReadonlySet<RecordKind> = new Set(Object.values(KIND_OF_INPUT));

/** The names of the rich texts that players may see. */
export const PLAYER_VIEW_TEXTS = ['summary', 'description'] as const;
type PlayerText = (typeof PLAYER_VIEW_TEXTS)[number];

/** A session as players see it. `minutes` is real time; the `at` of an event is Unix milliseconds. */
export interface PlayerSession {
  id: string;
  number: number;
  title: string;
  date: string;
  minutes: number | null;
  objectives: readonly string[];
  present: readonly string[];
  recap: readonly NoteNode[];
  timeline: readonly { at: number; type: string; line: string }[];
  combats: readonly { name: string; rounds: number | null; outcome: string; dealt: number; taken: number }[];
  exploration: { places: readonly string[]; rooms: readonly string[] };
  social: { met: readonly string[]; quotes: readonly string[] };
  stats: SessionStats;
  goals: readonly { name: string; status: string; words: string }[];
}

/** What players see of a campaign. `filled` is null for a clock whose progress they do not see. */
export interface PlayerView {
  name: string;
  currency: string;
  sessions: readonly PlayerSession[];
  entities: readonly {
    id: string;
    name: string;
    entityType: string;
    aliases: readonly string[];
    description: readonly NoteNode[];
  }[];
  clocks: readonly { id: string; name: string; segments: number; filled: number | null }[];
}

/** The entities that players know of: marked ones and player characters. */
const knownOf = (source: PlayerViewSource): Map<string, Entity> =>
  new Map(source.entities.filter((e) => e.isKnown || e.entityType === 'pc').map((e) => [e.id, e]));

/** The goals that a session changed, with their status after it. */
const goalsOf = (goals: readonly Goal[], sessionId: string): PlayerSession['goals'] =>
  goals.flatMap((goal) => {
    const kind = lastChangeOf(goal, sessionId)?.kind;
    if (!kind) return [];
    const open = playerFields(GOAL, goal) as Goal;
    const status = kind === 'complete' || kind === 'failed' ? kind : 'active';
    return [{ name: open.name, status, words: open.progressText }];
  });

/** The shared events of a session, without their fields for GMs. */
const sharedEvents = (events: readonly TimelineEvent[]): TimelineEvent[] =>
  events.filter(isSharedEvent).map((e) => ({ ...playerFields(TIMELINE_EVENT, e), id: e.id }) as TimelineEvent);

const playerSession = (
  source: PlayerViewSource,
  session: PlayerViewSource['sessions'][number],
  nameOf: (id: string) => string,
): PlayerSession => {
  const open = playerFields(SESSION, session) as Session;
  const review = reviewEvents(sharedEvents(source.events(session.id)), nameOf);
  const present = sessionPlayers(session).filter((p) => p.attended);
  return {
    id: session.id,
    number: session.shownNumber,
    title: open.title,
    date: open.date,
    minutes: durationMinutes(open),
    objectives: open.actualObjectives.map((o) => o.text),
    present: present.flatMap((p) => p.characterIds.map(nameOf).filter(Boolean)),
    recap: source.text(session.id, 'summary'),
    timeline: review.timeline.map(({ at, type, line }) => ({ at, type, line })),
    combats: review.combats.map(({ name, rounds, outcome, dealt, taken }) => ({ name, rounds, outcome, dealt, taken })),
    exploration: { places: review.places, rooms: review.rooms },
    social: { met: review.met, quotes: review.quotes.map((q) => q.words) },
    stats: shownStats(open),
    goals: goalsOf(source.goals, session.id),
  };
};

/**
 * The published sessions. Events that are not shared are left out; a shared event loses the names of unknown
 * entities.
 */
export const playerSessions = (source: PlayerViewSource): PlayerSession[] => {
  const known = knownOf(source);
  const ids = new Set(source.entities.map((e) => e.id));
  // The id of an unknown entity has no name here. Text that is not an id is a name that the GM typed into the event.
  const nameOf = (id: string): string => known.get(id)?.name ?? (ids.has(id) ? '' : id);
  return source.sessions.filter((s) => s.isPublished).map((s) => playerSession(source, s, nameOf));
};

/** The player view of a campaign: published sessions, known entities, and the clocks that players know of. */
export const playerView = (source: PlayerViewSource): PlayerView => ({
  name: source.campaign.name,
  currency: source.campaign.currency ?? '',
  sessions: playerSessions(source),
  entities: [...knownOf(source).values()].map((e) => ({
    id: e.id,
    name: e.name,
    entityType: e.entityType,
    aliases: e.aliases,
    description: source.text(e.id, 'description'),
  })),
  clocks: source.clocks.flatMap((c) =>
    c.visibility === 'hidden'
      ? []
      : [{ id: c.id, name: c.name, segments: c.segments, filled: c.visibility === 'shown' ? clockFill(c) : null }],
  ),
});
