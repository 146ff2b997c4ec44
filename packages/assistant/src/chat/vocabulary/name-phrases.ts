// Patterns for names, roles and places in a request for a new entity.
import type { EntityType } from '@emberkeep/domain';
import { oneOf, longestFirst, re } from '../../vocabulary/patterns.ts';
import { ALL_TYPE_WORDS, TYPE_WORDS } from './entity-types.ts';
import { ROLES } from './npc-roles.ts';

/** A role that a new NPC can have. */
export const ROLE = new RegExp(re`\b(?:${longestFirst(ROLES)})\b`, 'i');

/** A role and nothing else, with or without an article. */
export const ROLE_ALONE = new RegExp(`^(?:the |an? )?(?:${longestFirst(ROLES)})$`, 'i');

/** How an entity of each type is called, also as the end of a compound ("bookshop"). */
export const TYPE_PATTERNS: readonly (readonly [RegExp, EntityType])[] = TYPE_WORDS.map(
  ([type, words]) =>
    [new RegExp(re`\b(?:\w+(?=shop|house|store|yard)|)(?:${longestFirst(words)})s?\b`, 'i'), type] as const,
);

/** A capitalised word. */
const CAPITALISED = re`[A-Z][\w'’-]*`;
const wordsThatJoin = (words: readonly string[]): string => re`(?:\s+(?:${oneOf(words)}\s+)*${CAPITALISED})*`;

/** "Item Rope of Stars", "npc Gareth the Bold". The group is the name. */
export const NAME_AFTER_TYPE = new RegExp(
  [
    re`\b(?:npc|character|person|${longestFirst(ALL_TYPE_WORDS.filter((word) => !word.endsWith(' of')))})\s+`,
    re`((?:[Tt]he\s+)?${CAPITALISED}${wordsThatJoin(['of', 'the', 'and', 'de', 'von', 'la', 'le'])})`,
  ].join(''),
);

/** "A new gang, the Lampblacks". The group is the name. */
export const NAME_IN_APPOSITION = new RegExp(
  [
    re`\b(?:new|a|an|another)\s+[a-z]+(?: [a-z]+)?,\s+(?:the\s+)?`,
    re`(${CAPITALISED}${wordsThatJoin(['of', 'the', 'and', 'de', 'von'])})(?=\s*[.!,]|\s*$)`,
  ].join(''),
);

const NAMED_BY_OF = [
  'village',
  'town',
  'city',
  'island',
  'house',
  'order',
  'temple',
  'church',
  'cult',
  'guild',
  'kingdom',
  'barony',
  'county',
  'school',
  'brotherhood',
  'sisterhood',
  'temple',
  'inn',
  'port',
  'isle',
  'forest',
  'castle',
  'tower',
];
/** "The village of Thistledown", "the Order of the Heron". */
export const NAME_WITH_OF = new RegExp(re`\b${oneOf(NAMED_BY_OF)} of (?:the )?${CAPITALISED}(?: ${CAPITALISED})*`);

/** Where somebody is: "at the Anchor". The group is the place. */
export const PLACE_PHRASE =
  /\b(?:at|in|from|on|near|behind|who works(?: at| in| on)?|for)\s+((?:the\s+)?[^,.!?;]{3,50})/i;

/** "Create a tavern" and nothing more: the entity has a type and needs a name. */
export const REQUEST_WITHOUT_NAME = new RegExp(
  [
    re`^(?:create|make up|make|add|generate|invent|come up with)\s+(?:me |us )?(?:an?|another|some)\s+`,
    re`(?:[a-z-]+\s+){0,2}(?:${longestFirst(ALL_TYPE_WORDS)})[.!]?$`,
  ].join(''),
  'i',
);
