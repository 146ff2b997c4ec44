// Decides what a GM's message means. The steps, in order: what was pending, guards, and the trained intent model; without
// the model, patterns alone. Pure: the same message in the same context always means the same.
import { featuresOf } from './intent-model/message-features.ts';
import type { IntentModel } from './intent-model/intent-model.ts';
import { guard } from './guards.ts';
import { WRITES, type MessageContext, type Understood } from './intents.ts';
import { namedIn } from './find-names.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion } from './phrasing.ts';
import { readable } from './readable.ts';
import { withoutOpenSession } from './other-session.ts';
import { readIntent } from './read-intent.ts';
import { recognise } from './recognise.ts';
import { LATER, PLAYER_ACTION, REFERS_TO_EXISTING, TENTATIVE } from './vocabulary/guard-phrases.ts';
import { SAVE } from './vocabulary/request-phrases.ts';

/** Longer messages are cut, UTF-16 units. */
const MESSAGE_MAX = 2000;

/**
 * True where a recognised request must only be offered: it is tentative, a bare word, or refers to an existing record.
 */
const mustBeOffered = (words: string, { intent }: Understood): boolean =>
  WRITES.has(intent) &&
  intent !== 'save_that' &&
  (TENTATIVE.test(bareRequest(words)) ||
    (intent !== 'log_event' && LATER.test(words)) ||
    wordsOf(words).length < 2 ||
    (intent !== 'log_event' && REFERS_TO_EXISTING.test(words)));

/** What an unrecognised message means: an action in play, a short remark, or a question to the campaign. */
const byDefault = (words: string, { names }: MessageContext): Understood => {
  const entities = namedIn(words, names).map((known) => known.name);
  const isAction = PLAYER_ACTION.test(bareRequest(words));
  if (isQuestion(words)) return { intent: 'campaign_question', isSure: true, slots: {}, by: 'default' };
  if (isAction) return { intent: 'situation_help', isSure: true, slots: { entities }, by: 'default' };
  const isRemark = entities.length === 0 && wordsOf(words).length <= 6;
  return { intent: isRemark ? 'smalltalk' : 'campaign_question', isSure: true, slots: {}, by: 'default' };
};

/** What a message means. Without `model`, by patterns alone. Never throws; an empty text is small talk. */
export const understand = (text: string, context: MessageContext, model?: IntentModel): Understood => {
  const words = withoutOpenSession(readable(text.trim().slice(0, MESSAGE_MAX)), context.openSession);
  if (words === '') return { intent: 'smalltalk', isSure: true, slots: {}, by: 'guard' };
  if (SAVE.test(bareRequest(words)) || SAVE.test(words))
    return { intent: 'save_that', isSure: context.previous !== '', slots: {}, by: 'pending' };
  const guarded = guard(words, context.names);
  if (!model && guarded) return { intent: guarded, isSure: true, slots: {}, by: 'guard' };
  const found = model
    ? readIntent(words, context, model(featuresOf(words, context), context.vector ?? null), guarded)
    : (recognise(words, context) ?? byDefault(words, context));
  return mustBeOffered(words, found) ? { ...found, isSure: false } : found;
};
