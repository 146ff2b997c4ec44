// How typed words find names: without case and accents, in any script, each word by the beginning or a part of one.
import { nameKey } from './name-index.ts';

/** Letters that no accent can be taken from, as people type them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
};

/**
 * A text as it is searched: lower case, without accents. "Éowyn" and "eowyn" are one. The index of search folds the
 * same way in SQL (`fold_letters`).
 */
export const foldLetters = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[æœøłđðþßıς]/g, (letter) => PLAIN_LETTERS[letter]!);

/** A name as it is searched: folded, with one kind of apostrophe and of white space. */
export const foldText = (text: string): string => foldLetters(nameKey(text));

/** The words of a query, folded. */
const queryWords = (query: string): string[] => foldText(query).split(' ').filter(Boolean);

/** True if every typed word is somewhere in the text; an empty query matches all. */
export const matchesWords = (text: string, query: string): boolean => {
  const folded = foldText(text);
  return queryWords(query).every((word) => folded.includes(word));
};

const startsOfWords = (folded: string): string[] => folded.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);

/** How well a name fits a query, higher is better; 0 where it does not. */
export const matchRank = (name: string, query: string): number => {
  const words = queryWords(query);
  const folded = foldText(name);
  if (words.length === 0 || !words.every((word) => folded.includes(word))) return 0;
  if (folded.startsWith(words.join(' '))) return 3;
  const starts = startsOfWords(folded);
  return words.every((word) => starts.some((start) => start.startsWith(word))) ? 2 : 1;
};
