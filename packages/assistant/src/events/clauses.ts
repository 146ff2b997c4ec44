// Splits a sentence into clauses that can stand alone: a sentence that reports three deeds becomes three entries.
import type { Span } from '@emberkeep/domain';
import { CLAUSE_VERBS, CLAUSE_VERBS_AFTER_CONJUNCTION } from '../vocabulary/event-verbs.ts';
import { LETTERS, oneOf, WORD_END } from '../vocabulary/patterns.ts';

const WORD = `[${LETTERS}'’]+`;
const CONJUNCTION = ',?\\s+(?:and then|and|but|so|then)\\s+';
const AFTER_CONJUNCTION =
  `(?:the |his |her |their )?${WORD}(?:\\s+${WORD}){0,3}?\\s+` + `${oneOf(CLAUSE_VERBS_AFTER_CONJUNCTION)}${WORD_END}`;
const AFTER_COMMA = `(?:but |and )?${WORD}\\s+${oneOf(CLAUSE_VERBS)}${WORD_END}`;

/** A semicolon or colon, or a conjunction or comma followed by a subject and a verb. */
export const CLAUSE_END = new RegExp(
  [';\\s+', `${CONJUNCTION}(?=${AFTER_CONJUNCTION})`, `,\\s+(?=${AFTER_COMMA})`, ':\\s+'].join('|'),
  'gi',
);

/** Pieces of fewer characters are not clauses. */
const SHORTEST = 4;

export const clausesOf = (sentence: Span): Span[] => {
  const clauses: Span[] = [];
  const add = (from: number, to: number): void => {
    const text = sentence.text.slice(from, to);
    if (text.trim().length >= SHORTEST) clauses.push({ start: sentence.start + from, end: sentence.start + to, text });
  };
  let from = 0;
  for (const match of sentence.text.matchAll(CLAUSE_END)) {
    add(from, match.index);
    from = match.index + match[0].length;
  }
  add(from, sentence.text.length);
  return clauses;
};
