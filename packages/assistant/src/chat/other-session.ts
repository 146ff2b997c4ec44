// Sessions that a message names: by number, by name, or by where they are in time.
import { oneOf, re } from '../vocabulary/patterns.ts';
import { NUMBER_WORDS, numberSaid, ORDINALS } from './said-numbers.ts';

const SESSION = re`(?:s[aei]s+[aeio]+n|sess?|s|ep(?:isode)?|chapter|game|evening)`;
const NUMBERED = new RegExp(
  re`\b${SESSION}(?:\s*(?:#|no\.?|number|[:=])\s*|\s*)(\d{1,4}|${oneOf(NUMBER_WORDS)})\b|\b(?:(${oneOf(ORDINALS)})|(\d{1,4})(?:st|nd|rd|th)) ${SESSION}\b`,
  'i',
);
const OTHER = new RegExp(
  re`\b(?:last|previous|prior|earlier|next|following|another|other|that|past) ${SESSION}\b|\b(?:last|next) (?:time|week|game|evening)\b`,
  'i',
);

/** Number of the session that a text names, or null. */
export const sessionIn = (text: string): number | null => {
  const [, counted, ordinal, numeral] = NUMBERED.exec(text) ?? [];
  const said = ordinal ?? counted ?? numeral;
  return said === undefined ? null : numberSaid(said);
};

/** The text without "to session 3" where that one is open: what is asked for goes there anyway. */
export const withoutOpenSession = (text: string, open?: number): string =>
  open !== undefined && sessionIn(text) === open
    ? text.replace(new RegExp(re`\s*\b(?:to|in|into|for)\s+(?:the\s+)?(?:${NUMBERED.source})`, 'i'), '')
    : text;

/** True where a text names a session that is not the one of the number `open`: nothing is written there. */
export const namesOtherSession = (text: string, open?: number): boolean => {
  const named = sessionIn(text);
  return named === null ? OTHER.test(text) : named !== open;
};
