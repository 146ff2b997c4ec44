// The types of events that the app knows, each with its category, its form and the participant that it asks for. The
// set is open: an event may have any other type.

/** The roles in which an entity takes part in an event. */
export const PARTICIPANT_ROLES = ['actor', 'target', 'location', 'item'] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

export const EVENT_CATEGORIES = ['combat', 'exploration', 'social', 'other'] as const;
export type EventCategory = (typeof EVENT_CATEGORIES)[number];

/** A field of an event's form; its value is stored in `details` under `key`. */
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
  /** Has a button in the quick-log bar: the seven types of a Blades log, experience and treasure. */
  isQuick?: boolean;
  details: readonly EventDetail[];
  /** Which participant the form asks for. */
  participant?: ParticipantRole;
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
      { key: 'outcome', label: 'Outcome', input: 'text' },
    ],
  },
  { type: 'sanity', label: 'Sanity', category: 'other', details: [amount('Change')] },
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
  { type: 'clue_found', label: 'Clue found', category: 'exploration', details: [], participant: 'item' },
  { type: 'npc_introduced', label: 'NPC met', category: 'social', details: [], participant: 'actor' },
  {
    type: 'dialogue',
    label: 'Dialogue',
    category: 'social',
    details: [{ key: 'quote', label: 'Words', input: 'text' }],
    participant: 'actor',
  },
  { type: 'treasure', label: 'Treasure', category: 'exploration', isQuick: true, details: [amount()] },
  { type: 'xp', label: 'XP', category: 'other', isQuick: true, details: [amount()] },
  { type: 'quest_started', label: 'Goal starts', category: 'other', details: [] },
  {
    type: 'quest_progress',
    label: 'Goal moves on',
    category: 'other',
    details: [{ key: 'progress', label: 'How', input: 'text' }],
  },
  {
    type: 'quest_completed',
    label: 'Goal done',
    category: 'other',
    details: [{ key: 'progress', label: 'How', input: 'text' }],
  },
  {
    type: 'quest_failed',
    label: 'Goal failed',
    category: 'other',
    details: [{ key: 'progress', label: 'How', input: 'text' }],
  },
  { type: 'clock_filled', label: 'Clock full', category: 'other', details: [] },
  { type: 'chapter_end', label: 'Chapter ends', category: 'other', details: [] },
  { type: 'boss_defeated', label: 'Boss defeated', category: 'combat', details: [], participant: 'target' },
  { type: 'betrayal_revealed', label: 'Betrayal revealed', category: 'social', details: [], participant: 'actor' },
  { type: 'rest', label: 'Rest', category: 'other', details: [], participant: 'location' },
  {
    type: 'time_passed',
    label: 'Time passes',
    category: 'other',
    details: [
      { key: 'amount', label: 'How long', input: 'number' },
      { key: 'unit', label: 'Unit', input: 'choice', options: ['rounds', 'minutes', 'hours', 'days'] },
    ],
  },
];

/** True for an event that moves a goal, of any version or tool. The stored types are older than the word "goal". */
export const isGoalEvent = (type: string): boolean => type.startsWith('quest');

const TYPE_BY_NAME = new Map(EVENT_TYPES.map((t) => [t.type, t]));
/** The declared type, or a plain one for a word of another version or tool. */
export const eventType = (type: string): EventType =>
  TYPE_BY_NAME.get(type) ?? { type, label: type.replaceAll('_', ' '), category: 'other', details: [] };
