// Owns the plain loader of the static model: a look-up and a mean. The other loader is transformers.js, over the same files;
// a test holds their vectors equal. In: the files. Out: vectors of length 1, and which words mean the same.
import { readTableModel } from './onnx.ts';
import { joined, joinPhrases, stemsOf, wordsOf } from './words.ts';

export interface StaticModel {
  readonly id: string;
  readonly dims: number;
  /** A vector of length 1; null where no word of the text is known, because a direction of nothing is none. */
  embed(text: string): Float32Array | null;
  /** The text as either loader reads it: words with the phrases among them joined. */
  prepare(text: string): string;
  /** True for a word (or joined phrase) that the lexicon knows, in any regular form. */
  knows(word: string): boolean;
  /** Other words for the same, for each word or phrase of the text that has any; phrases are written with spaces. */
  synonyms(text: string): { word: string; isGeneric: boolean; others: string[] }[];
}

export interface StaticModelFiles {
  model: Uint8Array;
  tokenizer: string;
  lexicon: string;
}

export const loadStaticModel = (files: StaticModelFiles): StaticModel => {
  const { dims, values, scale } = readTableModel(files.model);
  const vocabulary = new Map(
    Object.entries((JSON.parse(files.tokenizer) as { model: { vocab: Record<string, number> } }).model.vocab),
  );
  const { id, phrases, concepts } = JSON.parse(files.lexicon) as {
    id: string;
    phrases: string[];
    concepts: [string, number, ...string[]][];
  };
  const known = new Set(phrases);
  const isPhrase = (phrase: string): boolean =>
    known.has(phrase) || (phrase.endsWith('s') && known.has(phrase.slice(0, -1)));
  const prepare = (text: string): string => joinPhrases(wordsOf(text), isPhrase).join(' ');

  // Concepts by row: what a word of the text stands for is what its first piece does.
  const conceptsOf = new Map<number, number[]>();
  const stand = (word: string, index: number): void => {
    const row = vocabulary.get(word);
    if (row !== undefined) (conceptsOf.get(row) ?? conceptsOf.set(row, []).get(row)!).push(index);
  };
  const written = new Set(concepts.flatMap(([, , ...forms]) => forms.map(joined)));
  concepts.forEach(([, , ...forms], index) => {
    for (const form of forms)
      for (const word of stemsOf(joined(form))) if (word === joined(form) || !written.has(word)) stand(word, index);
  });

  // WordPiece: the longest piece that is known, then the longest of what is left, behind ##; no way through is unknown.
  const pieces = (word: string): number[] | null => {
    const found: number[] = [];
    for (let at = 0; at < word.length;) {
      let end = word.length;
      let piece: number | undefined;
      for (; end > at && piece === undefined; end -= 1)
        piece = vocabulary.get((at > 0 ? '##' : '') + word.slice(at, end));
      if (piece === undefined) return null;
      found.push(piece);
      at = end + 1;
    }
    return found;
  };

  return {
    id,
    dims,
    prepare,
    embed: (text) => {
      const sum = new Float32Array(dims);
      // A word with an apostrophe is two to the tokenizer.
      for (const word of prepare(text).split(/[ ']/)) {
        for (const row of word ? (pieces(word) ?? []) : [])
          for (let i = 0; i < dims; i++) sum[i]! += values[row * dims + i]! * scale;
      }
      const norm = Math.sqrt(sum.reduce((n, x) => n + x * x, 0));
      return norm < 1e-9 ? null : sum.map((x) => x / norm);
    },
    knows: (word) => pieces(word) !== null,
    synonyms: (text) =>
      prepare(text)
        .split(' ')
        .flatMap((word) => {
          const first = pieces(word)?.[0];
          const of = first === undefined ? undefined : conceptsOf.get(first);
          if (!of) return [];
          const others = [...new Set(of.flatMap((index) => concepts[index]!.slice(2) as string[]))].filter(
            (form) => form !== word,
          );
          return [{ word, isGeneric: of.every((index) => concepts[index]![1] === 1), others }];
        }),
  };
};
