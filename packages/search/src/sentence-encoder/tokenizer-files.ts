// The tokenizer of the sentence encoder as transformers.js reads it: SentencePiece's unigrams over NFKC, case kept, with
// ▁ for a space and one in front.

/** A piece of the vocabulary and its score, a log probability. */
export type Piece = readonly [piece: string, score: number];

/** Entries at the front of the vocabulary that no text is split into; the first stands for what is not known. */
const RESERVED = 6;
/** Makes a reserved entry the last choice where a text spells one. */
const NEVER = -1000;
const PADDING = '</s>';

/** Tokens of a text that the encoder was trained to read. */
export const MOST_TOKENS = 128;

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

export const tokenizerFiles = (vocabulary: readonly Piece[]): [path: string, bytes: Uint8Array][] => [
  [
    'tokenizer.json',
    json({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: { type: 'NFKC' },
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
      post_processor: null,
      decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
      model: {
        type: 'Unigram',
        unk_id: 0,
        byte_fallback: false,
        fuse_unk: true,
        vocab: vocabulary.map(([piece, score], i) => [piece, i < RESERVED ? NEVER : score]),
      },
    }),
  ],
  [
    'tokenizer_config.json',
    json({
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: MOST_TOKENS,
      pad_token: PADDING,
      unk_token: vocabulary[0]?.[0],
    }),
  ],
];
