// Reads an event of campaign JSON: an entry of a session's log, an event that names its session, or a line of text.
import { EVENT_CATEGORIES, eventType } from '@emberkeep/domain';
import { isObject, obj, opened, str, type Json } from '../json.ts';
import type { ImportedEvent } from './imported-campaign.ts';
import { readGameTime } from './read-game-time.ts';
import { instant, isTold, unknownKeys } from './values.ts';

const KNOWN_KEYS = new Set([
  'id',
  'sessionId',
  'session',
  'timestamp',
  'event',
  'event_type',
  'eventType',
  'type',
  'name',
  'title',
  'text',
  'description',
  'category',
  'character',
  'npc',
  'participants',
  'details',
  'gameTime',
  'realTime',
]);

const lineOfText = (value: unknown): ImportedEvent => ({
  externalId: '',
  eventType: 'OTHER',
  name: str(value) || JSON.stringify(value),
  category: 'other',
  character: '',
  npc: '',
  participants: {},
  details: {},
  at: null,
  gameTime: null,
  gameTimeText: '',
});

const participantsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(obj(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** What the fields of an event cannot hold, by the key that said it. */
const unreadOf = (told: Readonly<Record<string, { value: unknown; isRead: boolean }>>): Json =>
  Object.fromEntries(
    Object.entries(told).flatMap(([key, { value, isRead }]) => (isTold(value) && !isRead ? [[key, value]] : [])),
  );

/** Participants that are lists, numbers or objects; all of them where they are no object. */
const otherParticipants = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  const others = Object.entries(value).filter(([, each]) => isTold(each) && typeof each !== 'string');
  return others.length > 0 ? Object.fromEntries(others) : null;
};

const detailsOf = (value: unknown): Json => {
  if (isObject(value)) return value;
  return value === undefined || value === null ? {} : { details: value };
};

const NAME_KEYS = ['name', 'title', 'text', 'description'] as const;

/** Words that are not the event's name because another key comes first. */
const otherWordsOf = (event: Json, name: string): Json =>
  Object.fromEntries(NAME_KEYS.map((key) => [key, str(event[key])]).filter(([, text]) => text !== '' && text !== name));

export const readEvent = (value: unknown): ImportedEvent => {
  if (!isObject(value)) return lineOfText(value);
  // The event itself may be wrapped in an object that carries its time and session.
  const event = isObject(value['event']) ? value['event'] : value;
  const stamp = obj(value['timestamp']);
  const told = stamp['gameTime'] ?? value['gameTime'];
  const gameTime = readGameTime(told);
  const type = str(event['event_type'], event['eventType'], event['type']) || 'OTHER';
  const name = str(...NAME_KEYS.map((key) => event[key]));
  const category = str(event['category'], value['category']).toLowerCase();
  const knownCategory = EVENT_CATEGORIES.find((c) => c === category);
  const time = stamp['realTime'] ?? value['realTime'] ?? value['timestamp'] ?? event['timestamp'];
  const at = instant(time);
  return {
    externalId: str(value['id'], event['id']),
    eventType: type,
    name,
    category: knownCategory ?? eventType(type).category,
    character: str(event['character'], value['character']),
    npc: str(event['npc'], value['npc']),
    participants: participantsOf(event['participants']),
    details: {
      ...detailsOf(opened(event['details'] ?? value['details'])),
      ...otherWordsOf(event, name),
      ...unknownKeys(event, KNOWN_KEYS),
      ...unknownKeys(value, KNOWN_KEYS),
      ...unreadOf({
        category: { value: category, isRead: knownCategory !== undefined },
        participants: { value: otherParticipants(event['participants']), isRead: false },
        gameTime: { value: told, isRead: gameTime.total !== null },
        timestamp: { value: time, isRead: at !== null || isObject(time) },
      }),
    },
    at,
    gameTime: gameTime.total,
    gameTimeText: gameTime.formatted,
  };
};
