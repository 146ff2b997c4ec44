// Builds sets and regular expressions from word lists and named parts, so that each part can be read and changed on its
// own.
import { escapeRegExp } from '@emberkeep/domain';

/** Tag for a part of a pattern: backslashes need no escape, as in a regular expression literal. */
export const re = String.raw;

/**
 * Latin letters, for use inside a character class. They are spelt out because case-insensitive Unicode classes take
 * about 100 ms to compile on the first run.
 */
export const LETTERS = 'A-Za-zÀ-ɏ';
/** Matches the start of a word, without consuming anything. */
export const WORD_START = `(?<![${LETTERS}])`;
/** Matches the end of a word, without consuming anything. */
export const WORD_END = `(?![${LETTERS}])`;

/** Matches the start of the text or consumes one character that is not a letter. */
export const AFTER_NON_LETTER = `(?:^|[^${LETTERS}])`;

export const wordSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((w) => w.toLowerCase()));

/** The words as alternatives of a pattern, longest first, so that "fish market" is found before "fish". */
export const longestFirst = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(escapeRegExp)
    .join('|');

/** As `longestFirst`, with any whitespace between the words of one entry. */
export const alternatives = (words: readonly string[]): string => longestFirst(words).replace(/\s+/g, '\\s+');

/** Matches any of the words as a whole word. */
export const anyWord = (words: readonly string[], flags = 'i'): RegExp =>
  new RegExp(`(?<![${LETTERS}0-9])(?:${alternatives(words)})(?![${LETTERS}0-9])`, flags);

/**
 * A group of alternative patterns. They are tried in order: of two that begin alike the longer must come first, unless
 * a word boundary follows. Strings are patterns, not plain words. The flags of a regular expression are ignored.
 */
export const oneOf = (patterns: readonly (string | RegExp)[]): string =>
  `(?:${patterns.map((p) => (typeof p === 'string' ? p : p.source)).join('|')})`;

/** Any of the patterns, as a whole word. */
export const wholeWord = (patterns: readonly string[]): string => re`\b${oneOf(patterns)}\b`;

/** Matches where any of the patterns does. */
export const anyPattern = (patterns: readonly string[], flags = 'i'): RegExp => new RegExp(patterns.join('|'), flags);
