// Reads the lexicon's text files: one concept a line as `concept: form, form of several words, …`, under `# family`
// headings.

export interface Concept {
  name: string;
  /** The heading it is under; concepts of one family have slightly similar vectors. */
  family: string;
  /** Its forms as written, the most usual first. */
  forms: readonly string[];
}

/** Reads one file. The lexicon is our own, so a malformed line throws. */
export const readLexicon = (text: string): Concept[] => {
  let family = '';
  return text.split('\n').flatMap((line): Concept[] => {
    if (line.trim() === '') return [];
    if (line.startsWith('#')) {
      family = line.slice(1).trim();
      return [];
    }
    const match = /^([a-z_0-9]+): (.+)$/.exec(line);
    if (!match) throw new Error(`malformed line in the lexicon: ${line}`);
    return [
      {
        name: match[1]!,
        family,
        forms: match[2]!
          .split(',')
          .map((form) => form.trim())
          .filter(Boolean),
      },
    ];
  });
};
