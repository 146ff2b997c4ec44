// Reads a message with the trained intent model. What it asks to write is written only where the model is sure of it and
// no guard stands against it; what is less sure is offered.
import type { RankedIntent, ReadIntents } from './intent-model/intent-model.ts';
import { WRITES, type Intent, type MessageContext, type Slots, type Understood } from './intents.ts';
import { namedIn } from './find-names.ts';
import { FINITE } from '../recap/note-phrases.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion, trimPunctuation } from './phrasing.ts';
import { recognise } from './recognise.ts';
import { namesOtherSession, sessionIn } from './other-session.ts';
import { countIn, detailsOf, NEW_SCENE } from './request-details.ts';
import { ruleNamed } from './rule-names.ts';
import { nameIn, statsSubject, typeAsked } from './slots.ts';
import { anyPattern, longestFirst, re } from '../vocabulary/patterns.ts';
import { roleComesFirst } from './entity-requests.ts';
import { ALL_TYPE_WORDS } from './vocabulary/entity-types.ts';
import { ROLE } from './vocabulary/name-phrases.ts';
import { TABLE_ACTION } from './vocabulary/guard-phrases.ts';
import { LOG } from './vocabulary/intent-phrases.ts';
import { isTold } from './told.ts';
import { MAKE_VERB } from './vocabulary/request-phrases.ts';
import { SCENE_WORD } from './vocabulary/scene-phrases.ts';

/** From this likelihood on, something is asked to be written. */
const WRITES_MIN = 0.5;
/** The same where a pattern reads the same request. */
const WRITES_MIN_AGREED = 0.1;
/** The same where one intent is this likely. */
const WRITES_MIN_LIKELY = 0.15;
const LIKELY = 0.8;
/** From this likelihood on, the message is one of those that write, whatever else it looks like. */
const WRITES_SURELY = 0.8;
/** The likeliest intent must lead the next by this much before anything is written. */
const MARGIN_MIN = 0.2;

const logSlots = (words: string, { names }: MessageContext): Slots => {
  const content = trimPunctuation(bareRequest(words).replace(LOG, ''));
  return { content, entities: namedIn(content, names).map(({ name }) => name) };
};

/** The details of a message whose intent is known. */
const slotsOf = (intent: Intent, words: string, context: MessageContext): Slots => {
  const said = bareRequest(words);
  switch (intent) {
    case 'log_event':
      return logSlots(words, context);
    case 'stat_block':
      return { subject: statsSubject(said) };
    case 'rules_lookup':
      return { topic: ruleNamed(said, context.system) ?? trimPunctuation(said) };
    case 'situation_help':
      return { entities: namedIn(words, context.names).map(({ name }) => name) };
    case 'recap': {
      const session = sessionIn(words);
      return session === null ? {} : { session };
    }
    default:
      return detailsOf(intent, words, context);
  }
};

/** True where nothing in the words is what would be created: no scene by that word or place, no thing by name or type. */
const hasNothingToCreate = (intent: Intent, words: string, context: MessageContext): boolean => {
  const { title, name, type } = detailsOf(intent, words, context);
  if (intent === 'create_scene') return title === NEW_SCENE && !SCENE_WORD.test(words);
  return intent === 'quick_entity' && name === undefined && type === 'other';
};

const PERSON = /\b(?:npcs?|character|personage)\b/i;
const TYPE = longestFirst(ALL_TYPE_WORDS);
/** "A new tavern": a thing that is asked for, and not where somebody is. */
const THING_ASKED = new RegExp(
  [
    re`(?<!\b(?:at|in|for|from|of|on|near|with|behind|by)\s)`,
    re`(?:^|\b(?:an?|one|new|another|add|create|make)\s+(?:[\p{Ll}-]+\s+)?)(?:${TYPE})\b`,
  ].join(''),
  'iu',
);
const AS_THING = new RegExp(re`\bas (?:an?|one|the) (?:${TYPE})\b`, 'i');

/** Of a person and a thing, the one that the words ask for. */
const kindMeant = (intent: Intent, words: string): Intent => {
  if (intent !== 'quick_npc' && intent !== 'quick_entity') return intent;
  const said = bareRequest(words);
  const unnamed = said.replace(nameIn(said) ?? '', ' ');
  if (PERSON.test(unnamed)) return 'quick_npc';
  const isThing = AS_THING.test(said) || (THING_ASKED.test(unnamed) && !roleComesFirst(unnamed));
  if (isThing) return 'quick_entity';
  return ROLE.test(unnamed) && typeAsked(unnamed, null) === null ? 'quick_npc' : intent;
};

/** Intents of messages that ask for nothing in particular. */
const UNSPECIFIC: ReadonlySet<Intent> = new Set<Intent>(['campaign_question', 'smalltalk']);

/** True where somebody tells of play and asks for nothing by name: it may be worth a log entry. */
const isNarrated = (intent: Intent, words: string, context: MessageContext): boolean =>
  isTold(words) &&
  !MAKE_VERB.test(words) &&
  (UNSPECIFIC.has(intent) ||
    intent === 'quick_npc' ||
    intent === 'quick_entity' ||
    hasNothingToCreate(intent, words, context));

/** "The ferryman dies". */
const SOMEBODY_DOES = /^(?:the \w+|they|he|she|it)\s+\w+(?:s|ed)\b/i;

/** A short sentence about nobody known, that asks nothing: it is neither answered nor logged. */
const isRemark = (intent: Intent, words: string, { names }: MessageContext): boolean =>
  ['campaign_question', 'log_event'].includes(intent) &&
  (FINITE.test(words) || SOMEBODY_DOES.test(bareRequest(words))) &&
  !LOG.test(bareRequest(words)) &&
  !words.includes('?') &&
  !isQuestion(words) &&
  wordsOf(words).length <= 6 &&
  namedIn(words, names).length === 0;

/** Intents that the words allow, the likeliest first. Where a guard forbids writing, those that write nothing. */
const allowedIntents = (
  { ranked, writes }: ReadIntents,
  words: string,
  context: MessageContext,
  guarded: Intent | null,
): readonly RankedIntent[] => {
  if (TABLE_ACTION.test(bareRequest(words))) return [{ intent: 'smalltalk', likelihood: 1 }];
  if (guarded !== null && (WRITES.has(ranked[0]!.intent) || writes >= WRITES_SURELY))
    return [{ intent: guarded, likelihood: 1 }];
  const likely = writes < WRITES_SURELY ? ranked : ranked.filter(({ intent }) => WRITES.has(intent));
  const isEmpty = writes < WRITES_SURELY && hasNothingToCreate(likely[0]!.intent, words, context);
  const [best, next = best] = isEmpty ? likely.slice(1) : likely;
  const found = recognise(words, context);
  if (guarded === null && found === null && isNarrated(best!.intent, words, context))
    return [{ intent: 'log_event', likelihood: 0 }, best!];
  // What a pattern reads as a request is at least offered where the model reads nothing in particular.
  const isRequest = guarded === null && found !== null && WRITES.has(found.intent) && UNSPECIFIC.has(best!.intent);
  return isRequest ? [{ intent: found.intent, likelihood: 0 }, best!] : [best!, next!];
};

/** "One for the log", "Kindly note that …": what asks for an entry, within the first words. */
const ASKS_LOG = /^(?:\S+\s+){0,5}?(?:log|(?<!\ba )note|write|jot|record|annotate)\b/i;

/** "Log the party out". */
const LOGS_OUT = /\b(?:out|off|in)\W*$/i;

/** A person of no role, name or number that is known: "an account", "a penalty". */
const isVague = (intent: Intent, words: string): boolean => {
  if (intent !== 'quick_npc') return false;
  const said = bareRequest(words);
  return !PERSON.test(said) && !ROLE.test(said) && nameIn(said) === null && countIn(said) === 1;
};

/** "I wish we had a map", "we could use a boat": a wish may be the party's. What is wished for is offered. */
const WISH = anyPattern([
  re`\b(?:i|we|they) wish (?:i|we|they|there|it|he|she)\b`,
  re`\b(?:we|they) (?:could|might) (?:use|do with)\b`,
  re`\b(?:there|it) (?:should|ought to|could) be\b`,
  re`(?:\bwould|['’]d) be (?:nice|cool|great|handy|good)\b`,
  re`\bif only\b`,
]);

/** True where a request is plain enough to be written at once. */
const isPlain = (intent: Intent, words: string, { writes, ranked }: ReadIntents, context: MessageContext): boolean => {
  if (WISH.test(words) && !MAKE_VERB.test(words)) return false;
  const found = recognise(words, context);
  const isAgreed = found?.intent === intent && found.isSure;
  // "Log out" is no entry, and what the patterns would only offer is offered.
  if (intent === 'log_event' && !isAgreed && (found?.intent === intent || LOGS_OUT.test(words))) return false;
  // What a pattern reads and the model does not at all needs the model's own word that something is asked.
  const isPerson = intent === 'quick_npc' && found?.slots.name !== undefined;
  if (isAgreed && ranked[0]!.likelihood >= (isPerson ? MARGIN_MIN : LIKELY)) return true;
  if (isAgreed) return writes >= (ranked[0]!.likelihood > 0 ? WRITES_MIN_AGREED : WRITES_MIN);
  // What is told of play may be worth a log entry: the GM says so.
  const isAccount = isTold(words) && !MAKE_VERB.test(words) && intent !== 'save_that' && !ASKS_LOG.test(words);
  const { likelihood } = ranked[0]!;
  const least = isVague(intent, words) ? WRITES_SURELY : likelihood >= LIKELY ? WRITES_MIN_LIKELY : WRITES_MIN;
  return !isAccount && writes >= least && likelihood - ranked[1]!.likelihood >= MARGIN_MIN;
};

/** What a message means by the model. `guarded`: what a guard takes it for, or null where none applies. */
export const readIntent = (
  words: string,
  context: MessageContext,
  read: ReadIntents,
  guarded: Intent | null,
): Understood => {
  const ranked = allowedIntents(read, words, context, guarded);
  const likeliest = kindMeant(ranked[0]!.intent, words);
  const intent = isRemark(likeliest, words, context) ? 'smalltalk' : likeliest;
  const found = recognise(words, context);
  const slots = {
    ...slotsOf(intent, words, context),
    // A name that a plain pattern reads is kept as it is.
    ...(found?.intent === intent && found.isSure && intent === 'quick_entity' ? found.slots : {}),
  };
  if (guarded !== null) return { intent: WRITES.has(intent) ? guarded : intent, isSure: true, slots, by: 'guard' };
  if (!WRITES.has(intent)) return { intent, isSure: true, slots, by: 'model' };
  if (namesOtherSession(words, context.openSession)) return { intent: 'refuse', isSure: true, slots: {}, by: 'guard' };
  return { intent, isSure: isPlain(intent, words, { ...read, ranked: [...ranked] }, context), slots, by: 'model' };
};
