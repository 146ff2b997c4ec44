// Loads the static model by a look-up and a mean. transformers.js loads the same files; a test holds their vectors
// equal.
import { appendTo } from '@emberkeep/domain';
import { readTableModel } from './onnx.ts';
import { joined, joinPhrases, stemsOf, wordsOf } from './words.ts';

/** A word or phrase of a text, with the other forms of the concepts it stands for; phrases are written with spaces. */
export interface Synonyms {
  word: string;
  /** All of its concepts are everyday ones. */
  isGeneric: boolean;
  others: string[];
}

export interface StaticModel {
  readonly id: string;
  readonly dims: number;
  /** A vector of length 1; null where the lexicon knows no word of the text. */
  embed(text: string): Float32Array | null;
  /** The text as both loaders read it: its words, with known phrases joined. */
  prepare(text: string): string;
  /** True for a word, or a joined phrase, that the lexicon knows in any regular form. */
  knows(word: string): boolean;
  /** One entry for each word or phrase of the text that the lexicon knows. */
  synonyms(text: string): Synonyms[];
}

export interface StaticModelFiles {
  model: Uint8Array;
  tokenizer: string;
  lexicon: string;
}

/** Below this length the words cancel each other out and a direction means nothing. */
const LEAST_LENGTH = 1e-9;

/** A concept of lexicon.json: its name, 1 where it is generic, its forms. */
type StoredConcept = [name: string, isGeneric: number, ...forms: string[]];

type Vocabulary = ReadonlyMap<string, number>;

const formsOf = ([, , ...forms]: StoredConcept): string[] => forms;

const readVocabulary = (tokenizer: string): Vocabulary => {
  const { model } = JSON.parse(tokenizer) as { model: { vocab: Record<string, number> } };
  return new Map(Object.entries(model.vocab));
};

const phraseTest = (phrases: readonly string[]): ((phrase: string) => boolean) => {
  const known = new Set(phrases);
  return (phrase) => known.has(phrase) || (phrase.endsWith('s') && known.has(phrase.slice(0, -1)));
};

/** Indexes of concepts by the row of the word that stands for them. */
const conceptsByRow = (concepts: readonly StoredConcept[], vocabulary: Vocabulary): Map<number, number[]> => {
  const byRow = new Map<number, number[]>();
  const add = (word: string, index: number): void => {
    const row = vocabulary.get(word);
    if (row !== undefined) appendTo(byRow, row, index);
  };
  const written = new Set(concepts.flatMap((concept) => formsOf(concept).map(joined)));
  concepts.forEach((concept, index) => {
    for (const form of formsOf(concept))
      for (const word of stemsOf(joined(form))) if (word === joined(form) || !written.has(word)) add(word, index);
  });
  return byRow;
};

/** The rows of a word's pieces by WordPiece, longest piece first; null where no pieces make up the whole word. */
const piecesOf = (word: string, vocabulary: Vocabulary): number[] | null => {
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

export const loadStaticModel = (files: StaticModelFiles): StaticModel => {
  const { dims, values, scale } = readTableModel(files.model);
  const vocabulary = readVocabulary(files.tokenizer);
  const { id, phrases, concepts } = JSON.parse(files.lexicon) as {
    id: string;
    phrases: string[];
    concepts: StoredConcept[];
  };
  const isPhrase = phraseTest(phrases);
  const byRow = conceptsByRow(concepts, vocabulary);

  const prepare = (text: string): string => joinPhrases(wordsOf(text), isPhrase).join(' ');

  const embed = (text: string): Float32Array | null => {
    const sum = new Float32Array(dims);
    // The tokenizer reads a word with an apostrophe as two.
    for (const word of prepare(text).split(/[ ']/))
      for (const row of word ? (piecesOf(word, vocabulary) ?? []) : [])
        for (let i = 0; i < dims; i++) sum[i]! += values[row * dims + i]! * scale;
    const norm = Math.sqrt(sum.reduce((n, x) => n + x * x, 0));
    return norm < LEAST_LENGTH ? null : sum.map((x) => x / norm);
  };

  const synonymsOf = (word: string): Synonyms[] => {
    const first = piecesOf(word, vocabulary)?.[0];
    const indexes = first === undefined ? undefined : byRow.get(first);
    if (!indexes) return [];
    const meant = indexes.map((index) => concepts[index]!);
    const others = [...new Set(meant.flatMap(formsOf))].filter((form) => form !== word);
    return [{ word, isGeneric: meant.every(([, isGeneric]) => isGeneric === 1), others }];
  };

  return {
    id,
    dims,
    prepare,
    embed,
    knows: (word) => piecesOf(word, vocabulary) !== null,
    synonyms: (text) => prepare(text).split(' ').flatMap(synonymsOf),
  };
};
