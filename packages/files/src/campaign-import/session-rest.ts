// What a session of campaign JSON says in its nested objects and no field of ours holds: kept under `imported`.
import { GATHERED_LISTS, STATS } from '@emberkeep/domain';
import { isObject, num, obj, str, type Json } from '../json.ts';
import { isTold, listOrOne, unknownKeys } from './values.ts';

export const SUMMARY_LISTS = ['highlights', ...GATHERED_LISTS] as const;

/** The keys that are read of each nested object. */
const KNOWN_KEYS = {
  realTime: new Set(['startTime', 'endTime', 'durationMinutes']),
  // What has passed follows from start and end.
  gameTime: new Set(['startTime', 'endTime', 'elapsed']),
  participants: new Set(['gm', 'players', 'characters']),
  summary: new Set<string>(['auto', 'gm', ...SUMMARY_LISTS]),
  stats: new Set<string>(),
} as const;

const PLAYER_KEYS = new Set(['userId', 'id', 'name', 'characterIds', 'attended', 'arrivedLate', 'leftEarly']);

/** A nested value that is no object is not read at all; a summary may be one text. */
const restOf = (key: keyof typeof KNOWN_KEYS, value: unknown): unknown => {
  if (isObject(value)) return unknownKeys(value, KNOWN_KEYS[key]);
  return key === 'summary' && typeof value === 'string' ? null : value;
};

const isUnreadStat = ([key, value]: [string, unknown]): boolean =>
  isTold(value) && !((STATS as readonly string[]).includes(key) && num(value) !== null);

const playersRest = (session: Json): Json =>
  Object.fromEntries(
    listOrOne(obj(session['participants'])['players'])
      .filter(isObject)
      .map((player) => [str(player['name'], player['userId'], player['id']), unknownKeys(player, PLAYER_KEYS)] as const)
      .filter(([, rest]) => Object.keys(rest).length > 0),
  );

const isEmpty = (value: unknown): boolean => !isTold(value) || (isObject(value) && Object.keys(value).length === 0);

/** By the key of each nested object; players by their names. */
export const nestedRest = (session: Json): Json => {
  const rest: Json = Object.fromEntries(
    (Object.keys(KNOWN_KEYS) as (keyof typeof KNOWN_KEYS)[]).map((key) => [key, restOf(key, session[key])]),
  );
  if (isObject(rest['stats'])) rest['stats'] = Object.fromEntries(Object.entries(rest['stats']).filter(isUnreadStat));
  rest['players'] = playersRest(session);
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)));
};

/** What is left over, as the GM reads it: `mood`, `stats.bossKills`. */
export const leftOver = (rest: Json): string[] =>
  Object.entries(rest).flatMap(([key, value]) =>
    isObject(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
  );
