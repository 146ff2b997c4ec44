// Finds the intent whose typical phrasings are most like a message: by trigrams and, where an embedding model is
// loaded, by meaning. Likeness decides what is answered and never what is written.
import type { Intent } from './intents.ts';
import { likeness, trigrams } from './likeness.ts';
import { PHRASINGS } from './vocabulary/phrasings.ts';

type Embed = (text: string) => Float32Array | null;

/** A phrasing must be more alike than this, 0 to 1. */
const LIKENESS_MIN = 0.34;
/** Weight of the cosine of two embeddings, added to the likeness of letters. */
const MEANING_WEIGHT = 0.25;

const KNOWN = Object.entries(PHRASINGS).flatMap(([intent, texts]) =>
  texts.map((text) => ({ intent: intent as Intent, text, grams: trigrams(text) })),
);

/** Embeddings of the phrasings, computed once for each model. */
const embeddings = new WeakMap<Embed, (Float32Array | null)[]>();
const embeddingsBy = (embed: Embed): (Float32Array | null)[] => {
  const known = embeddings.get(embed) ?? KNOWN.map(({ text }) => embed(text));
  embeddings.set(embed, known);
  return known;
};

const cosine = (a: Float32Array | null | undefined, b: Float32Array | null | undefined): number =>
  a && b ? a.reduce((sum, x, i) => sum + x * b[i]!, 0) : 0;

/** The intent of the most similar phrasing, or null where none is similar enough. */
export const nearestIntent = (text: string, embed?: Embed): Intent | null => {
  const grams = trigrams(text);
  const embedding = embed?.(text);
  const known = embed ? embeddingsBy(embed) : [];
  let best: Intent | null = null;
  let bestScore = LIKENESS_MIN;
  for (const [n, phrasing] of KNOWN.entries()) {
    const score = likeness(grams, phrasing.grams) + MEANING_WEIGHT * Math.max(0, cosine(embedding, known[n]));
    if (score <= bestScore) continue;
    best = phrasing.intent;
    bestScore = score;
  }
  return best;
};
