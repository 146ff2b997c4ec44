// Helpers that build regular expressions from named parts and word lists, so that each part can be read and changed on
// its own.

/** Tag for a part of a pattern: backslashes need no escape, as in a regular expression literal. */
export const re = String.raw;

/**
 * A group of alternatives. They are tried in order: of two that begin alike the longer must come first, unless a word
 * boundary follows.
 */
export const anyOf = (alternatives: readonly string[]): string => `(?:${alternatives.join('|')})`;

/** Any of the alternatives, as a whole word. */
export const wholeWord = (alternatives: readonly string[]): string => re`\b${anyOf(alternatives)}\b`;

/** A pattern that matches where any of the alternatives does. */
export const anyPattern = (alternatives: readonly string[], flags = 'i'): RegExp =>
  new RegExp(alternatives.join('|'), flags);

/** The text as a pattern that matches exactly it. */
export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Plain words as alternatives, longest first, so that "fish market" is found before "fish". */
export const longestFirst = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(escapeRegExp)
    .join('|');
