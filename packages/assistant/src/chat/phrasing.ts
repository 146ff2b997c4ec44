// Text helpers for a GM's messages: strip filler and politeness, tell questions from requests, handle quotation marks.
import {
  ASKS_FOR_ACTION,
  FILLER,
  MISSING_APOSTROPHE,
  NAME_THEN_QUESTION,
  POLITE,
  QUESTION_WORD,
} from './vocabulary/request-phrases.ts';

/** A request without the words that lead up to it: "ok so could you please add …" gives "add …". */
export const bareRequest = (text: string): string => {
  let rest = text.trim();
  for (let n = 0; n < 3; n++) rest = rest.replace(FILLER, '').replace(POLITE, '').trim();
  return rest === '' ? text.trim() : rest;
};

/** The sign that a message was cut, before what is left of it. */
const CUT = /^[\s…]+/;
/** "Any idea who killed the clerk", with or without a question mark. */
const IDEA_WHO =
  /^(?:any|no) (?:idea|clue|memory|recollection)s? (?:of |about |as to )?(?:who|whom|whose|what|where|when|why|how|which|if|whether)\b/i;

/** True where the message asks for an answer. "Can you add …?" asks for an action. */
export const isQuestion = (text: string): boolean => {
  const said = text.replace(CUT, '');
  return (
    NAME_THEN_QUESTION.test(said) ||
    (/\?\s*$/.test(said) && !ASKS_FOR_ACTION.test(said.trim().replace(FILLER, ''))) ||
    QUESTION_WORD.test(bareRequest(said)) ||
    IDEA_WHO.test(bareRequest(said))
  );
};

/** True for a question that is more than a polite request. */
export const isRealQuestion = (text: string): boolean => isQuestion(text) && !POLITE.test(text.replace(FILLER, ''));

/** Removes punctuation at both ends and collapses white space. */
export const trimPunctuation = (text: string): string =>
  text
    .replace(/[\s,.;:!?–-]+$/, '')
    .replace(/^[\s,.;:!?–-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();

export const unquote = (text: string): string => trimPunctuation(text.replace(/^[“"'‘«]+|[”"'’»]+$/g, ''));

/** The first words in quotation marks, 2 to 80 characters, or null. */
export const quotedIn = (text: string): string | null =>
  /[“"«]([^”"»]{2,80})[”"»]|(?:^|\s)['‘]([^'’]{2,80})['’](?=\s|[.,!?]|$)/.exec(text)?.slice(1).find(Boolean) ?? null;

/** Restores apostrophes that were left out, where nothing else can be meant, and makes all of them straight. */
export const restoreApostrophes = (text: string): string =>
  text
    .replace(/\b(they|you)re\b/gi, '$1’re')
    .replace(MISSING_APOSTROPHE, '$1’s')
    .replace(/\b(do|did|does|is|are|was|were|ca|wo|have|has|would|should|could)nt\b/gi, '$1n’t')
    .replace(/’/g, "'");
