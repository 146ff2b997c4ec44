// Splits short texts into words and trigrams, and measures how alike two texts are.

/** Words of a text in lower case, letters and digits only. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const VOWEL = /[aeiouyà-ɏ]/;

const withoutPlural = (word: string): string => {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return /[^siu]s$/.test(word) ? word.slice(0, -1) : word;
};

const withoutEnding = (word: string): string => {
  const bare = word.endsWith('eed') ? word : word.replace(/(?:ing|ed)$/, '');
  if (bare === word || bare.length < 3 || !VOWEL.test(bare)) return word;
  // "Stabbed" is from "stab".
  return bare.replace(/([bdgmnprt])\1$/, '$1');
};

/**
 * What the regular forms of a word have in common: "stabbed", "stabs" and "stabbing" give "stab". Not a word by itself,
 * and no shorter than needed: "Harker" is nobody who harks.
 */
export const stem = (word: string): string => {
  if (word.length < 4) return word;
  const bare = withoutEnding(withoutPlural(word));
  return bare.length > 3 ? bare.replace(/e$/, '') : bare;
};

/** Every run of three characters of the words, padded so that the beginning of the text counts more. */
export const trigrams = (text: string): Set<string> => {
  const plain = `  ${wordsOf(text).join(' ')} `;
  return new Set(Array.from({ length: Math.max(0, plain.length - 2) }, (_, i) => plain.slice(i, i + 3)));
};

/** Dice coefficient of two sets of trigrams: 0 where they share nothing, 1 where they are the same. */
export const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let shared = 0;
  for (const gram of a) if (b.has(gram)) shared += 1;
  return (2 * shared) / Math.max(1, a.size + b.size);
};
