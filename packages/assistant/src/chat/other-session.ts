// Sessions that a message names: by number, by name, or by where they are in time.
import { oneOf, re } from '../vocabulary/patterns.ts';
import { NUMBER_WORDS, numberSaid, ORDINALS } from './said-numbers.ts';

const SESSION = re`(?:s[aei]s+[aeio]+n|sess?|ep(?:isode)?|chapter|game|evening)`;
const NUMBERED = new RegExp(
  [
    re`\b${SESSION}(?:\s*(?:#|no\.?|number|[:=])\s*|\s*)(\d{1,4}|${oneOf(NUMBER_WORDS)})\b`,
    // "S4"; "here's three guards" names no session.
    re`(?<![\p{L}'’])s\s?(\d{1,4})\b`,
    re`\b(?:(${oneOf(ORDINALS)})|(\d{1,4})(?:st|nd|rd|th)) ${SESSION}\b`,
  ].join('|'),
  'iu',
);
const OTHER = new RegExp(
  re`\b(?:last|previous|prior|earlier|next|following|another|other|that|past) ${SESSION}\b|\b(?:last|next) (?:time|week|game|evening)\b`,
  'i',
);

/** Number of the session that a text names, or null. */
export const sessionIn = (text: string): number | null => {
  const said = NUMBERED.exec(text)?.slice(1).find(Boolean);
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
