// Words that deny what a clause says.
import { LETTERS } from './patterns.ts';

export const NEGATIONS = /\b(?:not|never|cannot|no longer|denies|refuses to|without)\b|n['’]t(?![A-Za-z])/i;
/** Negations that deny nothing: "can't stand" is a dislike, and "not only" is more. */
const NO_DENIAL = /\b(?:can['’]t|cannot|can not) (?:stand|bear|abide)\b|\bnot(?:-so-|\s+only\b)/gi;

/** True where the words deny what they are about. */
export const isNegated = (words: string): boolean => NEGATIONS.test(words.replace(NO_DENIAL, ' '));

const NEGATED_AT_END = new RegExp(
  `(?:(?<![${LETTERS}])(?:not|never|cannot|no longer|nor)|n['’]t)` +
    `(?:\\s+(?:yet|even|ever|really|actually|quite|also|just|been|be|being|have|get|got))*\\s+$`,
  'i',
);

/** True where the words end with a negation of the verb that follows: "was never", "hasn't yet". */
export const negatesNext = (words: string): boolean => NEGATED_AT_END.test(words) && !/\bnot only\s+$/i.test(words);
