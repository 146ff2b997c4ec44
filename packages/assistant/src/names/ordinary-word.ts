// Whether a name of one word is written in lower case elsewhere in a note, as an ordinary word.

/** The words of a text that are written in lower case. */
export const lowerCaseWords = (text: string): ReadonlySet<string> =>
  new Set(
    text.match(/(?<![\p{L}])\p{Ll}[\p{L}\p{M}\p{N}'’-]*/gu)?.flatMap((word) => [word, word.replace(/['’]s$/, '')]),
  );

export const isAlsoOrdinaryWord = (lowerCase: ReadonlySet<string>, name: string): boolean =>
  name.toLowerCase() !== name && lowerCase.has(name.toLowerCase());
