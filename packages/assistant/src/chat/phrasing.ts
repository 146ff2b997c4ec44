// Text helpers for a GM's messages: strip filler and politeness, tell questions from requests, handle quotation marks.
import {
  ASKS_FOR_ACTION,
  FILLER,
  MISSING_APOSTROPHE,
  NAME_THEN_QUESTION,
  POLITE,
  QUESTION_WORD,
} from './vocabulary/request-phrases.ts';

/**
 * A request without the words that lead up to it: "ok so could you please add …" is "add …". Never empty unless the
 * text is.
 */
export const bareRequest = (text: string): string => {
  let rest = text.trim();
  for (let n = 0; n < 3; n++) rest = rest.replace(FILLER, '').replace(POLITE, '').trim();
  return rest === '' ? text.trim() : rest;
};

/** True where an answer is asked for; "can you add …?" is a request and no question. */
export const isQuestion = (text: string): boolean =>
  NAME_THEN_QUESTION.test(text) ||
  (/\?\s*$/.test(text) && !ASKS_FOR_ACTION.test(text.trim().replace(FILLER, ''))) ||
  QUESTION_WORD.test(bareRequest(text));

/** A question that is not just a polite request. */
export const isRealQuestion = (text: string): boolean => isQuestion(text) && !POLITE.test(text.replace(FILLER, ''));

/** Without punctuation at either end, white space collapsed. */
export const trimPunctuation = (text: string): string =>
  text
    .replace(/[\s,.;:!?–-]+$/, '')
    .replace(/^[\s,.;:!?–-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();

export const unquote = (text: string): string => trimPunctuation(text.replace(/^[“"'‘«]+|[”"'’»]+$/g, ''));

/** The first stretch in quotation marks, 2 to 80 characters. */
export const quotedIn = (text: string): string | null =>
  /[“"«]([^”"»]{2,80})[”"»]|(?:^|\s)['‘]([^'’]{2,80})['’](?=\s|[.,!?]|$)/.exec(text)?.slice(1).find(Boolean) ?? null;

/**
 * Puts back apostrophes that were left out in a hurry, where nothing else can be meant, and makes them all straight.
 */
export const restoreApostrophes = (text: string): string =>
  text
    .replace(/\b(they|you)re\b/gi, '$1’re')
    .replace(MISSING_APOSTROPHE, '$1’s')
    .replace(/\b(do|did|does|is|are|was|were|ca|wo|have|has|would|should|could)nt\b/gi, '$1n’t')
    .replace(/’/g, "'");
