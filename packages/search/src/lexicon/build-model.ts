// Owns making the static model out of the lexicon: one vector a word, from the concepts it stands for. Deterministic: the
// same lexicon gives the same bytes. In: concepts. Out: the files of a sentence model, as the hub of models lays them out.
import { joined, stemsOf, SUFFIXES, wordsOf } from './words.ts';
import type { Concept } from './read-lexicon.ts';
import { writeTableModel } from './onnx.ts';

/** Length of a vector. 128 keeps the noise between unrelated concepts near 0.09 at 128 bytes a word. */
export const DIMS = 128;
/** How much a word is its family, and how much itself, against 1 for its concept. */
const FAMILY = 0.15;
const OWN = 0.35;
/** Words of everyday that say little about what a text is about. */
const GENERIC = new Set(
  'say go give take get send hold use need want try work begin end continue wait again always never big small old new good same different true first number many few half near far inside outside above below day night room man woman know learn find see observe help make open close hand head man_time thing past future person share own try_again possible reason result problem normal full person carry bring come leave return arrive name idea news answer ask order_someone allow refuse decide agree plan change fall touch receive lift push throw walk run look'.split(
    ' ',
  ),
);
const GENERIC_WEIGHT = 0.45;

/** A small generator with a full period, seeded by a text: the same on every machine. */
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
const unit = (seed: string): Float64Array => {
  const random = noise(seed);
  const v = new Float64Array(DIMS);
  // Two uniforms make a normal (Box and Muller): a direction without corners.
  for (let i = 0; i < DIMS; i++) v[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return scaled(v, 1);
};
const scaled = (v: Float64Array, length: number): Float64Array => {
  const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0)) || 1;
  return v.map((x) => (x / norm) * length);
};

export interface ModelFiles {
  /** By path below the model's folder. */
  files: Map<string, Uint8Array>;
}

/** Builds the files. `id` is the model's name and part of every cached vector's key. */
export const buildModel = (concepts: readonly Concept[], id: string): ModelFiles => {
  const senses = new Map<string, Concept[]>();
  // A stem that is only derived gives way to a word that is written down: "cit" is a city, "forg" forges, "hop" hops.
  const add = (word: string, concept: Concept): void => {
    const of = senses.get(word) ?? senses.set(word, []).get(word)!;
    if (!of.includes(concept)) of.push(concept);
  };
  for (const concept of concepts) for (const form of concept.forms) add(joined(form), concept);
  const written = new Set(senses.keys());
  for (const concept of concepts)
    for (const form of concept.forms)
      for (const stem of stemsOf(joined(form))) if (!written.has(stem)) add(stem, concept);

  const words = [...senses.keys()].sort();
  // The rows of suffixes are zero, which is stemming for free.
  const vocabulary = ['[PAD]', '[UNK]', ...SUFFIXES.map((s) => `##${s}`), ...words];
  const units = new Map<string, Float64Array>();
  const unitOf = (seed: string): Float64Array => units.get(seed) ?? units.set(seed, unit(seed)).get(seed)!;
  const rows = vocabulary.map((word) => {
    const of = senses.get(word);
    const v = new Float64Array(DIMS);
    if (!of) return v;
    for (const concept of of) {
      unitOf(`concept ${concept.name}`).forEach((x, i) => (v[i]! += x));
      unitOf(`family ${concept.family}`).forEach((x, i) => (v[i]! += x * FAMILY));
    }
    const weight = of.every((c) => GENERIC.has(c.name)) ? GENERIC_WEIGHT : 1;
    const meaning = scaled(v, 1);
    unitOf(`word ${word}`).forEach((x, i) => (meaning[i]! += x * OWN));
    return scaled(meaning, weight);
  });
  const largest = rows.reduce((most, row) => row.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  const scale = largest / 127;
  const values = new Int8Array(rows.length * DIMS);
  rows.forEach((row, r) => row.forEach((x, i) => (values[r * DIMS + i] = Math.round(x / scale))));

  const phrases = [
    ...new Set(concepts.flatMap((c) => c.forms.flatMap((f) => (wordsOf(f).length > 1 ? [wordsOf(f).join(' ')] : [])))),
  ].sort();
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      { id: 0, content: '[PAD]', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
      { id: 1, content: '[UNK]', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
    ],
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
  };
  return {
    files: new Map([
      ['onnx/model_int8.onnx', writeTableModel({ rows: rows.length, dims: DIMS, values, scale })],
      ['tokenizer.json', json(tokenizer)],
      [
        'tokenizer_config.json',
        json({
          tokenizer_class: 'BertTokenizer',
          do_lower_case: true,
          model_max_length: 4096,
          pad_token: '[PAD]',
          unk_token: '[UNK]',
        }),
      ],
      [
        'config.json',
        json({
          model_type: 'bert',
          architectures: ['BertModel'],
          hidden_size: DIMS,
          vocab_size: rows.length,
          _name_or_path: id,
        }),
      ],
      // What only our own loader reads: phrases to join, and which words say the same.
      [
        'lexicon.json',
        json({ id, phrases, concepts: concepts.map((c) => [c.name, GENERIC.has(c.name) ? 1 : 0, ...c.forms]) }),
      ],
    ]),
  };
};
