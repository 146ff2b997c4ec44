// Turns word lists into sets and patterns.

/**
 * Letters of the Latin scripts, for use inside a character class. They are spelt out because case-insensitive
 * Unicode classes take about 100 ms to compile on the first run.
 */
export const LETTERS = 'A-Za-zÀ-ɏ';
/** Holds where no letter stands before: the start of a word. */
export const WORD_START = `(?<![${LETTERS}])`;
/** Holds where no letter follows: the end of a word. */
export const WORD_END = `(?![${LETTERS}])`;

/** The start of the text, or one character that is no letter, which becomes part of the match. */
export const AFTER_NON_LETTER = `(?:^|[^${LETTERS}])`;

export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const wordSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((w) => w.toLowerCase()));

/** The words as alternatives of a pattern, the longest first, with any blanks between the words of one entry. */
export const alternatives = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((w) => escapePattern(w).replace(/\s+/g, '\\s+'))
    .join('|');

/** Matches any of the words where no letter or digit touches it. */
export const anyOf = (words: readonly string[], flags = 'i'): RegExp =>
  new RegExp(`(?<![${LETTERS}0-9])(?:${alternatives(words)})(?![${LETTERS}0-9])`, flags);

/**
 * A group of alternative patterns in the order given: the first that matches wins. Strings are patterns, not plain
 * words; of a regular expression only the source counts, not its flags.
 */
export const oneOf = (patterns: readonly (string | RegExp)[]): string =>
  `(?:${patterns.map((p) => (typeof p === 'string' ? p : p.source)).join('|')})`;
