// Splits short texts into words and trigrams, and measures how alike two texts are.

/** Words of a text in lower case, letters and digits only. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

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
