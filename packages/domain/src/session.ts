// A session: its entry in the ledger. Its body (notes, scenes, events) is a document of its own.
import { statusOfCancelled } from './cancelled-session.ts';
import {
  choice,
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
  type Field,
} from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { STAGES, STAGE_LABELS, STATUSES, STATUS_LABELS, type SessionStatus } from './stage.ts';

const STORED_STATUS = choice('table', 'Status', STATUSES, 'planned', { input: 'hidden', optionLabels: STATUS_LABELS });

/** As stored, except where a session was cancelled by a GM who did not know that it was played. */
const STATUS: Field<SessionStatus> = {
  ...STORED_STATUS,
  read: (raw, name) => {
    const stored = STORED_STATUS.read(raw, name);
    if (stored !== 'cancelled') return stored;
    const [stage, startedAt, endedAt] = ['stage', 'startedAt', 'endedAt'].map((field) => raw.fields.get(field));
    return statusOfCancelled({ stage, startedAt, endedAt, seen: raw.fields.get('cancelledOver') });
  },
};

/**
 * Times are Unix milliseconds, game times are whole seconds since Day 0, `date` is an ISO day or empty, and players
 * are ids of their records.
 */
export const SESSION = defineRecord({
  kind: 'session',
  root: 'sessions',
  home: 'ledger',
  label: 'Session',
  plural: 'Sessions',
  title: 'number',
  fields: {
    /** As stored. The number to show comes from `sessionNumbers`: two devices may both have created session 16. */
    number: whole('table', 'Number', { empty: 1, min: 0, max: 1_000_000 }),
    title: line('table', 'Title'),
    date: line('table', 'Date', { input: 'day' }),
    description: paragraph('table', 'Description'),
    location: line('table', 'Where it was played'),
    objective: paragraph('gm', 'Main objective'),
    chapterId: ref('gm', 'Chapter', 'chapter'),
    status: STATUS,
    /** A `SeenPlay`: what was known of its play when it was cancelled. */
    cancelledOver: json('gm', 'Play before the cancellation', { input: 'hidden' }),
    stage: choice('gm', 'Stage', STAGES, 'prep', { input: 'hidden', optionLabels: STAGE_LABELS }),
    plannedObjectives: items('gm', 'Planned objectives'),
    actualObjectives: items('table', 'Achievements'),
    /** Ids of the planned objectives that are ticked. */
    tickedObjectives: tags('gm', 'Ticked objectives', { input: 'hidden' }),
    tags: tags('gm', 'Tags'),

    scheduledAt: maybeWhole('table', 'Planned start', { input: 'instant' }),
    startedAt: maybeWhole('table', 'Started', { input: 'instant' }),
    endedAt: maybeWhole('table', 'Ended', { input: 'instant' }),
    /** IANA name of the time zone of the session. */
    zone: hidden('gm', 'Time zone'),
    /** The GM's correction of the computed duration, minutes. */
    correctedMinutes: maybeWhole('table', 'Duration override (minutes)', { min: 0 }),
    gameStart: maybeWhole('table', 'Game time at start', { input: 'gameTime', min: 0 }),
    gameEnd: maybeWhole('table', 'Game time at end', { input: 'gameTime', min: 0 }),
    /** The units of game time when it was played, see `sessionUnits`: another calendar does not re-spell its length. */
    timeUnits: json('gm', 'Units of game time', { input: 'hidden' }),
    /** Game times as an imported file spelled them; shown where they disagree with the totals (T-1). */
    gameStartText: hidden('gm', 'Game start as imported'),
    gameEndText: hidden('gm', 'Game end as imported'),

    gm: line('table', 'GM'),
    coGms: tags('table', 'Co-GMs'),
    roster: refs('table', 'Expected players', 'player', { input: 'hidden' }),
    attended: refs('table', 'Attended', 'player', { input: 'hidden' }),
    arrivedLate: refs('gm', 'Arrived late', 'player', { input: 'hidden' }),
    leftEarly: refs('gm', 'Left early', 'player', { input: 'hidden' }),
    /** `<player>:<character>`; a player may have played several characters (M-074). */
    played: tags('gm', 'Players and characters', { input: 'hidden' }),
    characters: refs('table', 'Characters', 'entity'),
    /** Entity links that a GM accepted from the notes. */
    entityIds: refs('gm', 'Mentioned entities', 'entity', { input: 'hidden' }),

    autoSummary: paragraph('gm', 'Auto summary', { input: 'hidden' }),
    highlights: items('table', 'Highlights'),
    npcsIntroduced: items('table', 'NPCs introduced'),
    locationsVisited: items('table', 'Places visited'),
    itemsAcquired: items('table', 'Items acquired'),
    questsStarted: items('table', 'Goals started'),
    questsCompleted: items('table', 'Goals completed'),

    /** Each stat three times: as a file reported it, as computed from events, and as the GM corrected it. */
    reportedStats: entries('table', 'Stats as imported', { input: 'hidden' }),
    computedStats: entries('table', 'Stats from events', { input: 'hidden' }),
    correctedStats: entries('table', 'Manual stats', { input: 'hidden' }),

    sharesNotes: flag('gm', 'Share session notes with players'),
    isPublished: flag('gm', 'Shared with players', { input: 'hidden' }),
    externalId: hidden('gm', 'Id in another tool'),
    imported: json('gm', 'As imported', { input: 'hidden' }),
  },
  texts: {
    summary: { label: 'Player summary', audience: 'table', placeholder: 'What players should remember…' },
    notes: { label: 'Session notes', audience: 'gm', placeholder: 'Session notes…' },
    next: { label: 'Planned for next session', audience: 'gm', placeholder: 'How the next session should open…' },
  },
});
export type Session = RecordOf<typeof SESSION>;

/** The three notes of a session; each is a rich text of its own in the body (M-262). */
export const SESSION_NOTES = ['prep_notes', 'play_notes', 'actual_notes'] as const;
export type SessionNote = (typeof SESSION_NOTES)[number];
