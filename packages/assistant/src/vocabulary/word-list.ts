// Turns word lists into sets and patterns.

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

export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const wordSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((w) => w.toLowerCase()));

/** The words as alternatives of a pattern, longest first, with any whitespace between the words of one entry. */
export const alternatives = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((w) => escapePattern(w).replace(/\s+/g, '\\s+'))
    .join('|');

/** Matches any of the words as a whole word. */
export const anyOf = (words: readonly string[], flags = 'i'): RegExp =>
  new RegExp(`(?<![${LETTERS}0-9])(?:${alternatives(words)})(?![${LETTERS}0-9])`, flags);

/**
 * A group of alternative patterns; the first that matches wins. Strings are patterns, not plain words. The flags of a
 * regular expression are ignored.
 */
export const oneOf = (patterns: readonly (string | RegExp)[]): string =>
  `(?:${patterns.map((p) => (typeof p === 'string' ? p : p.source)).join('|')})`;
