// Turns text into words for the lexicon and the static model: lower case, no accents, known phrases joined to one word
// ("grave robber" → "graverobber"). Both loaders of the model use it, so that they read the same words.
import { foldLetters } from '@emberkeep/domain';

/** Lower case without accents; curly apostrophes made straight. */
export const plainText = (text: string): string => foldLetters(text).replace(/[’‘]/g, "'");

/**
 * The words of a text, in order: letters and digits, with an apostrophe inside ("don't") and without a possessive
 * one.
 */
export const wordsOf = (text: string): string[] =>
  (plainText(text).match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? []).map((w) => w.replace(/'s$/, ''));

/** A form of several words as a single word. */
export const joined = (phrase: string): string => wordsOf(phrase).join('').replaceAll("'", '');

/** The longest phrase that is looked for, in words. */
export const PHRASE_WORDS = 5;

/** The words with known phrases joined, longest first. `isPhrase` gets words joined by one space. */
export const joinPhrases = (words: readonly string[], isPhrase: (phrase: string) => boolean): string[] => {
  const out: string[] = [];
  for (let i = 0; i < words.length;) {
    let length = Math.min(PHRASE_WORDS, words.length - i);
    while (length > 1 && !isPhrase(words.slice(i, i + length).join(' '))) length -= 1;
    out.push(length > 1 ? joined(words.slice(i, i + length).join(' ')) : words[i]!);
    i += length;
  }
  return out;
};

const VOWEL = /[aeiou]/;

/** True where English doubles the last letter before a suffix (stab, stabbed). */
const doubles = (word: string): boolean => /[^aeiou][aeiou][^aeiouwxy]$/.test(word) && word.length <= 5;

/**
 * The stems that a tokenizer must know, so that every regular form of a word is one of them and a suffix: the word
 * itself, and its stem where English drops or doubles a letter (forge → forg·ing, city → cit·ies, stab → stabb·ed).
 */
export const stemsOf = (word: string): string[] => {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return [word];
  if (/[^aeiou]e$/.test(word) && word.length > 3) return [word, word.slice(0, -1)];
  if (/[^aeiou]y$/.test(word)) return [word, word.slice(0, -1)];
  return doubles(word) ? [word, word + word.at(-1)] : [word];
};

/** The suffixes that may follow a stem. */
export const SUFFIXES = [
  's',
  'es',
  'ies',
  'ed',
  'ied',
  'd',
  'ing',
  'er',
  'ers',
  'ly',
  'ness',
  'ment',
  'ful',
  'less',
  'like',
] as const;

const undouble = (w: string): string => (/([bdfgmnprt])\1$/.test(w) ? w.slice(0, -1) : w);

/** A light stem, which regular forms of an English word share. For grouping and highlighting; never shown. */
export const stem = (word: string): string => {
  let w = word;
  if (w.length > 4 && w.endsWith('ies')) w = `${w.slice(0, -3)}y`;
  else if (w.length > 4 && /(?:ss|x|z|ch|sh)es$/.test(w)) w = w.slice(0, -2);
  else if (w.length > 3 && w.endsWith('s') && !/(?:ss|us|is)$/.test(w)) w = w.slice(0, -1);
  if (w.length > 5 && w.endsWith('ing') && VOWEL.test(w.slice(0, -3))) w = undouble(w.slice(0, -3));
  else if (w.length > 4 && w.endsWith('ed') && VOWEL.test(w.slice(0, -2))) w = undouble(w.slice(0, -2));
  if (w.length > 5 && w.endsWith('ly')) w = w.slice(0, -2);
  if (w.length > 3 && w.endsWith('e')) return w.slice(0, -1);
  return w.length > 3 && w.endsWith('y') ? `${w.slice(0, -1)}i` : w;
};
