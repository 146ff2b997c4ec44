// Sentences by which the shipped sentence model is held equal to the runtime that its weights come with: those of the
// development set, and odd ones.
import { labelledSet } from './labelled-queries.ts';

/** Texts that a tokenizer may stumble over: accents, ligatures, unknown letters, line ends, reserved words. */
export const ODD_SENTENCES: readonly string[] = [
  'Éowyn met Zoë at the café',
  'ﬁne ½ Ⅻ',
  '日本語の宿屋',
  'one line\nand  another\ttab',
  '<s> hello </s>',
  'x',
  '☃☃ snow',
  'The DUKE’s poisoned wine — “never”!',
  'extra_token_id_1 of three',
  'Ω≈ç√',
  // Longer than the model reads.
  'The bell rang and nobody came. '.repeat(40).trim(),
];

/** Every sentence of the development set once, queries included. */
export const referenceSentences = (): string[] => {
  const sets = (['tuned', 'held'] as const).map(labelledSet);
  const texts = sets.flatMap((set) => [
    ...set.queries.map((query) => query.text),
    ...set.passages.flatMap((passage) => (passage.text ?? '').split(/(?<=[.!?])\s+/)),
  ]);
  return [...new Set([...ODD_SENTENCES, ...texts.filter(Boolean)])];
};
