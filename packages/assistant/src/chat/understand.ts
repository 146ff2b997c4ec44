// Decides what a GM's message means. The steps, in order: what was pending, guards, patterns, the nearest known
// phrasing, and otherwise a question to the campaign. Pure: the same message in the same context always means the same.
import { guard } from './guards.ts';
import { WRITES, type Intent, type MessageContext, type Understood } from './intents.ts';
import { namedIn } from './find-names.ts';
import { wordsOf } from './likeness.ts';
import { nearestIntent } from './nearest.ts';
import { bareRequest, isQuestion, restoreApostrophes, trimPunctuation } from './phrasing.ts';
import { recognise } from './recognise.ts';
import { PLAYER_ACTION, REFERS_TO_EXISTING, TENTATIVE } from './vocabulary/guard-phrases.ts';
import { SAVE } from './vocabulary/request-phrases.ts';
import { LEAD_TO_PLACE } from './vocabulary/scene-phrases.ts';

/** Longer messages are cut, UTF-16 units. */
const MESSAGE_MAX = 2000;

/**
 * True where a recognised request must only be offered: it is tentative, a bare word, or refers to an existing record.
 */
const mustBeOffered = (words: string, { intent }: Understood): boolean =>
  WRITES.has(intent) &&
  (TENTATIVE.test(bareRequest(words)) ||
    wordsOf(words).length < 2 ||
    (intent !== 'log_event' && REFERS_TO_EXISTING.test(words)));

/** Likeness alone never writes: an intent that writes is offered. */
const byLikeness = (words: string, intent: Intent): Understood => ({
  intent,
  isSure: !WRITES.has(intent),
  slots:
    intent === 'create_scene'
      ? {
          title: trimPunctuation(trimPunctuation(words).replace(LEAD_TO_PLACE, ''))
            .replace(/\s+(?:now|i guess)$/i, '')
            .slice(0, 60),
        }
      : {},
  by: 'nearest',
});

/** What an unrecognised message means: an action in play, a short remark, or a question to the campaign. */
const byDefault = (words: string, { names }: MessageContext): Understood => {
  const entities = namedIn(words, names).map((known) => known.name);
  const isAction = PLAYER_ACTION.test(bareRequest(words));
  if (isQuestion(words)) return { intent: 'campaign_question', isSure: true, slots: {}, by: 'default' };
  if (isAction) return { intent: 'situation_help', isSure: true, slots: { entities }, by: 'default' };
  const isRemark = entities.length === 0 && wordsOf(words).length <= 6;
  return { intent: isRemark ? 'smalltalk' : 'campaign_question', isSure: true, slots: {}, by: 'default' };
};

/** What a message means. Never throws; an empty text is small talk. */
export const understand = (text: string, context: MessageContext): Understood => {
  const words = restoreApostrophes(text.trim().slice(0, MESSAGE_MAX));
  if (words === '') return { intent: 'smalltalk', isSure: true, slots: {}, by: 'guard' };
  if (SAVE.test(bareRequest(words)) || SAVE.test(words))
    return { intent: 'save_that', isSure: context.previous !== '', slots: {}, by: 'pending' };
  const guarded = guard(words, context.names);
  if (guarded) return { intent: guarded, isSure: true, slots: {}, by: 'guard' };
  const found = recognise(words, context);
  if (found) return mustBeOffered(words, found) ? { ...found, isSure: false } : found;
  const near = nearestIntent(words, context.embed);
  return near ? byLikeness(words, near) : byDefault(words, context);
};
