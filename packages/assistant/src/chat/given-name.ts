// The name that a GM gives to a new person. A name that was given is kept: one is invented only where there is none.
import { isCommon } from '../names/word-kinds.ts';
import { wordSet } from '../vocabulary/patterns.ts';
import { capitalise } from './letter-case.ts';
import { trimPunctuation } from './phrasing.ts';
import { ALL_TYPE_WORDS } from './vocabulary/entity-types.ts';
import {
  GIVEN_AFTER_COLON,
  GIVEN_IN_SMALL_LETTERS,
  NAME_AFTER_NPC,
  NAME_BEFORE_NPC,
} from './vocabulary/given-names.ts';
import { ROLE } from './vocabulary/name-phrases.ts';
import { MAKE } from './vocabulary/request-phrases.ts';

/** Verbs before a name: "Add Nan" begins with a capital too. */
const LEADING_VERB = new RegExp(`^(?:${MAKE})\\s+`, 'i');
/** Words that say what somebody is, not who: "npc: a smith", "npc: someone for the gate". */
const DESCRIBES = /^(?:an?|the|some|any|my|our|another|someone|somebody|who|with|for|at|in|from|that|to)\b/i;

const SAYS_WHAT = wordSet([
  ...ALL_TYPE_WORDS,
  'owner',
  'driver',
  'lady',
  'woman',
  'man',
  'boy',
  'girl',
  'child',
  'friend',
]);
const isDescription = (word: string): boolean => isCommon(word) || SAYS_WHAT.has(word.toLowerCase());

/** Words that may be a name: none of them says what somebody is or does. */
const asName = (words: string): string | null => {
  const given = trimPunctuation(words.replace(/\s+(?:please|pls|now|for|at|in|from|who|with|as)\b.*$/i, ''));
  if (given === '' || DESCRIBES.test(given) || ROLE.test(given)) return null;
  const parts = given.split(' ');
  if (parts.length > 4 || parts.every(isDescription)) return null;
  if (given !== given.toLowerCase()) return given;
  // In small letters, each of the words must be one that could be a name.
  return parts.some(isDescription) ? null : parts.map(capitalise).join(' ');
};

const beforeNpc = (said: string): string | null => {
  const name = NAME_BEFORE_NPC.exec(said.replace(LEADING_VERB, ''))?.[1];
  return name && !name.split(' ').every(isDescription) ? name : null;
};

/** The name of a new person in a request that speaks of an NPC, or null. */
export const personNameIn = (said: string): string | null => {
  const after = NAME_AFTER_NPC.exec(said);
  const name = after?.[1] ?? after?.[2];
  if (name && !name.split(' ').every(isDescription)) return name;
  return (
    beforeNpc(said) ??
    asName(GIVEN_AFTER_COLON.exec(said)?.[1] ?? '') ??
    asName(GIVEN_IN_SMALL_LETTERS.exec(said)?.[1] ?? '')
  );
};
