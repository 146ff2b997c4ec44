// Finds names also where a text inflects them or writes them in another way: "Vane's", "Vanes", "Vane-ish", "Duke_Vané",
// "Anny" for Anna. It finds too much rather than too little, for texts from which names are left out.
import { foldLetters } from './match-words.ts';
import type { Mention } from './mentions.ts';
import { appendTo } from './multimap.ts';

interface Word {
  /** Without case, accents, marks and forms of letters. */
  key: string;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}\p{M}\p{Cf}]+/gu;
/** What may stand between the words of one name: an apostrophe, a hyphen, a line break with a quotation mark. */
const MAX_BETWEEN = 6;

/** Endings that a short name may get; one of `LONG` letters may get any of at most `MAX_ENDING` letters. */
const ENDINGS = new Set(['s', 'es', 'ns', 'n', 'en', 'ish', 'ian', 'ians', 'ite', 'ites', 'ese', 'er', 'ers', 'esque']);
const LONG = 4;
const MAX_ENDING = 3;
/** The last vowel of a long name may be another one: "Anna" and "Anny", "Elena" and "Eleniem". */
const LAST_VOWEL = /[aeiouyаяеиоуыюій]$/;
const FIRST_VOWEL = /^[aeiouyаяеиоуыюій]/;
const LONGEST_ENDING = Math.max(...[...ENDINGS].map((ending) => ending.length));

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const key = foldLetters(word.normalize('NFKC').replace(/\p{Cf}/gu, '')).replace(/\p{M}/gu, '');
    return key === '' ? [] : [{ key, start: index, end: index + word.length }];
  });

/**
 * What names have in common that differ in case, accents, forms of letters and signs that nobody sees. Empty without
 * letters.
 */
export const looseKey = (name: string): string =>
  wordsOf(name)
    .map(({ key }) => key)
    .join(' ');

/** A name that may lose its last vowel before an ending, without it; the name itself where it may not. */
const stemOf = (name: string): string => (name.length >= LONG ? name.replace(LAST_VOWEL, '') : name);

/** Whether `word` is `name` with an ending, or the same. A short word such as "of" has one only as the last. */
const isFormOf = (word: string, name: string, isLast: boolean): boolean => {
  if (word === name) return true;
  const isLong = name.length >= LONG;
  if (word.startsWith(name)) {
    const ending = word.slice(name.length);
    return (isLong && ending.length <= MAX_ENDING) || ((isLong || isLast) && ENDINGS.has(ending));
  }
  const stem = stemOf(name);
  if (stem === name || !word.startsWith(stem)) return false;
  const ending = word.slice(stem.length);
  return FIRST_VOWEL.test(ending) && ending.length <= (stem.length >= LONG ? MAX_ENDING : MAX_ENDING - 1);
};

/** A name, as the words in it. */
interface NameWords {
  words: readonly string[];
  ids: readonly string[];
}

/** Names by what the first word of each of their forms begins with. */
const byStem = (names: ReadonlyMap<string, readonly string[]>): Map<string, NameWords[]> => {
  const found = new Map<string, NameWords[]>();
  for (const [name, ids] of names) {
    const words = wordsOf(name).map(({ key }) => key);
    const [first] = words;
    if (first === undefined || words.join('').length < 2) continue;
    for (const stem of new Set([first, stemOf(first)])) appendTo(found, stem, { words, ids });
  }
  return found;
};

/** Returns the function that finds these names, given by their spelling with the ids that have them. */
export const createInflectedFinder = (names: ReadonlyMap<string, readonly string[]>): ((text: string) => Mention[]) => {
  const stems = byStem(names);
  return (text) => {
    const words = wordsOf(text);
    const isAt = (at: number, name: NameWords): boolean =>
      name.words.every((each, i) => {
        const word = words[at + i];
        const isNear = i === 0 || (word !== undefined && word.start - words[at + i - 1]!.end <= MAX_BETWEEN);
        return word !== undefined && isNear && isFormOf(word.key, each, i === name.words.length - 1);
      });
    return words.flatMap(({ key, start }, at) => {
      const found: Mention[] = [];
      for (let length = key.length; length > 0 && length >= key.length - LONGEST_ENDING; length--)
        for (const name of stems.get(key.slice(0, length)) ?? [])
          if (isAt(at, name)) found.push({ start, end: words[at + name.words.length - 1]!.end, ids: name.ids });
      return found;
    });
  };
};
