// Owns reading the lexicon's text files: `concept: form, form of several words, …` a line, `# family` between them.

export interface Concept {
  name: string;
  /** The heading that it stands under: kin of one family lean a little towards each other. */
  family: string;
  /** Surface forms, the most usual first, as written. */
  forms: readonly string[];
}

/** Reads one file. A line that is none is an error: the lexicon is ours. */
export const readLexicon = (text: string): Concept[] => {
  let family = '';
  return text.split('\n').flatMap((line): Concept[] => {
    if (line.trim() === '') return [];
    if (line.startsWith('#')) {
      family = line.slice(1).trim();
      return [];
    }
    const match = /^([a-z_0-9]+): (.+)$/.exec(line);
    if (!match) throw new Error(`not a line of the lexicon: ${line}`);
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
