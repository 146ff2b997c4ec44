// Extracts the parts of a request: name, role, place, type, and whose stats are asked for.
import type { EntityType } from '@emberkeep/domain';
import { quotedIn, trimPunctuation, unquote } from './phrasing.ts';
import { STATS_REQUEST } from './vocabulary/intent-phrases.ts';
import {
  NAME_AFTER_TYPE,
  NAME_IN_APPOSITION,
  NAME_WITH_OF,
  PLACE_PHRASE,
  ROLE,
  ROLE_ALONE,
  TYPE_PATTERNS,
} from './vocabulary/name-phrases.ts';

/** What follows "called" or "named", without what is said of it afterwards. */
const nameAfterCalled = (text: string): string | null => {
  const called = /\b(?:called|named|titled|by the name of)\s+(?:it\s+)?(.+?)(?:,|\.|;|$)/i.exec(text)?.[1];
  return called
    ? called
        .replace(/\s+(?:please|pls|now|some ?day|tomorrow|later|today|tonight|for (?:this|that|them))$/i, '')
        .replace(/\s+(?:to|at|in|on|from|who|that|which|with|as|near)\s+(?:the|a|an|my|our|it)\b.*$|\s+so\b.*$/i, '')
        .replace(/^(?:the )?[a-z]+ (?=[A-Z])/, '')
    : null;
};

/** "The village of Thistledown" is Thistledown; "the Order of the Heron" keeps its first word. */
const nameWithOf = (text: string): string | null => {
  const found = NAME_WITH_OF.exec(text)?.[0];
  if (!found) return null;
  return /^(?:village|town|city|island|port|kingdom|barony|county) of /.test(found)
    ? found.replace(/^\w+ of /, '')
    : found;
};

/** The name in a request: in quotation marks, after "called", after a type, in apposition or with "of"; or null. */
export const nameIn = (text: string): string | null => {
  const name =
    quotedIn(text) ??
    nameAfterCalled(text) ??
    NAME_AFTER_TYPE.exec(text)?.[1] ??
    NAME_IN_APPOSITION.exec(text)?.[1] ??
    nameWithOf(text);
  return name === null ? null : unquote(name);
};

export const roleIn = (text: string): string | null => ROLE.exec(text)?.[0]?.toLowerCase() ?? null;

/** Where somebody is, or null. In "a name for the ferryman" the words after "for" are a role and no place. */
export const placeIn = (text: string): string | null => {
  const place = PLACE_PHRASE.exec(text)?.[1];
  return place && !/^(?:this|that|it|them|him|her|now)$/i.test(place.trim()) && !ROLE_ALONE.test(place.trim())
    ? trimPunctuation(place)
    : null;
};

const followedByType = (rest: string): boolean =>
  TYPE_PATTERNS.some(([pattern]) => new RegExp(`^ ${pattern.source}`, 'i').test(rest));

/** Type of the entity that is asked for: the first word for a type, before the name if possible. */
export const typeAsked = (text: string, name: string | null): EntityType | null => {
  const before = name ? text.slice(0, Math.max(0, text.indexOf(name))) : text;
  let best: { at: number; type: EntityType } | null = null;
  for (const [pattern, type] of TYPE_PATTERNS) {
    const found = pattern.exec(before) ?? pattern.exec(text);
    // Of a gun shop the shop counts.
    const at = found && !followedByType(text.slice(found.index + found[0].length)) ? found.index : undefined;
    if (at !== undefined && (best === null || at < best.at)) best = { at, type };
  }
  return best?.type ?? null;
};

/** Whose stats are asked for: "stats for a street thug" gives "street thug". */
export const statsSubject = (text: string): string =>
  trimPunctuation(
    (
      /\b(?:for|of|4)\s+(?:an?\s+|the\s+|some\s+)?(.+)$/i.exec(text)?.[1] ??
      /\b(?:would|does|do)\s+(?:an?\s+|the\s+)?(.+?)\s+have\b/i.exec(text)?.[1] ??
      text.replace(STATS_REQUEST, '')
    ).replace(/,?\s*(?:like|please|pls|quick|asap)\b.*$/i, ''),
  );
