// Owns an evening of play: its index entry in the ledger, its number after a merge, who was there, how long it took, and
// which evening is live. The body (notes, scenes, events) is a document of its own.
import {
  choice,
  defineRecord,
  entries,
  flag,
  hidden,
  items,
  json,
  line,
  maybeWhole,
  paragraph,
  ref,
  refs,
  tags,
  whole,
  type RecordOf,
} from './fields.ts';
import { STAGES, STAGE_LABELS, STATUSES, STATUS_LABELS } from './stage.ts';

/** Times: Unix ms; game times: whole seconds since Day 0; `date` an ISO day or empty; players by id of their record. */
export const SESSION = defineRecord({
  kind: 'session',
  root: 'sessions',
  home: 'ledger',
  label: 'Session',
  plural: 'Sessions',
  title: 'number',
  fields: {
    /** As stored. What is shown comes from {@link sessionNumbers}: two devices may both have made session 16. */
    number: whole('table', 'Number', { empty: 1, min: 0, max: 1_000_000 }),
    title: line('table', 'Title'),
    date: line('table', 'Date', { input: 'day' }),
    description: paragraph('table', 'Description'),
    location: line('table', 'Where it was played'),
    objective: paragraph('gm', 'Main objective'),
    chapterId: ref('gm', 'Chapter', 'chapter'),
    status: choice('table', 'Status', STATUSES, 'planned', { input: 'hidden', optionLabels: STATUS_LABELS }),
    stage: choice('gm', 'Stage', STAGES, 'prep', { input: 'hidden', optionLabels: STAGE_LABELS }),
    plannedObjectives: items('gm', 'Planned objectives'),
    actualObjectives: items('table', 'What was achieved'),
    /** Ids of planned objectives that were ticked. */
    tickedObjectives: tags('gm', 'Ticked objectives', { input: 'hidden' }),
    tags: tags('gm', 'Tags'),

    scheduledAt: maybeWhole('table', 'Planned start', { input: 'instant' }),
    startedAt: maybeWhole('table', 'Started', { input: 'instant' }),
    endedAt: maybeWhole('table', 'Ended', { input: 'instant' }),
    /** IANA name of the zone it was played in. */
    zone: hidden('gm', 'Time zone'),
    /** What the GM typed over the computed duration, minutes. */
    correctedMinutes: maybeWhole('table', 'Duration by hand, minutes', { min: 0 }),
    gameStart: maybeWhole('table', 'Game time at start', { input: 'gameTime', min: 0 }),
    gameEnd: maybeWhole('table', 'Game time at end', { input: 'gameTime', min: 0 }),
    /** Game times as an imported file spelt them; shown quietly where they disagree with the totals (T-1). */
    gameStartText: hidden('gm', 'Game start as imported'),
    gameEndText: hidden('gm', 'Game end as imported'),

    gm: line('table', 'GM'),
    coGms: tags('table', 'Co-GMs'),
    roster: refs('table', 'Expected players', 'player', { input: 'hidden' }),
    attended: refs('table', 'Attended', 'player', { input: 'hidden' }),
    arrivedLate: refs('gm', 'Arrived late', 'player', { input: 'hidden' }),
    leftEarly: refs('gm', 'Left early', 'player', { input: 'hidden' }),
    /** `<player>:<character>`: a player may have played several (M-074). */
    played: tags('gm', 'Who played whom', { input: 'hidden' }),
    characters: refs('table', 'Characters', 'entity'),
    /** Who and what came up: entity links that a GM accepted from the notes. */
    entityIds: refs('gm', 'Who and what came up', 'entity', { input: 'hidden' }),

    autoSummary: paragraph('table', 'Written by Emberkeep', { input: 'hidden' }),
    highlights: items('table', 'Highlights'),
    npcsIntroduced: items('table', 'NPCs introduced'),
    locationsVisited: items('table', 'Places visited'),
    itemsAcquired: items('table', 'Items acquired'),
    questsStarted: items('table', 'Quests started'),
    questsCompleted: items('table', 'Quests completed'),

    /** Each stat by itself: as a file reported it, as the verbs Start, End and Recount computed it, as the GM corrected it. */
    reportedStats: entries('table', 'Stats as imported', { input: 'hidden' }),
    computedStats: entries('table', 'Stats from events', { input: 'hidden' }),
    correctedStats: entries('table', 'Stats by hand', { input: 'hidden' }),

    sharesNotes: flag('gm', 'Players may read the session notes'),
    isPublished: flag('gm', 'Shown to players', { input: 'hidden' }),
    externalId: hidden('gm', 'Id in another tool'),
    imported: json('gm', 'As imported', { input: 'hidden' }),
  },
  texts: {
    summary: { label: 'Summary for the players', audience: 'table', placeholder: 'What the players should remember…' },
    notes: { label: 'Session notes', audience: 'gm', placeholder: 'Notes on this evening…' },
    next: { label: 'Planned for next session', audience: 'gm', placeholder: 'What the next evening should open with…' },
  },
});
export type Session = RecordOf<typeof SESSION>;

/** The three notes of an evening; each is a rich text of its own in the body (M-262). */
export const SESSION_NOTES = ['prep_notes', 'play_notes', 'actual_notes'] as const;
export type SessionNote = (typeof SESSION_NOTES)[number];

/** A player of one evening, as the source documents shape it (M-073 to M-077). */
export interface SessionPlayer {
  userId: string;
  characterIds: readonly string[];
  attended: boolean;
  arrivedLate: boolean;
  leftEarly: boolean;
}

/** participants.players: everyone expected or present, by id. */
export const sessionPlayers = (
  session: Pick<Session, 'roster' | 'attended' | 'arrivedLate' | 'leftEarly' | 'played'>,
): SessionPlayer[] => {
  const ids = [...new Set([...session.roster, ...session.attended])].sort();
  return ids.map((userId) => ({
    userId,
    characterIds: session.played.flatMap((pair) =>
      pair.startsWith(`${userId}:`) ? [pair.slice(userId.length + 1)] : [],
    ),
    attended: session.attended.includes(userId),
    arrivedLate: session.arrivedLate.includes(userId),
    leftEarly: session.leftEarly.includes(userId),
  }));
};

/** Minutes of real time, rounded; the GM's correction goes first; null while unknown (M-041: 18:05Z to 22:15Z is 250). */
export const durationMinutes = (
  session: Pick<Session, 'startedAt' | 'endedAt' | 'correctedMinutes'>,
): number | null => {
  if (session.correctedMinutes !== null) return session.correctedMinutes;
  if (session.startedAt === null || session.endedAt === null || session.endedAt < session.startedAt) return null;
  return Math.round((session.endedAt - session.startedAt) / 60_000);
};

/** Game seconds that passed: totals are subtracted, never their spellings (T-1); null while unknown. */
export const elapsedGameSeconds = (session: Pick<Session, 'gameStart' | 'gameEnd'>): number | null =>
  session.gameStart === null || session.gameEnd === null || session.gameEnd < session.gameStart
    ? null
    : session.gameEnd - session.gameStart;

/** Sessions whose game time covers a moment (M-028). A session still running covers all from its start on. */
export const sessionsAt = <S extends Pick<Session, 'gameStart' | 'gameEnd' | 'status'>>(
  sessions: Iterable<S>,
  total: number,
): S[] =>
  [...sessions].filter(
    (s) =>
      s.gameStart !== null &&
      s.gameStart <= total &&
      (s.gameEnd === null ? s.status === 'in_progress' : total <= s.gameEnd),
  );

/**
 * The numbers to show, by session id (M-113, T-4). Of two equal numbers the earlier id keeps it; later ids take the next
 * free ones above the highest, in order of id. Deleted sessions keep their number, so pass them too.
 * Pure and order-independent: every device computes the same.
 */
export const sessionNumbers = (sessions: Iterable<{ id: string; number: number }>): Map<string, number> => {
  const sorted = [...sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shown = new Map<string, number>();
  const taken = new Set<number>();
  const late: string[] = [];
  let highest = 0;
  for (const { id, number } of sorted) {
    highest = Math.max(highest, number);
    if (taken.has(number)) late.push(id);
    else {
      taken.add(number);
      shown.set(id, number);
    }
  }
  for (const id of late) shown.set(id, ++highest);
  return shown;
};

/** The number that the next new session gets: one above the highest shown. */
export const nextSessionNumber = (sessions: Iterable<{ id: string; number: number }>): number =>
  Math.max(0, ...sessionNumbers(sessions).values()) + 1;

/** One device's word on which evening is live; `sequence` counts upwards over all devices that it has heard of. */
export interface LiveClaim {
  deviceId: string;
  sessionId: string | null;
  sequence: number;
}

/** The live evening after a merge, and the claims that lost to it although they were made without knowing of each other. */
export interface LiveSession {
  sessionId: string | null;
  overruled: readonly LiveClaim[];
}

/**
 * Which evening is live (M-017). The highest sequence wins; of equal ones the greater device id, the same on every
 * device. Equal sequences that name different evenings were made apart: the losers are given back to be shown.
 */
export const liveSession = (claims: Iterable<LiveClaim>): LiveSession => {
  const sorted = [...claims].sort((a, b) => b.sequence - a.sequence || (a.deviceId < b.deviceId ? 1 : -1));
  const winner = sorted[0];
  if (!winner) return { sessionId: null, overruled: [] };
  const overruled = sorted.filter(
    (c) => c.sequence === winner.sequence && c.sessionId !== winner.sessionId && c.sessionId !== null,
  );
  return { sessionId: winner.sessionId, overruled };
};
