// Recognises requests for a new entity: an NPC by role or name, or anything else by its type.
import type { Slots, Understood } from './intents.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion, isRealQuestion, unquote } from './phrasing.ts';
import { personNameIn } from './given-name.ts';
import { nameIn, placeIn, roleIn, typeAsked } from './slots.ts';
import { REQUEST_WITHOUT_NAME, ROLE, TYPE_PATTERNS } from './vocabulary/name-phrases.ts';
import { MAKE, MAKE_VERB } from './vocabulary/request-phrases.ts';
import { SCENE_WORD } from './vocabulary/scene-phrases.ts';

const ASKS_FOR_NPC = new RegExp(
  [
    `^(?:(?:i|we)\\s+)?(?:${MAKE}|quick|some|an?)\\b`,
    '\\b(?:need|want|give me|gimme|make (?:one|me|us|somebody|someone) up|make one up|invent|npc)\\b',
  ].join('|'),
  'i',
);
const BEGINS_WITH_MAKE = new RegExp(`^(?:(?:i|we) )?(?:${MAKE})(?: me| us| up)*(?: an?| some| the)? `, 'i');
const MAKE_VERB_OR_NPC = new RegExp(`\\b(?:${MAKE}|npc)\\b`, 'i');

/** "New location: Chapel of St. Wulfram". A full stop behind an abbreviation or an initial ends no name. */
const NAME_AFTER_COLON = /:\s*((?:[^.:]|(?<=(?<!\p{L})\p{Lu}\p{Ll}{0,2})\.){2,60})/u;

/** True where the request is plain enough to be written at once. */
const isPlainNpcRequest = (said: string, isNpc: boolean, role: string | null): boolean =>
  (isNpc || role !== null) &&
  !/^(?:that|this|the)\b/i.test(said) &&
  MAKE_VERB_OR_NPC.test(said) &&
  (/^(?:(?:quick|new|another|random)[ ,:]*)*npcs?\b/i.test(said) ||
    BEGINS_WITH_MAKE.test(said) ||
    (isNpc && MAKE_VERB.test(said)) ||
    /\bmake (?:one|someone|somebody) up\b|\bmake up (?:someone|somebody)\b|\bsomebody new\b/i.test(said));

/** The name, role and place of somebody new, as far as they are said. */
export const npcSlots = (text: string): Slots => {
  const said = bareRequest(text);
  const name = nameIn(said) ?? personNameIn(said);
  // Nan O'Hara-Smith is no smith.
  const role = roleIn(name ? said.replace(name, ' ') : said);
  const place = placeIn(said.replace(/\b(?:called|named)\b.*$/i, '')) ?? placeIn(said);
  return { ...(role ? { role } : {}), ...(name ? { name } : {}), ...(place && place !== name ? { place } : {}) };
};

/** "I need a bartender at the Anchor", "quick NPC", "who is he? didn't prepare the ferryman". */
export const npcRequest = (text: string): Understood | null => {
  const said = bareRequest(text);
  const isNpc = /\bnpcs?\b|\bcharacter\b|\bsomebody new\b|\bnew person\b/i.test(said);
  const slots = npcSlots(text);
  const role = slots.role ?? null;
  const asks = ASKS_FOR_NPC.test(said);
  const isUnprepared =
    /\b(?:didn'?t|don'?t|never|haven'?t) (?:prep|prepare|have|plan|make|name)\w*\b|\bno idea who\b/i.test(text);
  const isUrgent =
    isUnprepared ||
    /\b(?:asap|go|quick)\b|!!/i.test(text) ||
    /\bwho(?:'s| is) (?:he|she|it|this|that)\b|\bname\s*(?:\+|and|&)\s*\w+\s+for\b/i.test(text);
  const isRequest =
    (isNpc && (asks || role)) ||
    (role && (asks || isUrgent)) ||
    /\b(?:quick|need) (?:somebody|someone)\b/i.test(text) ||
    /\bmake (?:someone|somebody) up\b|\bmake up (?:someone|somebody)\b/i.test(text);
  if (!isRequest) return null;
  if (isQuestion(text) && !isNpc && !isUnprepared && !/\bneed|\bmake\b|who is (?:he|she)/i.test(text)) return null;
  return { intent: 'quick_npc', isSure: isPlainNpcRequest(said, isNpc, role), by: 'pattern', slots };
};

/** "Create a shop called Meridian Imports", or "create a tavern", for which a name is invented. */
export const entityRequest = (text: string): Understood | null => {
  const said = bareRequest(text);
  if (SCENE_WORD.test(said) && !/\bclue|item|location\b/i.test(said)) return null;
  const name =
    nameIn(said) ??
    /\bnamed (?:the \w+ )?([\w' ]+?) so\b/i.exec(said)?.[1] ??
    NAME_AFTER_COLON.exec(said)?.[1]?.trim() ??
    null;
  const type = typeAsked(said, name);
  if (!type) return null;
  if (!name)
    return REQUEST_WITHOUT_NAME.test(said) && wordsOf(said).length <= 6 && !isQuestion(text)
      ? { intent: 'quick_entity', isSure: true, by: 'pattern', slots: { type } }
      : null;
  const asks = new RegExp(`\\b(?:${MAKE}|note them|note it)\\b`, 'i').test(said);
  if (!asks || isRealQuestion(text)) return null;
  return {
    intent: 'quick_entity',
    isSure: true,
    by: 'pattern',
    slots: { name: unquote(name.replace(/^(?:a|an)\s+/i, '').replace(/^the\s+(?=[a-z])/, '')), type },
  };
};

/** True where a role comes before every word for a type: "a smith at the forge" is a person and not a place. */
export const roleComesFirst = (text: string): boolean => {
  const role = ROLE.exec(text)?.index;
  if (role === undefined) return false;
  return TYPE_PATTERNS.every(([pattern]) => (pattern.exec(text)?.index ?? Infinity) >= role);
};
