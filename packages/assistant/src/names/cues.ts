// Phrases that announce a name: "a shaman called Ssithra". Lower-case notes have no other sign of one.
import { KIN_WORDS } from '../vocabulary/kin.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { CLEAR_TITLES } from '../vocabulary/titles.ts';
import { AFTER_NON_LETTER, LETTERS, oneOf, WORD_END } from '../vocabulary/patterns.ts';

export interface Cue {
  /** The first group is the name, possibly with ordinary words behind it. */
  pattern: RegExp;
  rule: string;
  /** Used only for lower-case notes: too weak where capitals exist. */
  lowerOnly: boolean;
}

const NAME_WORD = "[\\p{L}][\\p{L}\\p{M}'’-]+";
const NAME = `${NAME_WORD}(?:\\s+(?:de|von|van|la|le|of|the)\\s+${NAME_WORD}|(?:\\s+|[・·])[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}'’-]+)*`;

const CALLED = new RegExp(`\\b(?:called|named|name is|name of|goes by|known as)\\s+(${NAME})`, 'giu');

const APPOSITION = new RegExp(
  `\\b(?:${KIN_WORDS}|${ROLE_WORDS})(?:'s|s)?,\\s+(${NAME})(?=[,.;)!?]|\\s*$|\\s+(?:who|says|said|and)\\b)`,
  'gimu',
);

const IN_BRACKETS = new RegExp(
  `\\b(?:name|brother|sister|son|daughter|wife|husband)(?:'s|s)?(?:\\s+\\w+)?\\s+\\((${NAME})\\)`,
  'giu',
);

const NEVER_AFTER_A_TITLE = [
  'is',
  'was',
  'has',
  'had',
  'and',
  'or',
  'of',
  'the',
  'in',
  'on',
  'at',
  'to',
  'who',
  'with',
  'for',
  'says',
  'said',
  'will',
  'can',
  'came',
  'comes',
  'wants',
  'from',
  'here',
  'there',
  'then',
  'that',
  'a',
  'an',
  'he',
  'she',
  'it',
  'they',
  'we',
  'his',
  'her',
];
const TITLED = new RegExp(
  `${AFTER_NON_LETTER}((?:${CLEAR_TITLES})\\s+` +
    `(?!${oneOf(NEVER_AFTER_A_TITLE)}\\b)[${LETTERS}][${LETTERS}'’-]{2,})`,
  'gi',
);

const NAMED_PLACES = [
  'casino',
  'hotel',
  'cafe',
  'café',
  'bar',
  'club',
  'inn',
  'villa',
  'castle',
  'port',
  'lake',
  'mount',
];
const PLACE_THEN_NAME = new RegExp(
  `${AFTER_NON_LETTER}(?:in|at|to|into) (?:the )?(${oneOf(NAMED_PLACES)}\\s+[${LETTERS}][${LETTERS}'’-]{3,})`,
  'gi',
);

const NAMED_HEADS = [
  'gang',
  'guild',
  'cult',
  'lodge',
  'crew',
  'cask',
  'tavern',
  'inn',
  'gate',
  'sanctorium',
  'mine',
  'bridge',
];
const NAME_THEN_HEAD = new RegExp(
  `${AFTER_NON_LETTER}the ([${LETTERS}'’-]{4,} ${oneOf(NAMED_HEADS)})${WORD_END}`,
  'gi',
);

export const CUES: readonly Cue[] = [
  { pattern: CALLED, rule: 'called', lowerOnly: false },
  { pattern: APPOSITION, rule: 'apposition', lowerOnly: true },
  { pattern: IN_BRACKETS, rule: 'in brackets', lowerOnly: true },
  { pattern: TITLED, rule: 'title', lowerOnly: true },
  { pattern: PLACE_THEN_NAME, rule: 'place', lowerOnly: true },
  { pattern: NAME_THEN_HEAD, rule: 'place', lowerOnly: true },
];
