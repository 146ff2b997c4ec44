// The player view: the only place that decides what players see. It copies only fields whose declared audience is the
// players, leaves out entities that they do not know, and reads every text with their eyes (player-words.ts). The
// recap, the HTML file, the players' search, paper and the table document all use it.
import { clockFill, type ProgressClock } from './clock.ts';
import type { Counter } from './counter.ts';
import { isKnownToPlayers, type Entity } from './entity.ts';
import type { RecordSpec, RecordOf } from './record-spec.ts';
import { eventType, isGoalEvent } from './event-types.ts';
import type { Field, Item } from './fields.ts';
import { GOAL, goalForPlayers, type Goal, type GoalChangeIds } from './goal.ts';
import { handoutPicture, openShowings } from './handout-showings.ts';
import { HANDOUT, type Handout } from './handout.ts';
import { isId } from './ids.ts';
import { playerMap, type PlayerMap } from './player-map.ts';
import type { GameMap } from './map.ts';
import { playerAliases, playerWords, type PlayerWords } from './player-words.ts';
import { SESSION, type Session } from './session.ts';
import { sessionPlayers } from './session-players.ts';
import {
  computeStats,
  GATHERED_LISTS,
  gatherLists,
  isGathered,
  shownStats,
  type GatheredList,
  type SessionStats,
} from './session-stats.ts';
import { reviewEvents } from './session-review.ts';
import { durationMinutes } from './session-time.ts';
import {
  eventDetails,
  eventParticipants,
  isSharedEvent,
  TIMELINE_EVENT,
  type TimelineEvent,
} from './timeline-event.ts';
import type { NoteNode } from './note.ts';
import type { RecordKind } from './record-source.ts';

/** Deeper than any JSON of the app; a peer may nest it until the stack overflows. */
const MAX_DEPTH = 24;

/** JSON with its texts as players may read them, and the names of the ids in it. */
const playerJson = (value: unknown, words: PlayerWords, depth = 0): unknown => {
  if (typeof value === 'string') return isId(value) ? words.nameOf(value) : words.line(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((each) => playerJson(each, words, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, playerJson(each, words, depth + 1)]));
};

/** The id or name of an entity as players may read it; empty where they may not. */
const playerRef = (idOrName: unknown, words: PlayerWords): string => {
  if (typeof idOrName !== 'string') return '';
  const name = words.nameOf(idOrName);
  return name !== '' && !idOrName.includes('[[') ? idOrName : name;
};

/** The value of a field that players may see, with its texts as they may read them. */
const playerValue = (field: Field<unknown>, value: unknown, words: PlayerWords): unknown => {
  if (field.refers === 'entity')
    return Array.isArray(value) ? value.map((id) => playerRef(id, words)).filter(Boolean) : playerRef(value, words);
  // The steps of a counter have notes, and the names of events that players may not read.
  if (field.form === 'counter') return { value: (value as Counter).value, steps: [] };
  if (field.form === 'items')
    return (value as readonly Item[])
      .map((item) => ({ ...item, text: words.nameOf(item.text) }))
      .filter((item) => item.text !== '');
  const isText = field.form === 'value' || field.form === 'members' || field.form === 'entries';
  return isText && !field.refers ? playerJson(value, words) : value;
};

/** A record as players may read it: every field that is the GM's has the value of a field that was never written. */
export const playerRecord = <S extends RecordSpec>(spec: S, record: RecordOf<S>, words: PlayerWords): RecordOf<S> =>
  ({
    id: record.id,
    ...Object.fromEntries(
      Object.entries(spec.fields).map(([name, field]) => [
        name,
        field.audience === 'table' ? playerValue(field, (record as Record<string, unknown>)[name], words) : field.empty,
      ]),
    ),
  }) as RecordOf<S>;

/** What decides which events of a campaign players may read. */
export interface EventContext {
  clocks: readonly ProgressClock[];
  goals: readonly Goal[];
  words: PlayerWords;
}

/** With what tells which event moved a goal. */
export interface GoalContext extends EventContext {
  goalChangeIds: GoalChangeIds;
}

/**
 * False for the event of a full clock unless players see how full the clock is. One that names no clock of the campaign
 * may be about a clock that they do not know.
 */
const mayKnowClock = (event: TimelineEvent, clocks: readonly ProgressClock[]): boolean => {
  if (event.eventType !== 'clock_filled') return true;
  const { clock: id } = (event.details ?? {}) as Readonly<Record<string, unknown>>;
  return clocks.some((clock) => clock.id === id && clock.visibility === 'shown');
};

/**
 * False for what a quest does whose goal is the GM's. Its words may be the name that the goal had then, and that there
 * is a quest at all is a secret.
 */
const mayKnowGoal = ({ eventType, goalId }: TimelineEvent, goals: readonly Goal[]): boolean =>
  !goalId || !isGoalEvent(eventType) || goals.some((goal) => goal.id === goalId && goal.isKnown);

/** The events that players may read, as they are stored. */
const sharedEvents = (events: readonly TimelineEvent[], { clocks, goals }: EventContext): TimelineEvent[] =>
  events.filter((event) => isSharedEvent(event) && mayKnowClock(event, clocks) && mayKnowGoal(event, goals));

/** The details that the event's type declares, as far as they are words or numbers. Others are those of imports. */
const playerDetails = (event: TimelineEvent, words: PlayerWords): Readonly<Record<string, unknown>> => {
  const details = eventDetails(event);
  return Object.fromEntries(
    eventType(event.eventType).details.flatMap(({ key }): (readonly [string, unknown])[] => {
      const value = details[key];
      // Many details are names: where somebody went, what was found.
      if (typeof value === 'string') return [[key, words.nameOf(value)]];
      return typeof value === 'number' ? [[key, value]] : [];
    }),
  );
};

/** The events that players may read, as they may read them. */
export const playerEvents = (events: readonly TimelineEvent[], context: EventContext): TimelineEvent[] =>
  sharedEvents(events, context).map((event) => {
    const { words } = context;
    return {
      ...playerRecord(TIMELINE_EVENT, event, words),
      details: playerDetails(event, words),
      participants: Object.fromEntries(
        Object.entries(eventParticipants(event)).flatMap(([role, who]) => {
          const shown = playerRef(who, words);
          return shown === '' ? [] : [[role, shown]];
        }),
      ),
    };
  });

/** What events tell for the lists of a session, in the words that the lists have. */
const listedWords = (events: readonly TimelineEvent[], { words }: EventContext): Record<GatheredList, string[]> => {
  const lists = gatherLists(events);
  for (const list of GATHERED_LISTS) lists[list] = lists[list].map((id) => words.nameOf(id) || words.line(id));
  return lists;
};

/**
 * A session as players may read it. `events` are all of its events, null or none where they are not on this device. What
 * the app counted and gathered is shown only where an event that players may read tells it now: an entry that the GM
 * corrected or deleted, and a name that was changed since, show nothing of what they told. Price: a gathered item that
 * the GM reworded is not shown either. A stat that the GM corrected is as the GM wrote it.
 */
export const playerSessionRecord = (
  session: Session,
  events: readonly TimelineEvent[] | null,
  context: EventContext,
): Session => {
  const open = playerRecord(SESSION, session, context.words);
  const shared = sharedEvents(events ?? [], context);
  const told = listedWords(shared, context);
  const secret = listedWords(events?.filter((event) => !shared.includes(event)) ?? [], context);
  const lists = GATHERED_LISTS.map((list) => [
    list,
    open[list].filter(
      (item) => told[list].includes(item.text) || !(isGathered(item) || secret[list].includes(item.text)),
    ),
  ]);
  return {
    ...open,
    ...Object.fromEntries(lists),
    computedStats: events?.length ? { ...computeStats(shared) } : {},
  };
};

/** The words that players may read of what a session did to a goal; null where it did nothing that they may know. */
export const playerGoal = (
  goal: Goal,
  sessionId: string,
  events: readonly TimelineEvent[],
  context: GoalContext,
): PlayerSession['goals'][number] | null => {
  const news = goalForPlayers(goal, sessionId, sharedEvents(events, context), context.goalChangeIds);
  const { name } = playerRecord(GOAL, goal, context.words);
  return news && { name, status: news.status, words: context.words.line(news.text) };
};

/** A whole campaign, secrets included. `text` returns a rich text by the id of its record and its name. */
export interface PlayerViewSource {
  campaign: { name: string; currency: string };
  sessions: readonly (Session & { shownNumber: number })[];
  entities: readonly Entity[];
  deletedEntities: readonly Entity[];
  clocks: readonly ProgressClock[];
  goals: readonly Goal[];
  handouts: readonly Handout[];
  maps: readonly GameMap[];
  /** Null where the session's log is not on this device. */
  events(sessionId: string): readonly TimelineEvent[] | null;
  text(id: string, name: PlayerText): readonly NoteNode[];
  goalChangeIds: GoalChangeIds;
}

// Typed by the source, so that whoever adds an input has to name its kind.
const KIND_OF_INPUT = {
  campaign: 'campaign',
  sessions: 'session',
  entities: 'entity',
  deletedEntities: 'entity',
  clocks: 'clock',
  goals: 'goal',
  handouts: 'handout',
  maps: 'map',
  events: 'event',
  text: 'note',
  goalChangeIds: 'goal',
} as const satisfies Record<keyof PlayerViewSource, RecordKind>;

/** The kinds of record that the player view is made of: a change of any other kind cannot change the view. */
export const PLAYER_VIEW_KINDS: ReadonlySet<RecordKind> = new Set(Object.values(KIND_OF_INPUT));

/** The names of the rich texts that players may see. */
export const PLAYER_VIEW_TEXTS = ['summary', 'description', 'words'] as const;
type PlayerText = (typeof PLAYER_VIEW_TEXTS)[number];

/** A session as players see it. `minutes` is real time; the `at` of an event is Unix milliseconds. */
export interface PlayerSession {
  id: string;
  number: number;
  title: string;
  date: string;
  minutes: number | null;
  objectives: readonly string[];
  highlights: readonly string[];
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
  handouts: readonly PlayerHandout[];
}

/** A handout or a map that is shown now. `at`: since when, Unix milliseconds. `picture`: the hashes of its bytes at both sizes. */
export interface PlayerHandout {
  id: string;
  at: number;
  title: string;
  caption: string;
  words: readonly NoteNode[];
  picture: { full: string; small: string; width: number; height: number } | null;
  /** Only of a map. */
  map?: PlayerMap;
}

const playerSession = (
  source: PlayerViewSource,
  session: PlayerViewSource['sessions'][number],
  context: GoalContext,
): PlayerSession => {
  const { words } = context;
  const log = source.events(session.id);
  const open = playerSessionRecord(session, log, context);
  const events = log ?? [];
  const review = reviewEvents(playerEvents(events, context), words.nameOf);
  const present = sessionPlayers(session).filter((p) => p.attended);
  return {
    id: session.id,
    number: session.shownNumber,
    title: open.title,
    date: open.date,
    minutes: durationMinutes(open),
    objectives: open.actualObjectives.map((o) => o.text),
    highlights: open.highlights.map((highlight) => highlight.text),
    present: present.flatMap((p) => p.characterIds.map(words.nameOf).filter(Boolean)),
    recap: words.note(source.text(session.id, 'summary')),
    // An event that has no words, or none left, could only tell of what players must not know.
    timeline: review.timeline.filter(({ line }) => line !== '').map(({ at, type, line }) => ({ at, type, line })),
    combats: review.combats.map(({ name, rounds, outcome, dealt, taken }) => ({ name, rounds, outcome, dealt, taken })),
    exploration: { places: review.places, rooms: review.rooms },
    social: { met: review.met, quotes: review.quotes.map((q) => q.words) },
    stats: shownStats(open),
    goals: source.goals.flatMap((goal) => playerGoal(goal, session.id, events, context) ?? []),
  };
};

/**
 * The published sessions. Events that are not shared are left out; a shared event loses the names of unknown
 * entities.
 */
export const playerSessions = (source: PlayerViewSource): PlayerSession[] => {
  const words = playerWords(source.entities, source.deletedEntities);
  const { clocks, goals, goalChangeIds } = source;
  const context = { clocks, goals, words, goalChangeIds };
  return source.sessions.filter((s) => s.isPublished).map((s) => playerSession(source, s, context));
};

/**
 * What players read as its title: the app writes names of entities there, and one that they do not know is left out. A
 * portrait whose title nobody changed is of the entity itself, whatever that is called by now.
 */
const titleForPlayers = ({ title, portraitOf, portraitName }: Handout): string =>
  portraitOf !== '' && title === portraitName ? portraitOf : title;

/** Without the name of the file, which is the GM's. */
const pictureForPlayers = (shown: Pick<Handout, 'picture'>): PlayerHandout['picture'] => {
  const picture = handoutPicture(shown);
  return picture && { full: picture.full, small: picture.small, width: picture.width, height: picture.height };
};

/** Since when it is shown, Unix milliseconds; undefined for what is not shown now. */
const shownSince = (shown: Pick<Handout, 'shows' | 'ends'>): number | undefined => openShowings(shown).at(-1)?.at;

/** The handouts and maps that are shown to players now, as they may read them; the latest comes first. */
export const playerHandouts = ({
  handouts,
  maps,
  entities,
  deletedEntities,
  text,
}: Pick<PlayerViewSource, 'handouts' | 'maps' | 'entities' | 'deletedEntities' | 'text'>): PlayerHandout[] => {
  const words = playerWords(entities, deletedEntities);
  const shownHandouts = handouts.flatMap((handout): PlayerHandout[] => {
    const at = shownSince(handout);
    if (at === undefined) return [];
    const { caption } = playerRecord(HANDOUT, handout, words);
    const title = words.nameOf(titleForPlayers(handout));
    const picture = pictureForPlayers(handout);
    return [{ id: handout.id, at, title, caption, words: words.note(text(handout.id, 'words')), picture }];
  });
  const titles = new Map(
    maps.flatMap((map) => (shownSince(map) === undefined ? [] : [[map.id, words.nameOf(map.title)]])),
  );
  const shownMaps = maps.flatMap((map): PlayerHandout[] => {
    const at = shownSince(map);
    if (at === undefined) return [];
    const title = titles.get(map.id) ?? '';
    const picture = pictureForPlayers(map);
    return [{ id: map.id, at, title, caption: '', words: [], picture, map: playerMap(map, words, titles) }];
  });
  return [...shownHandouts, ...shownMaps].sort(byLatest);
};

const byLatest = (a: PlayerHandout, b: PlayerHandout): number => b.at - a.at || (a.id < b.id ? -1 : 1);

/** The player view of a campaign: published sessions, known entities, and the clocks that players know of. */
export const playerView = (source: PlayerViewSource): PlayerView => {
  const words = playerWords(source.entities, source.deletedEntities);
  return {
    name: words.line(source.campaign.name),
    currency: words.line(source.campaign.currency),
    sessions: playerSessions(source),
    entities: source.entities.filter(isKnownToPlayers).map((e) => ({
      id: e.id,
      name: words.line(e.name),
      entityType: words.line(e.entityType),
      aliases: playerAliases(e),
      description: words.note(source.text(e.id, 'description')),
    })),
    clocks: source.clocks.flatMap((c) =>
      c.visibility === 'hidden'
        ? []
        : [
            {
              id: c.id,
              name: words.line(c.name),
              segments: c.segments,
              filled: c.visibility === 'shown' ? clockFill(c) : null,
            },
          ],
    ),
    handouts: playerHandouts(source),
  };
};
