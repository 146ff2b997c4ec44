// Owns how alike two short texts are, by trigrams of letters, and the words of a text.

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export const trigrams = (text: string): Set<string> => {
  const plain = `  ${wordsOf(text).join(' ')} `;
  return new Set(Array.from({ length: Math.max(0, plain.length - 2) }, (_, i) => plain.slice(i, i + 3)));
};

/** 0 for nothing shared, 1 for the same (Dice). */
export const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let shared = 0;
  for (const gram of a) if (b.has(gram)) shared += 1;
  return (2 * shared) / Math.max(1, a.size + b.size);
};
