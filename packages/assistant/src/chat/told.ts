// Tells words that say what happened, to nobody in particular, from requests, questions and remarks.
import { FINITE, TABLE_TALK } from '../recap/note-phrases.ts';
import { anyPattern, anyWord, oneOf, re, wholeWord } from '../vocabulary/patterns.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion } from './phrasing.ts';

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

/** True for words that tell of something that happened, to nobody in particular. */
export const isTold = (words: string): boolean => {
  // Quoted words are the characters', not the GM's.
  const told = words.replace(/[“"][^”"]*[”"]/g, '');
  const isOther = [TO_ASSISTANT, NOT_YET, TABLE_TALK].some((pattern) => pattern.test(told));
  return !isOther && !isQuestion(words) && wordsOf(bareRequest(words)).length >= WORDS_MIN && FINITE.test(told);
};
