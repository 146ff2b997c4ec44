// Helpers for building regular expressions from text.

/**
 * Escapes text so that a regular expression built from it, with or without the `u` flag, matches it literally
 * outside a character class.
 */
export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
