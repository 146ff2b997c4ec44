// Lists in prose.

/** "Ana", "Ana and Jo", "Ana, Jo and Sam"; empty for no words. */
export const listWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
