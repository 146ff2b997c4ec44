// A label within a sentence.

/** The label in small letters, without those words that are abbreviations: "NPC met" stays, "Combat starts" does not. */
export const midSentence = (label: string): string =>
  label
    .split(' ')
    .map((word) => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()))
    .join(' ');
