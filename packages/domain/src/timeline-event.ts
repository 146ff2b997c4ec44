// An event: one thing that happened in a session (R-3, M-150). Events are stored in the body of their session. A
// later edit is a key beside the packed creation.
import { confidenceFields } from './confidence.ts';
import { choice, hidden, line, maybeWhole, openChoice, ref, whole } from './fields.ts';
import {
  EVENT_CATEGORIES,
  EVENT_TYPES,
  eventType,
  isGoalEvent,
  PARTICIPANT_ROLES,
  type ParticipantRole,
} from './event-types.ts';
import { amountWords } from './money.ts';
import { parts } from './parts.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { timePassedWords } from './time-passed.ts';
import { isPlainObject } from './values.ts';

/** Ids of entities by role, or plain names: an import may name entities that have no record. */
export type Participants = Readonly<Partial<Record<ParticipantRole, string>>>;

/** Whether players may read an event. */
export const EVENT_VISIBILITIES = ['shared', 'secret'] as const;

export const TIMELINE_EVENT = defineRecord({
  kind: 'event',
  root: 'events',
  home: 'body',
  label: 'Event',
  plural: 'Events',
  title: 'eventType',
  isPacked: true,
  fields: {
    sessionId: ref('gm', 'Session', 'session', { input: 'hidden' }),
    eventType: openChoice(
      'table',
      'Type',
      EVENT_TYPES.map((t) => t.type),
      'OTHER',
      { optionLabels: Object.fromEntries(EVENT_TYPES.map((t) => [t.type, t.label])) },
    ),
    name: line('table', 'What happened'),
    category: choice('table', 'Category', EVENT_CATEGORIES, 'other'),
    characterId: ref('table', 'Character', 'entity'),
    npcId: ref('table', 'NPC', 'entity'),
    participants: parts('table', 'Participants', { input: 'hidden' }),
    /** Any JSON object, with its unknown keys (M-025). */
    details: parts('table', 'Details', { input: 'hidden' }),
    clockId: ref('gm', 'Advances a clock', 'clock', { input: 'hidden' }),
    goalId: ref('gm', 'Updates a goal', 'goal', { input: 'hidden' }),
    /** Unix milliseconds, by the clock of the device that logged it; GMs can correct it. */
    at: whole('table', 'Time', { input: 'instant' }),
    gameTime: maybeWhole('table', 'Game time', { input: 'gameTime', min: 0 }),
    gameTimeText: hidden('gm', 'Game time as imported'),
    visibility: {
      ...choice('gm', 'Players', EVENT_VISIBILITIES, 'shared', {
        optionLabels: { shared: 'Visible to players', secret: 'GM only' },
      }),
      stored: 'isSecret',
      exported: 'isSecret',
    },
    /** An event that the assistant logged is a draft until a GM makes it canon. */
    ...confidenceFields(),
  },
});
export type TimelineEvent = RecordOf<typeof TIMELINE_EVENT>;

/** True for an event that players may read. */
export const isSharedEvent = (event: Pick<TimelineEvent, 'visibility'>): boolean => event.visibility === 'shared';

/** Compares by time, ties by id, so that every device shows one order (M-027, M-139). */
export const byTime = (a: Pick<TimelineEvent, 'at' | 'id'>, b: Pick<TimelineEvent, 'at' | 'id'>): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** `details` as an object; anything else reads as empty. */
export const eventDetails = (event: Pick<TimelineEvent, 'details'>): Readonly<Record<string, unknown>> =>
  isPlainObject(event.details) ? event.details : {};

/** The participants that are texts; anything else is left out. */
export const eventParticipants = (event: Pick<TimelineEvent, 'participants'>): Participants => {
  const value = event.participants;
  if (typeof value !== 'object' || value === null) return {};
  const found: Record<string, string> = {};
  for (const role of PARTICIPANT_ROLES) {
    const who = (value as Record<string, unknown>)[role];
    if (typeof who === 'string' && who) found[role] = who;
  }
  return found;
};

/** The entities that an event names, and names without a record. */
export const eventEntityIds = (event: TimelineEvent): string[] => [
  ...new Set([event.characterId, event.npcId, ...Object.values(eventParticipants(event))].filter(Boolean)),
];

const detailWords = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The details of an event's type in words. */
const detailsOfType = (
  { eventType: type }: TimelineEvent,
  values: Readonly<Record<string, unknown>>,
  currency: string,
): string[] => {
  if (type === 'time_passed') return [timePassedWords(values)].filter(Boolean);
  if (type === 'treasure') return [amountWords(values['amount'], currency)].filter(Boolean);
  return eventType(type)
    .details.map(({ key }) => detailWords(values[key]))
    .filter(Boolean);
};

/**
 * An event on one line: its name, its participants and its details; a dice roll has position, effect, result (M-026).
 * `currency` is the campaign's word for money, which treasure is told in.
 */
export const eventLine = (event: TimelineEvent, nameOf: (id: string) => string = (id) => id, currency = ''): string => {
  const values = eventDetails(event);
  const people = eventParticipants(event);
  const ids = [event.characterId, event.npcId, ...PARTICIPANT_ROLES.map((role) => people[role] ?? '')];
  const who = ids.filter(Boolean).map(nameOf);
  const details = detailsOfType(event, values, currency);
  // The names that a fight gave it, which players are never told.
  const told = [values['fight'], values['fighter']].map(detailWords);
  const subject = [...new Set([event.name, ...who, ...told])].filter(Boolean).join(' · ');
  if (details.length === 0) return subject;
  return `${subject}${subject ? ': ' : ''}${details.join(' / ')}`;
};

/**
 * An event on one line that stands alone: its type comes first where nobody gave it words of its own, and where they
 * are the name of a goal, which does not say whether it was reached.
 */
export const eventWords = (event: TimelineEvent, nameOf?: (id: string) => string, currency = ''): string => {
  const line = eventLine(event, nameOf, currency);
  const saysType = event.name !== '' && !isGoalEvent(event.eventType);
  return saysType || line === '' ? line : `${eventType(event.eventType).label}: ${line}`;
};
