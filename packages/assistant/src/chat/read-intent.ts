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
import { detailsOf, NEW_SCENE } from './request-details.ts';
import { ruleNamed } from './rule-names.ts';
import { statsSubject } from './slots.ts';
import { TABLE_ACTION } from './vocabulary/guard-phrases.ts';
import { LOG } from './vocabulary/intent-phrases.ts';
import { isTold } from './told.ts';
import { MAKE_VERB } from './vocabulary/request-phrases.ts';
import { SCENE_WORD } from './vocabulary/scene-phrases.ts';

/** From this likelihood on, something is asked to be written. */
const WRITES_MIN = 0.2;
/** The same where no scene is asked for by that word. */
const WRITES_MIN_IN_PASSING = 0.5;
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

/** Intents of messages that ask for nothing in particular. */
const UNSPECIFIC: ReadonlySet<Intent> = new Set<Intent>(['campaign_question', 'smalltalk']);

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
  { ranked }: ReadIntents,
  words: string,
  context: MessageContext,
  guarded: Intent | null,
): readonly RankedIntent[] => {
  if (TABLE_ACTION.test(bareRequest(words))) return [{ intent: 'smalltalk', likelihood: 1 }];
  if (guarded !== null && WRITES.has(ranked[0]!.intent)) return [{ intent: guarded, likelihood: 1 }];
  const [best, next = best] = hasNothingToCreate(ranked[0]!.intent, words, context) ? ranked.slice(1) : ranked;
  const found = recognise(words, context);
  // What a pattern reads as a request is at least offered where the model reads nothing in particular.
  const isRequest = guarded === null && found !== null && WRITES.has(found.intent) && UNSPECIFIC.has(best!.intent);
  return isRequest ? [{ intent: found.intent, likelihood: 0 }, best!] : [best!, next!];
};

/** True where a request is plain enough to be written at once. */
const isPlain = (intent: Intent, words: string, { writes, ranked }: ReadIntents, context: MessageContext): boolean => {
  const found = recognise(words, context);
  const isAgreed = found?.intent === intent && found.isSure;
  // "Log out" is no entry, and what the patterns would only offer is offered.
  if (intent === 'log_event' && !isAgreed && (found?.intent === intent || LOG.test(bareRequest(words)))) return false;
  // That somebody goes somewhere, said in passing, asks for nothing.
  const isInPassing = intent === 'create_scene' && !SCENE_WORD.test(words) && !isAgreed;
  if (isInPassing && (found?.intent === intent || writes < WRITES_MIN_IN_PASSING)) return false;
  // What is told of play may be worth a log entry: the GM says so.
  const isAccount = isTold(words) && !MAKE_VERB.test(words) && intent !== 'save_that';
  const lead = ranked[0]!.likelihood - ranked[1]!.likelihood;
  return (
    (isAgreed && (ranked[0]!.likelihood > 0 || writes >= WRITES_MIN)) ||
    (!isAccount && writes >= WRITES_MIN && lead >= MARGIN_MIN)
  );
};

/** What a message means by the model. `guarded`: what a guard takes it for, or null where none applies. */
export const readIntent = (
  words: string,
  context: MessageContext,
  read: ReadIntents,
  guarded: Intent | null,
): Understood => {
  const ranked = allowedIntents(read, words, context, guarded);
  const intent = isRemark(ranked[0]!.intent, words, context) ? 'smalltalk' : ranked[0]!.intent;
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
