// Owns what happened at the table, one record each (R-3, M-150): an open set of types that holds every type the source
// documents name, a category, who took part, details of any shape, real time and game time. "Event" on screen.
// Events live in the body of their session and never change place; a later edit is a key beside the first writing.
import {
  choice,
  defineRecord,
  hidden,
  json,
  line,
  maybeWhole,
  openChoice,
  ref,
  whole,
  type RecordOf,
} from './fields.ts';

export const EVENT_CATEGORIES = ['combat', 'exploration', 'social', 'other'] as const;
export type EventCategory = (typeof EVENT_CATEGORIES)[number];

/** A field of an event's small form; it is written into `details` under `key`. */
export interface EventDetail {
  key: string;
  label: string;
  input: 'text' | 'number' | 'choice';
  options?: readonly string[];
}

export interface EventType {
  type: string;
  label: string;
  category: EventCategory;
  /** One of the seven of the Blades log: a button of the quick-log bar. */
  isQuick?: boolean;
  details: readonly EventDetail[];
  /** Which participant the form asks for. */
  participant?: 'actor' | 'target' | 'location' | 'item';
}

const amount = (label = 'Amount'): EventDetail => ({ key: 'amount', label, input: 'number' });

export const EVENT_TYPES: readonly EventType[] = [
  {
    type: 'DICE_ROLL',
    label: 'Dice roll',
    category: 'other',
    isQuick: true,
    details: [
      { key: 'position', label: 'Position', input: 'choice', options: ['controlled', 'risky', 'desperate'] },
      { key: 'effect', label: 'Effect', input: 'choice', options: ['limited', 'standard', 'great'] },
      { key: 'result', label: 'Result', input: 'number' },
    ],
  },
  { type: 'STRESS_CHANGE', label: 'Stress', category: 'other', isQuick: true, details: [amount('Change')] },
  {
    type: 'HARM_APPLIED',
    label: 'Harm',
    category: 'combat',
    isQuick: true,
    details: [
      { key: 'level', label: 'Level', input: 'choice', options: ['lesser', 'moderate', 'severe', 'fatal'] },
      { key: 'harm', label: 'Harm', input: 'text' },
    ],
  },
  {
    type: 'ITEM_ACQUIRED',
    label: 'Item',
    category: 'exploration',
    isQuick: true,
    details: [{ key: 'item', label: 'Item', input: 'text' }],
    participant: 'item',
  },
  {
    type: 'DEVILS_BARGAIN',
    label: 'Bargain',
    category: 'other',
    isQuick: true,
    details: [{ key: 'bargain', label: 'Bargain', input: 'text' }],
  },
  {
    type: 'LOCATION_CHANGE',
    label: 'Move',
    category: 'exploration',
    isQuick: true,
    details: [{ key: 'to', label: 'Where to', input: 'text' }],
    participant: 'location',
  },
  { type: 'OTHER', label: 'Note', category: 'other', isQuick: true, details: [] },
  { type: 'combat_start', label: 'Combat starts', category: 'combat', details: [] },
  {
    type: 'combat_end',
    label: 'Combat ends',
    category: 'combat',
    details: [
      { key: 'rounds', label: 'Rounds', input: 'number' },
      { key: 'outcome', label: 'Outcome', input: 'text' },
    ],
  },
  {
    type: 'damage',
    label: 'Damage',
    category: 'combat',
    details: [amount(), { key: 'to', label: 'Taken by', input: 'choice', options: ['enemies', 'party'] }],
    participant: 'target',
  },
  { type: 'healing', label: 'Healing', category: 'combat', details: [amount()], participant: 'target' },
  {
    type: 'npc_killed',
    label: 'Defeated',
    category: 'combat',
    details: [{ key: 'count', label: 'How many', input: 'number' }],
    participant: 'target',
  },
  { type: 'location_discovered', label: 'Place found', category: 'exploration', details: [], participant: 'location' },
  {
    type: 'rooms_explored',
    label: 'Rooms explored',
    category: 'exploration',
    details: [
      { key: 'explored', label: 'Explored', input: 'number' },
      { key: 'total', label: 'Of', input: 'number' },
    ],
    participant: 'location',
  },
  { type: 'npc_introduced', label: 'NPC met', category: 'social', details: [], participant: 'actor' },
  {
    type: 'dialogue',
    label: 'Dialogue',
    category: 'social',
    details: [{ key: 'quote', label: 'Words', input: 'text' }],
    participant: 'actor',
  },
  { type: 'treasure', label: 'Treasure', category: 'exploration', details: [amount()] },
  { type: 'xp', label: 'XP', category: 'other', details: [amount()] },
  { type: 'quest_started', label: 'Quest starts', category: 'other', details: [] },
  {
    type: 'quest_progress',
    label: 'Quest moves on',
    category: 'other',
    details: [{ key: 'progress', label: 'How', input: 'text' }],
  },
  { type: 'quest_completed', label: 'Quest done', category: 'other', details: [] },
  { type: 'quest_failed', label: 'Quest failed', category: 'other', details: [] },
  { type: 'clock_filled', label: 'Clock full', category: 'other', details: [] },
  { type: 'chapter_end', label: 'Chapter ends', category: 'other', details: [] },
  { type: 'boss_defeated', label: 'Boss defeated', category: 'combat', details: [], participant: 'target' },
  { type: 'betrayal_revealed', label: 'Betrayal revealed', category: 'social', details: [], participant: 'actor' },
  { type: 'rest', label: 'Rest', category: 'other', details: [], participant: 'location' },
  {
    type: 'time_passed',
    label: 'Time passes',
    category: 'other',
    details: [{ key: 'seconds', label: 'Seconds', input: 'number' }],
  },
];

const TYPE_BY_NAME = new Map(EVENT_TYPES.map((t) => [t.type, t]));
/** The declared type, or one made up for a word that another version or tool brought. */
export const eventType = (type: string): EventType =>
  TYPE_BY_NAME.get(type) ?? { type, label: type.replaceAll('_', ' '), category: 'other', details: [] };
export const QUICK_EVENT_TYPES: readonly EventType[] = EVENT_TYPES.filter((t) => t.isQuick);

/** Ids or plain names by role; an import may bring names that are nobody's record yet. */
export type Participants = Readonly<Partial<Record<'actor' | 'target' | 'location' | 'item', string>>>;

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
    participants: json('table', 'Who took part', { input: 'hidden' }),
    /** Any JSON object, kept whole; unknown keys too (M-025). */
    details: json('table', 'Details', { input: 'hidden' }),
    clockId: ref('gm', 'Ticks a clock', 'clock', { input: 'hidden' }),
    goalId: ref('gm', 'Moves a goal', 'goal', { input: 'hidden' }),
    /** When it happened, Unix ms, by the device that logged it; may be corrected. */
    at: whole('table', 'Time', { input: 'instant' }),
    gameTime: maybeWhole('table', 'Game time', { input: 'gameTime', min: 0 }),
    gameTimeText: hidden('gm', 'Game time as imported'),
    isSecret: {
      ...choice('gm', 'Players', ['shared', 'secret'], 'shared', {
        optionLabels: { shared: 'May read it', secret: 'May not' },
      }),
    },
  },
});
export type TimelineEvent = RecordOf<typeof TIMELINE_EVENT>;

/** By time, ties by id: the same on every device (M-027, M-139). */
export const byTime = (a: Pick<TimelineEvent, 'at' | 'id'>, b: Pick<TimelineEvent, 'at' | 'id'>): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** `details` as an object of unknown values; anything else reads as empty. */
export const eventDetails = (event: Pick<TimelineEvent, 'details'>): Readonly<Record<string, unknown>> =>
  typeof event.details === 'object' && event.details !== null && !Array.isArray(event.details)
    ? (event.details as Record<string, unknown>)
    : {};

export const eventParticipants = (event: Pick<TimelineEvent, 'participants'>): Participants => {
  const value = event.participants;
  if (typeof value !== 'object' || value === null) return {};
  const found: Record<string, string> = {};
  for (const role of ['actor', 'target', 'location', 'item']) {
    const who = (value as Record<string, unknown>)[role];
    if (typeof who === 'string' && who) found[role] = who;
  }
  return found;
};

/** Every record that an event names. */
export const eventEntityIds = (event: TimelineEvent): string[] => [
  ...new Set([event.characterId, event.npcId, ...Object.values(eventParticipants(event))].filter(Boolean)),
];

const spoken = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** One line for a log: type, words, and what its details say; a dice roll prints position, effect and result (M-026). */
export const eventLine = (event: TimelineEvent, nameOf: (id: string) => string = (id) => id): string => {
  const details = eventDetails(event);
  const type = eventType(event.eventType);
  const people = eventParticipants(event);
  const parts = type.details.map((d) => spoken(details[d.key])).filter(Boolean);
  const who = [
    event.characterId,
    event.npcId,
    people.actor ?? '',
    people.target ?? '',
    people.location ?? '',
    people.item ?? '',
  ]
    .filter(Boolean)
    .map(nameOf);
  return (
    [...new Set([event.name, ...who])].filter(Boolean).join(' · ') +
    (parts.length > 0 ? `${event.name || who.length > 0 ? ': ' : ''}${parts.join(' / ')}` : '')
  );
};
