// Tells accounts of play among a GM's messages from requests, questions and remarks: only accounts are read with the
// notes of what happened.
import type { MessageContext } from './intents.ts';
import { sceneRequest } from './scene-requests.ts';
import { isTold } from './told.ts';
import { understand } from './understand.ts';

/** What a message tells of play, without the words that ask to log it; empty for any other message. */
export const accountOfPlay = (text: string, context: MessageContext): string => {
  const { intent, by, isSure, slots } = understand(text, context);
  if (intent === 'log_event') return isSure && isTold(slots.content ?? '') ? (slots.content ?? '') : '';
  if (!isTold(text)) return '';
  // A party that moves on is an account; "new scene: the market" is a request.
  const isMove = intent === 'create_scene' && by === 'pattern' && sceneRequest(text, context) === null;
  return isMove || (intent === 'campaign_question' && by === 'default') ? text : '';
};
