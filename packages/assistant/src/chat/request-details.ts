// The details of a request that no pattern recognised: the intent model says what is asked for, and these take the title,
// name, type, role and count from the words around it. A detail that is not said is left out.
import type { EntityType } from '@emberkeep/domain';
import { anyPattern, oneOf, longestFirst, re, wholeWord } from '../vocabulary/patterns.ts';
import { entityRequest, npcSlots } from './entity-requests.ts';
import type { Intent, MessageContext, Slots } from './intents.ts';
import { capitalise } from './letter-case.ts';
import { bareRequest, quotedIn, trimPunctuation, unquote } from './phrasing.ts';
import { movementScene, sceneRequest, sceneTypeFor } from './scene-requests.ts';
import { roleIn, typeAsked } from './slots.ts';
import { ALL_TYPE_WORDS } from './vocabulary/entity-types.ts';
import { PARTY } from './vocabulary/movement.ts';

/** Longest title or name that is taken from a message, UTF-16 units. */
const NAME_MAX = 60;
/** Title of a scene whose place or subject is not said. */
export const NEW_SCENE = 'New scene';
/** NPCs that one message can ask for. */
const COUNT_MAX = 8;

const COURTESY = oneOf([
  'please',
  'pls+',
  'plz',
  'ta',
  'thanks',
  'now',
  'quick(?:ly)?',
  'go',
  'asap',
  'tonight',
  'next',
  'lol',
  'obviously',
  'finally',
  'hurry',
  '(?:would|will) you',
  "if you(?:'d| would) be so (?:good|kind)",
  '(?:please )?add(?: it| them)?(?: in)?(?: before i forget)?',
  'to (?:create|register)',
  'put it(?: in)?',
  '(?:as |make )?(?:a )?scene',
  "that'?s a (?:\\w+ )?scene",
  'this is a (?:\\w+)',
  '(?:a|the) (?:fight|one)',
  '(?:the one|which|who|because)\\b.*',
]);
const ENDS_IN_COURTESY = new RegExp(re`(?:^|[\s,.;!–-]+)${COURTESY}[\s,.;!]*$`, 'i');
const LEADS = new RegExp(
  re`^(?:${oneOf(['the', 'an?', 'one', 'some', 'our', 'new', 'of', 'with', 'that', 'is', "it'?s", 'it is', 'called', 'named', 'titled', 'title', 'name', 'then', 'here', 'there', 'in', 'at', 'on', 'for', 'to', 'and', 'call it', 'call', 'it', 'plays', 'sorry', 'please', 'where', 'when', 'entry', 'quick', 'type', 'calling (?:it|themselves)', 'to the list', 'now', 'by name', "this one(?:'s| is)", '(?:is|should be) there'])}(?:\s*[:=>–,-]+\s*|\s+))+`,
  'i',
);
/** A second sentence is no part of a name; the full stop of an abbreviation ends none. */
const NEXT_SENTENCE = /(?<!(?<!\p{L})\p{Lu}\p{Ll}{0,2})[.!?]\s+(?=\p{L}).*$/u;
/** "The college library, get a scene up": the request after what it is about. */
const ASKS_AFTER = new RegExp(
  re`(?:\s*[,;–-]|\s+(?:so|and|get|make|can|could|add|open|start|need|we|i|key|give|set))\b[^,;]*\bscene\b.*$`,
  'i',
);
/** "They have reached the toll house": who comes there. */
const ARRIVAL = new RegExp(
  [
    re`^(?:${PARTY}|party|pcs|players|everyone|investigators|that's them)(?:'ve|'re)?\s+`,
    re`(?:(?:is|are|has|have|had|just|now|all|finally|gone|off)\s+)*`,
    re`(?:reach(?:ed|es)?|arrived? (?:at|in)|(?:go|going|went|get|got|come|came|off|gone)(?: \w+)? (?:to|into)|to|at|in|enter(?:s|ed)?)\s+`,
  ].join(''),
  'i',
);
const NOTHING_NAMED = /^(?:new|there|another|next|it|that|this|them|from it|for it|in|themselves|scene|fight|entry)?$/i;

const TYPE_ALONE = new RegExp(`^(?:${longestFirst(ALL_TYPE_WORDS)}|npc|character)$`, 'i');

/** Words as a title or a name: without courtesies at its end, lead-ins and articles before it, and marks around it. */
const asName = (words: string): string => {
  const told = words.replace(/\p{Extended_Pictographic}\uFE0F?/gu, '').replace(/\s*\([^)]{2,14}\)/g, '');
  const first = told.replace(NEXT_SENTENCE, '').split(/\s::\s|[.;]\s+(?=\w+\s*[:=])|,\s*type\b/i)[0] ?? '';
  let rest = trimPunctuation(first.replace(ASKS_AFTER, ''));
  for (let n = 0; n < 4 && ENDS_IN_COURTESY.test(rest); n++) rest = trimPunctuation(rest.replace(ENDS_IN_COURTESY, ''));
  const named = rest.replace(/^[>\]\s]+/, '').replace(ARRIVAL, '');
  const bare = named.replace(LEADS, '');
  // The article that a name is written with belongs to it.
  const article = /\bThe $/.test(named.slice(0, named.length - bare.length)) && /^\p{Lu}/u.test(bare) ? 'The ' : '';
  const name = unquote(article + bare).slice(0, NAME_MAX);
  return NOTHING_NAMED.test(name) ? '' : name;
};

/** The first group of the first pattern that finds something to be a name. */
const firstOf = (text: string, patterns: readonly RegExp[]): string => {
  for (const pattern of patterns) {
    const name = asName(pattern.exec(text)?.[1] ?? '');
    if (name.length > 1) return name;
  }
  return '';
};

const AFTER_NAMED = [
  /\b(?:its |it'?s |is |are )?(?:called|named|titled|entitled|calling (?:it|them|themselves)|call (?:it|them|him|her)|that it calls|by the name of|known as)\s*[:=]?\s+([^,.;:!?]{2,60})/i,
  /\b(?:title|name)(?:\s+(?:is|will be|shall be|of|it)\s+|\s*[:=]\s*)([^,.;:!?/]{2,60})/i,
];
const SCENE = re`\b(?:scene|scen|sc)\b`;
const SCENE_TITLES = [
  ...AFTER_NAMED,
  new RegExp(re`${SCENE}\]?(?:\s+then)?\s*(?:::?|->|[:=.;–-]+|,(?!\s*(?:please|pls|go)\b))\s*([^,;(]{2,60})`, 'i'),
  new RegExp(
    re`${SCENE}[^:,;]{0,20}?\s(?:for|about|at|in|on|set in|of|with|where(?:in)?|in which|@)\s+(?:when |where )?(?:they (?:get to |reach )?|the bit where )?([^,;:(]{2,60})`,
    'i',
  ),
  /\b(?:enters?|reach(?:es)?|cometh to|(?:arriv\w+|stand\w*) (?:at|before|in|upon)|(?:down |up |back )?into|to|upon)\s+((?:the |an? )?[^,;:.(]{3,50}?)(?=[,;:.(]|\s(?:on|at|by|after|before|now|and)\b|$)/i,
  new RegExp(re`^(.{3,50}?)[,.–-]+\s*(?:\w+\s+){0,4}${SCENE}`, 'i'),
  /^(?:next|new)\s+\w+\s*[:–-]\s*([^,;:(]{3,60})/i,
  /→\s*([^,;:(]{3,60})/,
  new RegExp(re`${SCENE}\s+([^,;:(]{3,60})`, 'i'),
];

/** "Combat on the bridge", "investigation type at the shop": the kind before where it is. */
const KIND_OF_SCENE =
  /^(?:combat|battle|social|investigation|exploration|travel|stealth|downtime)(?: type| scene)? (?:at|on|in) (?:the )?/i;

/** Signs that were spoken: "new scene colon the market". */
const withSigns = (text: string): string =>
  /[:;,.]/.test(text)
    ? text
    : text
        .replace(/\s+colon\s+/gi, ': ')
        .replace(/\s+comma\s+/gi, ', ')
        .replace(/\s+(?:period|full stop)$/i, '.');

const sceneSlots = (text: string, context: MessageContext): Slots => {
  const said = withSigns(bareRequest(text));
  const found = sceneRequest(said, context) ?? movementScene(said, context);
  const byPattern = found ? asName(found.slots.title ?? '').replace(new RegExp(`^${NEW_SCENE}$`), '') : '';
  const title = quotedIn(said) ?? (byPattern || firstOf(said, SCENE_TITLES));
  const name = capitalise(title.replace(KIND_OF_SCENE, '')) || NEW_SCENE;
  return { title: name, sceneType: found?.slots.sceneType ?? sceneTypeFor(text, name, context.system) };
};

const TYPE = longestFirst(ALL_TYPE_WORDS);
const ENTITY_NAMES = [
  ...AFTER_NAMED,
  new RegExp(
    re`^(?:\S+\s+){0,4}?(?:add|put|pop|throw|stick|shove|chuck|enter|set up)\s+(.{2,50}?)\s+(?:in\s+|on the map\s+)?as\s+(?:an?|one|the|another)\b`,
    'i',
  ),
  new RegExp(re`\b(?:add|put|pop|throw|stick)\s+(?!an?\b)([^,;:!?()]{2,50})\s+\((?:${TYPE})\)`, 'i'),
  new RegExp(re`\b(?:${TYPE})s?\b\]?\s*(?:entry\s*)?(?:->|[:=.;–!-]+|\(|,\s*(?:will you,)?)\s*([^,;:!?()]{2,60})`, 'i'),
  // "New monster for the bestiary, Gelid Crawler".
  new RegExp(
    re`\b(?:${TYPE})s?\b\s+(?:for|to|in|that|they|we|please|from|on)(?:\s+[\p{Ll}']+){0,3}\s*[:,–-]\s*([^,;:!?()]{2,60})`,
    'iu',
  ),
  new RegExp(re`\b(?:${TYPE})s?\b\]?\s+(?:is\s+|called\s+|entry\b\W*|in,? will you,\s*)?([^,;:!?()]{2,60})`, 'i'),
  /[:=–]\s*([^,;:!?]{2,60})/,
  /\b(?:add|create|make|put|new)\s+([^,;:!?()]{2,60})/i,
];

const entitySlots = (text: string): Slots => {
  const said = withSigns(bareRequest(text));
  const found = entityRequest(said);
  const byPattern = asName(found?.slots.name ?? '');
  const told = quotedIn(said) ?? (byPattern || firstOf(said, ENTITY_NAMES));
  // "Create a clue" names a type and nothing else.
  const name = TYPE_ALONE.test(told) ? '' : told;
  const type: EntityType = found?.slots.type ?? typeAsked(said, name || null) ?? 'other';
  return { type, ...(name ? { name } : {}) };
};

const COUNTS: readonly string[] = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const PAIR = ['a couple(?: of)?', 'a pair(?: of)?', 'a brace of', 'both'];
/** "Three guards", "x2", "4 npcs": how many, before people in the plural or with a sign for it. */
const COUNT = new RegExp(
  [
    re`\b(\d|${COUNTS.slice(1).join('|')}|${PAIR.join('|')})(?:x|\s*×)?\s+(?:\p{L}+[\s,]+){0,2}?\p{L}*(?:s|men|women|people|wives|folk)\b`,
    re`(?:\bx\s?|×\s?|\+\s?)(\d)\b`,
    re`\b(\d)x\b`,
  ].join('|'),
  'iu',
);

/** How many people are asked for: 1 where no number is said, at most `COUNT_MAX`. */
export const countIn = (text: string): number => {
  const found = COUNT.exec(text)?.slice(1).find(Boolean)?.toLowerCase();
  if (!found) return 1;
  const count = COUNTS.includes(found) ? COUNTS.indexOf(found) + 1 : Number.parseInt(found, 10) || 2;
  return Math.min(COUNT_MAX, Math.max(1, count));
};

const NOT_ROLES = anyPattern([
  wholeWord([
    'npcs?',
    'ncp',
    'someone',
    'somebody',
    'anyone',
    'name',
    'names',
    'personality',
    'one',
    'more',
    'same',
    'same again',
    'person',
    'character',
    'another',
    'guy',
    'bloke',
    'people',
  ]),
]);
const ROLES_SAID = [
  /\b(?:npcs?|ncp|role)\s*[:=,–-]?\s*(?:an?\s+|\d+\s+|role\s*=\s*)?([\p{L}' -]{3,30})/iu,
  /\b(?:an?|the|some|one|our|\d)\s+((?:\p{L}+\s){0,2}?\p{L}{3,})(?=[\s,.;:!?]|$)/iu,
];
/** What the last answer said of somebody it made, for "another one". */
const madeIn = (previous: string): Slots => {
  const role = /\bRole: ([^·\n]+)/.exec(previous)?.[1]?.trim();
  const place = /\bWhere: ([^·\n]+)/.exec(previous)?.[1]?.trim();
  return { ...(role ? { role: role.toLowerCase() } : {}), ...(place ? { place } : {}) };
};

const PERSON_NAME =
  /\b(?:name\s*(?:is|will be|[:=])|call (?:him|her|them)|there be one)\s*([\p{L}' -]{2,40}?)(?=\s+(?:he|she|they|and|who|is)\b|[,.;:/!?]|$)/iu;

const roleSaid = (said: string): string =>
  ROLES_SAID.map((pattern) => pattern.exec(said)?.[1] ?? '').find((each) => each !== '' && !NOT_ROLES.test(each)) ?? '';

/** "Three fishwives" without a known role: the noun after the number. */
const pluralAfterCount = (said: string): string | null =>
  new RegExp(re`\b(?:\d|${oneOf(COUNTS.slice(1))})x?\s+([\p{L}-]{3,})s\b`, 'iu').exec(said)?.[1] ?? null;

const personSlots = (text: string, { previous }: MessageContext): Slots => {
  const said = withSigns(bareRequest(text));
  const slots = npcSlots(said);
  const name = trimPunctuation(PERSON_NAME.exec(said)?.[1] ?? slots.name ?? '');
  const count = name ? 1 : countIn(said);
  // Of three guards each is a guard.
  const plural = count > 1 ? (roleIn(said.replace(/(\p{L}{3,})s\b/gu, '$1')) ?? pluralAfterCount(said)) : null;
  const role = trimPunctuation(plural ?? slots.role ?? (name ? '' : roleSaid(said))).toLowerCase();
  return {
    ...(role || name ? {} : madeIn(previous)),
    ...(slots.place ? { place: slots.place } : {}),
    ...(role ? { role } : {}),
    ...(name ? { name } : {}),
    ...(count > 1 ? { count } : {}),
  };
};

/** The details of a request for what `intent` writes; empty for every other intent. */
export const detailsOf = (intent: Intent, text: string, context: MessageContext): Slots => {
  if (intent === 'create_scene') return sceneSlots(text, context);
  if (intent === 'quick_entity') return entitySlots(text);
  return intent === 'quick_npc' ? personSlots(text, context) : {};
};
