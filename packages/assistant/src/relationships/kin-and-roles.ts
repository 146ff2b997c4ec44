// Patterns for kin and roles: "her brother, Callum", "Jorra's bodyguard Ash", "Nim Fairlow, his niece".
import { KIN_WORDS, LOVERS } from '../vocabulary/kin.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { AFTER_NON_LETTER, LETTERS, WORD_END } from '../vocabulary/patterns.ts';
import type { RelationshipKind } from './relationship-rules.ts';

const POSSESSIVE = "^['’]s?\\s+";
const UP_TO_TWO_WORDS = `(?:[${LETTERS}-]+\\s+){0,2}`;
const AFTER_PRONOUN = `${AFTER_NON_LETTER}(?:his|her|their|its)\\s+${UP_TO_TWO_WORDS}`;
/** What may stand between a role and the name: "his rival, a smith called". */
const CALLED = `(?:is |was |called |named |\\(?(?:an?\\s+(?:[${LETTERS}-]+\\s+){1,4})?(?:called|named)\\s+|\\()?`;

// ---------------------------------------------------------------- kin

const KIN_OF =
  `,?\\s+(?:(?:is|was)\\s+)?(?:the |an? )?(?:[${LETTERS}-]+\\s+)?(?:${KIN_WORDS})\\s+(?:of|to)\\s+` +
  `(?:the )?(?:(?:${ROLE_WORDS}),?\\s+)?`;
/** Between two names: "Gudrun's brother Leif", "Leif, brother of Gudrun". */
export const KIN_BETWEEN = new RegExp(
  `^(?:['’]s?\\s+${UP_TO_TWO_WORDS}(?:${KIN_WORDS}),?\\s+${CALLED}|${KIN_OF})$`,
  'i',
);
/** After the second name: "Leif, Gudrun's brother". */
export const KIN_AFTER = new RegExp(`${POSSESSIVE}${UP_TO_TWO_WORDS}(?:${KIN_WORDS})${WORD_END}`, 'i');
/** Before a name: "her brother, Callum". */
export const HIS_KIN = new RegExp(`${AFTER_PRONOUN}(?:${KIN_WORDS}),?\\s+(?:is |was |called |named |\\()?$`, 'i');
/** After a name: "Nim Fairlow, his niece". */
export const APPOSED_KIN = new RegExp(`^,\\s+(?:his|her|their)\\s+${UP_TO_TWO_WORDS}(?:${KIN_WORDS})${WORD_END}`, 'i');

// ---------------------------------------------------------------- roles, the role in the first group unless noted

/** Between two names: "Jorra's bodyguard, Ash". */
export const ROLE_BETWEEN = new RegExp(`${POSSESSIVE}${UP_TO_TWO_WORDS}(${ROLE_WORDS}),?\\s+${CALLED}$`, 'i');
/** After the second name: "Ash, Jorra's bodyguard". */
export const ROLE_IN_POSSESSION = new RegExp(`${POSSESSIVE}${UP_TO_TWO_WORDS}(${ROLE_WORDS})${WORD_END}`, 'i');
/** Before a name: "his rival, Dean Tyrsin". */
export const HIS_ROLE = new RegExp(
  `${AFTER_PRONOUN}(${ROLE_WORDS}|second|right hand|skald),?\\s+(?:is |was |called |named |\\()?` +
    `(?:an?\\s+(?:[${LETTERS}-]+\\s+){1,4}(?:called|named)\\s+)?$`,
  'i',
);
/** After a name: "Ash, her bodyguard". The first group is the pronoun, if there is one; the second is the role. */
export const APPOSED_ROLE = new RegExp(
  `^,\\s+(?:(his|her|their)|(?:the|an?)|[${LETTERS}][${LETTERS}]+['’]s)\\s+` +
    `${UP_TO_TWO_WORDS}(${ROLE_WORDS})${WORD_END}(?!\\s+of)`,
  'i',
);
/** Before the name of the leader of a group named earlier: "Their captain is". */
export const THEIR_LEADER = new RegExp(
  '(?:^|[^\\p{L}])[Tt]heir\\s+(?:\\p{L}+\\s+)?(?:leader|boss|captain|chief|head|commander),?\\s+(?:is\\s+|was\\s+)?' +
    '(?:an?\\s+(?:[\\p{L}-]+\\s+){1,4}(?:called|named)\\s+)?$',
  'u',
);
export const LEADER_ROLE = /leader|boss|captain|chief|head|commander|queen|king/i;

// ---------------------------------------------------------------- what they say

const FAMILY: RelationshipKind = { type: 'family', tone: 'positive' };
const LOVES: RelationshipKind = { type: 'loves', tone: 'positive' };

/** How two are related by the words that match a pattern of kin; null where they do not match it. */
export const kinIn = (pattern: RegExp, words: string): RelationshipKind | null => {
  const matched = pattern.exec(words)?.[0];
  if (matched === undefined) return null;
  return LOVERS.test(matched) ? LOVES : FAMILY;
};
export const LEADS: RelationshipKind = { type: 'leads', tone: 'positive' };

/** How the owner of a role is related to whoever holds it. The first entry whose words match applies. */
const ROLE_KINDS: readonly (RelationshipKind & { words: RegExp })[] = [
  { words: /rival|competitor/i, type: 'rival', tone: 'negative' },
  { words: /enemy|nemesis|murderer|killer|tormentor|creditor|stalker/i, type: 'enemy', tone: 'negative' },
  { words: /friend|ally|partner|colleague|companion|accomplice|contact/i, type: 'friendly', tone: 'positive' },
  { words: /lover|mistress|sweetheart/i, type: 'loves', tone: 'positive' },
  {
    words: /boss|employer|patron|master|leader|captain|chief|commander|mentor|client|handler/i,
    type: 'employs',
    tone: 'positive',
    isReversed: true,
  },
  { words: /./, type: 'employs', tone: 'positive' },
];

export const kindOfRole = (role: string): RelationshipKind => ROLE_KINDS.find((k) => k.words.test(role))!;
