// Finds names of entities in plain text that are not linked.
import { appendTo } from './multimap.ts';
import type { NameIndex } from './name-index.ts';
import { findWikiLinks } from './wiki-link.ts';

/** UTF-16 offsets, end exclusive. */
interface Range {
  start: number;
  end: number;
}

/** A name found in text. */
export interface Mention extends Range {
  ids: readonly string[];
}

/** The names of a campaign by their first word: only names that begin with a word of the text are compared with it. */
interface NamesByFirstWord {
  words: Map<string, string[]>;
  /** Names that start with neither a letter nor a digit, or in a script without spaces. Each is searched for by itself. */
  others: string[];
}

const WORD = /[\p{L}\p{N}]+/gu;

const isWordChar = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** A letter of a script that writes no spaces between words, so that a name may stand between any two letters. */
const isUnspaced = (char: string | undefined): boolean =>
  char !== undefined &&
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
    char,
  );

const cache = new WeakMap<NameIndex, NamesByFirstWord>();

const namesByFirstWord = (index: NameIndex): NamesByFirstWord => {
  const known = cache.get(index);
  if (known) return known;
  const names: NamesByFirstWord = { words: new Map(), others: [] };
  for (const key of index.idsByKey.keys()) {
    if (key.length < 2) continue;
    const firstWord = /^[\p{L}\p{N}]+/u.exec(key)?.[0];
    if (firstWord && ![...firstWord].some(isUnspaced)) appendTo(names.words, firstWord, key);
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

/** Of mentions that overlap, only the longest, of equal ones the first; in the order of the text. */
export const longestOnly = (mentions: readonly Mention[], length: number): Mention[] => {
  // A longer one that overlaps has one of the ends in it.
  const taken = new Uint8Array(length);
  const longestFirst = [...mentions].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept = longestFirst.filter((mention) => {
    if (taken[mention.start] === 1 || taken[mention.end - 1] === 1) return false;
    taken.fill(1, mention.start, mention.end);
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
};

/** A text as names are compared (see `nameKey`), and where each of its units comes from. */
interface FoldedText {
  text: string;
  /** The range of the text as written that a range of the folded text stands for. */
  rangeOf(range: Range): Range;
}

/** Letters with marks of their own, white space that is not one space, and a letter that is longer in lower case. */
const CHANGES_LENGTH = /\p{M}|\s\s|[^\S ]|\u0130/u;
const PIECE = /\s+|\P{M}\p{M}*|\p{M}+/gu;

const foldPiece = (piece: string): string =>
  piece.trim() === '' ? ' ' : piece.normalize('NFC').toLowerCase().replace(/[’‘]/g, "'");

const fold = (text: string): FoldedText => {
  const lower = text.toLowerCase().replace(/[’‘]/g, "'");
  if (lower.length === text.length && !CHANGES_LENGTH.test(text)) return { text: lower, rangeOf: (range) => range };
  const sources: Range[] = [];
  let folded = '';
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const units = foldPiece(piece);
    folded += units;
    for (let i = 0; i < units.length; i++) sources.push({ start: index, end: index + piece.length });
  }
  return { text: folded, rangeOf: ({ start, end }) => ({ start: sources[start]!.start, end: sources[end - 1]!.end }) };
};

/** Whether a name stands by itself: a letter before or behind it would make it part of another word. */
const isWhole = (text: string, key: string, { start, end }: Range): boolean =>
  (!isWordChar(text.charAt(start - 1)) || isUnspaced([...key][0])) &&
  (!isWordChar(text.charAt(end)) || isUnspaced([...key].at(-1)));

/**
 * The unlinked mentions in a text: whole words only, and the longest name wins ("Baron Harkness" before "Harkness").
 * The cost depends on the words of the text, and on how many names begin with each.
 */
export const findMentions = (text: string, index: NameIndex): Mention[] => {
  const folded = fold(text);
  const inLinks = new Uint8Array(text.length);
  for (const { start, end } of findWikiLinks(text)) inLinks.fill(1, start, end);
  const found: Mention[] = [];
  for (const [key, at] of occurrences(folded.text, namesByFirstWord(index))) {
    const place = { start: at, end: at + key.length };
    const range = folded.rangeOf(place);
    const isLinked = inLinks[range.start] === 1 || inLinks[range.end - 1] === 1;
    if (!isLinked && isWhole(folded.text, key, place)) found.push({ ...range, ids: index.idsByKey.get(key) ?? [] });
  }
  return longestOnly(found, text.length);
};
