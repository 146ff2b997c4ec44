// What the regular forms of an English word have in common.

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
