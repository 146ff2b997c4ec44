// Tells accounts of play among a GM's messages from requests, questions and remarks: only accounts are read with the
// notes of what happened.
import { FINITE, TABLE_TALK } from '../recap/note-phrases.ts';
import { anyPattern, anyWord, oneOf, re, wholeWord } from '../vocabulary/patterns.ts';
import type { MessageContext } from './intents.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion } from './phrasing.ts';
import { sceneRequest } from './scene-requests.ts';
import { understand } from './understand.ts';

/** Fewer words than this tell nothing that a scene or an entry could be made of. */
const WORDS_MIN = 4;
/** Somebody at the table speaks to the assistant, of the campaign's records, or of what may come. */
const TO_ASSISTANT = anyPattern([
  wholeWord(['I', 'me', 'my', 'you', 'your', 'please', 'pls', 'plz', 'scenes?', 'npcs?', 'modules?', 'sessions?']),
  re`^${oneOf(["let[’']s", 'tell', 'show', 'list', 'describe', 'write', 'name', 'ask', 'add', 'make', 'delete'])}\b`,
  re`\b${oneOf(['who', 'what', 'where', 'why', 'how'])}\W*$`,
]);
const NOT_YET = anyWord([
  'will',
  'would',
  'might',
  'may',
  'could',
  'should',
  'shall',
  'if',
  'maybe',
  'perhaps',
  'going to',
  'gonna',
  'want',
  'wants',
  'yet',
]);

/** True for a message that says what happened in play. */
export const isAccountOfPlay = (text: string, context: MessageContext): boolean => {
  const said = bareRequest(text);
  // Quoted words are the characters', not the GM's.
  const told = text.replace(/[“"][^”"]*[”"]/g, '');
  const isOther = [TO_ASSISTANT, NOT_YET, TABLE_TALK].some((pattern) => pattern.test(told));
  if (isOther || isQuestion(text) || wordsOf(said).length < WORDS_MIN || !FINITE.test(told)) return false;
  const { intent, by } = understand(text, context);
  // A party that moves on is an account; "new scene: the market" is a request.
  if (intent === 'create_scene') return by === 'pattern' && sceneRequest(text, context) === null;
  return intent === 'campaign_question' && by === 'default';
};
