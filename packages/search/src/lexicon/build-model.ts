// Builds the static model from the lexicon: one vector per word, made of the concepts that the word stands for. Deterministic, so
// that the same lexicon gives the same bytes.
import { joined, stemsOf, SUFFIXES, wordsOf } from './words.ts';
import type { Concept } from './read-lexicon.ts';
import { GENERIC_CONCEPTS } from './generic-concepts.ts';
import { writeTableModel, type Int8Table } from './onnx.ts';

/** The length of a vector. 128 keeps the noise between unrelated concepts near 0.09 at 128 bytes per word. */
export const DIMS = 128;

/** How much of a word's vector comes from its family and from the word itself, against 1 for its concepts. */
const FAMILY = 0.15;
const OWN = 0.35;

const GENERIC_WEIGHT = 0.45;

/** A small pseudo-random generator with a full period, seeded by a text: the same on every machine. */
const noise = (seed: string): (() => number) => {
  let state = 2166136261;
  for (const unit of seed) state = Math.imul(state ^ unit.codePointAt(0)!, 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const scaled = (v: Float64Array, length: number): Float64Array => {
  const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0)) || 1;
  return v.map((x) => (x / norm) * length);
};

/** A direction that follows from a text. Normal components (Box and Muller) make every direction equally likely. */
const unitVector = (seed: string): Float64Array => {
  const random = noise(seed);
  const v = new Float64Array(DIMS);
  for (let i = 0; i < DIMS; i++) v[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return scaled(v, 1);
};

export interface ModelFiles {
  /** By path below the model's folder. */
  files: Map<string, Uint8Array>;
}

/** The concepts that each word stands for. */
type Senses = ReadonlyMap<string, readonly Concept[]>;

const sensesOf = (concepts: readonly Concept[]): Senses => {
  const senses = new Map<string, Concept[]>();
  const add = (word: string, concept: Concept): void => {
    const known = senses.get(word) ?? senses.set(word, []).get(word)!;
    if (!known.includes(concept)) known.push(concept);
  };
  for (const concept of concepts) for (const form of concept.forms) add(joined(form), concept);
  // A derived stem gives way to a form in the lexicon: "cit" is derived from city, "forg" from forge, "hop" from hope.
  const written = new Set(senses.keys());
  for (const concept of concepts)
    for (const form of concept.forms)
      for (const stem of stemsOf(joined(form))) if (!written.has(stem)) add(stem, concept);
  return senses;
};

/** The vector of each word; zero for one without senses. */
const vectorsOf = (vocabulary: readonly string[], senses: Senses): Float64Array[] => {
  const units = new Map<string, Float64Array>();
  const unitOf = (seed: string): Float64Array => units.get(seed) ?? units.set(seed, unitVector(seed)).get(seed)!;
  return vocabulary.map((word) => {
    const concepts = senses.get(word);
    const v = new Float64Array(DIMS);
    if (!concepts) return v;
    for (const concept of concepts) {
      unitOf(`concept ${concept.name}`).forEach((x, i) => (v[i]! += x));
      unitOf(`family ${concept.family}`).forEach((x, i) => (v[i]! += x * FAMILY));
    }
    const weight = concepts.every((concept) => GENERIC_CONCEPTS.has(concept.name)) ? GENERIC_WEIGHT : 1;
    const meaning = scaled(v, 1);
    unitOf(`word ${word}`).forEach((x, i) => (meaning[i]! += x * OWN));
    return scaled(meaning, weight);
  });
};

/** The vectors as one table of bytes, scaled so that the largest value is 127. */
const quantised = (vectors: readonly Float64Array[]): Int8Table => {
  const largest = vectors.reduce((most, row) => row.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  const scale = largest / 127;
  const values = new Int8Array(vectors.length * DIMS);
  vectors.forEach((row, r) => row.forEach((x, i) => (values[r * DIMS + i] = Math.round(x / scale))));
  return { rows: vectors.length, dims: DIMS, values, scale };
};

/** A token of a Hugging Face tokenizer that no text is split into. */
export const specialToken = (id: number, content: string): object => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

const tokenizerOf = (vocabulary: readonly string[]): object => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [specialToken(0, '[PAD]'), specialToken(1, '[UNK]')],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: false,
    strip_accents: true,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((word, i) => [word, i])),
  },
});

const TOKENIZER_CONFIG = {
  tokenizer_class: 'BertTokenizer',
  do_lower_case: true,
  model_max_length: 4096,
  pad_token: '[PAD]',
  unk_token: '[UNK]',
};

const configOf = (id: string, rows: number): object => ({
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: DIMS,
  vocab_size: rows,
  _name_or_path: id,
});

/** What only our own loader reads: phrases to join, and which words are synonyms. */
const lexiconOf = (id: string, concepts: readonly Concept[]): object => {
  const phrases = concepts.flatMap((concept) =>
    concept.forms
      .map(wordsOf)
      .filter((words) => words.length > 1)
      .map((words) => words.join(' ')),
  );
  return {
    id,
    phrases: [...new Set(phrases)].sort(),
    concepts: concepts.map(({ name, forms }) => [name, GENERIC_CONCEPTS.has(name) ? 1 : 0, ...forms]),
  };
};

/**
 * Builds the files of a sentence model, laid out as on the public hub. `id` is the model's name and part of every
 * cached vector's key.
 */
export const buildModel = (concepts: readonly Concept[], id: string): ModelFiles => {
  const senses = sensesOf(concepts);
  // Suffixes have zero vectors, so that an inflected word gets the vector of its stem.
  const vocabulary = ['[PAD]', '[UNK]', ...SUFFIXES.map((suffix) => `##${suffix}`), ...[...senses.keys()].sort()];
  const table = quantised(vectorsOf(vocabulary, senses));
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return {
    files: new Map([
      ['onnx/model_int8.onnx', writeTableModel(table)],
      ['tokenizer.json', json(tokenizerOf(vocabulary))],
      ['tokenizer_config.json', json(TOKENIZER_CONFIG)],
      ['config.json', json(configOf(id, table.rows))],
      ['lexicon.json', json(lexiconOf(id, concepts))],
    ]),
  };
};
