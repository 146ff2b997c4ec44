// Patterns for the name that a GM gives to a new person, in any script: "new npc: Nan Sowerby", "add Nan as an NPC".
import { oneOf, re } from '../../vocabulary/patterns.ts';

const PARTICLES = oneOf([
  re`(?:of|the|de|la|le|von|van|du|da|di|der|den|del|dela|al|el|bin|ibn|ap|af|y|and)\s+`,
  re`(?:d|o|l)['’]`,
]);
const TITLE = re`(?:(?:Dr|Mr|Mrs|Ms|Prof|Capt|Sgt|Lt|Rev|St)\.?\s+)`;
const CAPITALISED = re`\p{Lu}[\p{L}\p{M}\p{N}'’-]*`;

/** A name as it is written: capitalised words, with the small words between them. */
export const PROPER_NAME = re`${TITLE}?${CAPITALISED}(?:\s+(?:${PARTICLES}){0,3}${CAPITALISED})*`;

const NPC_WORDS = re`(?:[Nn]on-player character|[Nn][Pp][Cc]s?|[Cc]haracter|[Pp]erson)`;
/** What ends a name that a comma or a dash leads to. */
const END = re`(?=\s*(?:[,.;!(–—]|-\s|$|\b(?:who|whom|at|in|from|on|with|for|to|please|now|as)\b))`;

/** "NPC Nan Sowerby", "npc: Nan", "an NPC, Nan Sowerby". The group is the name. */
export const NAME_AFTER_NPC = new RegExp(
  re`\b${NPC_WORDS}(?:\s*:\s*|\s+)(${PROPER_NAME})|\b${NPC_WORDS}\s*[,–—-]\s*(?:the\s+)?(${PROPER_NAME})${END}`,
  'u',
);

/** "Nan Sowerby as an NPC", "Nan Sowerby, a new npc", "Nan Sowerby (NPC)". The group is the name. */
export const NAME_BEFORE_NPC = new RegExp(
  re`(${PROPER_NAME})\s*(?:,|\(|\bas\b|\bis\b|[–—-]\s)\s*(?:(?:an?|the|our|another)\s+)?(?:new\s+)?${NPC_WORDS}\b`,
  'u',
);

/** "npc: nan sowerby, the miller". The group is whatever was given after the colon. */
export const GIVEN_AFTER_COLON = new RegExp(re`\b${NPC_WORDS}\s*(?::|\s[–—-]\s)\s*([^,.;:!?()\n]{2,60})`, 'u');

/** "new npc nan sowerby" and nothing more. The group may be a name. */
export const GIVEN_IN_SMALL_LETTERS = new RegExp(
  re`^(?:(?:new|add|create|make|an?)\s+)+${NPC_WORDS}\s+([\p{Ll}'’-]+(?:\s+[\p{Ll}'’-]+){0,3})[\s.!]*$`,
  'u',
);
