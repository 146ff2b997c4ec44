// Finds names of entities in plain text that are not linked.
import { appendTo } from './multimap.ts';
import type { NameIndex } from './name-index.ts';
import { findWikiLinks } from './wiki-link.ts';

/** A name found in text. `start` and `end` are UTF-16 offsets, end exclusive. */
export interface Mention {
  start: number;
  end: number;
  ids: readonly string[];
}

/** The names of a campaign by their first word, so that the cost depends on the text and not on the number of names. */
interface NamesByFirstWord {
  words: Map<string, string[]>;
  /** Names that start with neither a letter nor a digit. */
  others: string[];
}

const WORD = /[\p{L}\p{N}]+/gu;

const isWordChar = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

const cache = new WeakMap<NameIndex, NamesByFirstWord>();

const namesByFirstWord = (index: NameIndex): NamesByFirstWord => {
  const known = cache.get(index);
  if (known) return known;
  const names: NamesByFirstWord = { words: new Map(), others: [] };
  for (const key of index.idsByKey.keys()) {
    if (key.length < 2) continue;
    const firstWord = /^[\p{L}\p{N}]+/u.exec(key)?.[0];
    if (firstWord) appendTo(names.words, firstWord, key);
    else names.others.push(key);
  }
  cache.set(index, names);
  return names;
};

/** Every place where a name starts in a text, as pairs of name and offset. */
function* occurrences(lower: string, { words, others }: NamesByFirstWord): Generator<[string, number]> {
  for (const word of lower.matchAll(WORD))
    for (const key of words.get(word[0]) ?? []) if (lower.startsWith(key, word.index)) yield [key, word.index];
  for (const key of others)
    for (let at = lower.indexOf(key); at !== -1; at = lower.indexOf(key, at + 1)) yield [key, at];
}

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && a.end > b.start;

/** Of mentions that overlap, only the longest; in the order of the text. */
const longestOnly = (mentions: readonly Mention[]): Mention[] => {
  const kept: Mention[] = [];
  const longestFirst = [...mentions].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const mention of longestFirst) if (!kept.some((other) => overlaps(mention, other))) kept.push(mention);
  return kept.sort((a, b) => a.start - b.start);
};

/**
 * The unlinked mentions in a text: whole words only, and the longest name wins ("Baron Harkness" before "Harkness").
 * The cost depends on the number of words in the text.
 */
export const findMentions = (text: string, index: NameIndex): Mention[] => {
  const lower = text.toLowerCase().replace(/[’‘]/g, "'");
  // A letter that is longer in lower case would shift the offsets behind it.
  if (lower.length !== text.length) return [];
  const links = findWikiLinks(text);
  const found: Mention[] = [];
  for (const [key, start] of occurrences(lower, namesByFirstWord(index))) {
    const mention = { start, end: start + key.length, ids: index.idsByKey.get(key) ?? [] };
    const isWhole = !isWordChar(lower.charAt(start - 1)) && !isWordChar(lower.charAt(mention.end));
    if (isWhole && !links.some((link) => overlaps(mention, link))) found.push(mention);
  }
  return longestOnly(found);
};
