// Patterns for replies to an offer: yes, no, or which one.
import { anyOf, re } from '../patterns.ts';

export const ORDINALS: readonly string[] = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
export const NUMBERS: readonly string[] = ['one', 'two', 'three', 'four', 'five', 'six'];

const YES_WORDS = anyOf([
  'yes',
  'yeah',
  'yep',
  'yup',
  'ya',
  'aye',
  'ok(?:ay)?',
  'sure',
  'fine',
  'right',
  'correct',
  'absolutely',
  'definitely',
  'please',
  'perfect',
  'great',
  'good',
  'sounds good',
  'go on',
  'go ahead',
  'go for it',
  'do (?:it|that|so)',
  'please do',
  'make it(?: so)?',
  'create (?:it|that|them)',
  'add (?:it|that|them)',
  'save (?:it|that|them)',
  'keep (?:it|that|them)',
  'why not',
  "that(?:'s| is) (?:it|right|good|fine|the one)",
  'both',
  'all(?: of (?:them|those|it))?',
]);
export const YES = new RegExp(re`^(?:${YES_WORDS}[\s,.!]*)+$`, 'i');

const NO_WORDS = [
  'no',
  'nope',
  'nah',
  'none',
  'neither',
  'not (?:that|now|yet|this one)',
  'never ?mind',
  'cancel',
  'skip',
  'forget (?:it|that)',
  'leave (?:it|that)',
  'rather not',
  "don'?t",
];
const AFTER_NO = ['it', 'that', 'thanks', 'thank you', 'please', 'of (?:them|those)', 'bother'];
export const NO = new RegExp(re`^(?:${anyOf(NO_WORDS)}(?:\s+${anyOf(AFTER_NO)})*[\s,.!]*)+$`, 'i');

const CHOOSING = [
  'take',
  'create',
  'make',
  'add',
  'use',
  'save',
  'keep',
  'pick',
  'choose',
  'want',
  'like',
  'go with',
  'have',
];
/** "Yes, the second one". The group says which. */
export const WHICH = new RegExp(
  [
    re`^(?:(?:${YES_WORDS})[\s,.!]+)*`,
    re`(?:(?:i(?:'ll|'d)?|we(?:'ll)?|let(?:'s| us)?)\s+)?`,
    re`(?:${anyOf(CHOOSING)}\s+)?`,
    re`(?:the\s+|number\s+|option\s+|no\.?\s*|#\s*)?`,
    re`(${[...ORDINALS, ...NUMBERS, 'last', '1st', '2nd', '3rd', '[1-6]'].join('|')})`,
    re`(?:\s+(?:one|name|option|person|guy|of (?:them|those)|please))*[\s.!]*$`,
  ].join(''),
  'i',
);
