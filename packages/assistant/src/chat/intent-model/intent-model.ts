// Logistic regression over a message's features and, where there is one, its sentence vector: how likely each intent is,
// and how likely the message asks for something to be written.
import { fromBase64 } from '@emberkeep/domain';
import { INTENTS, type Intent } from '../intents.ts';
import { BUCKETS } from './message-features.ts';

/** Numbers of a sentence vector that are read. */
export const DIMS = 512;
/** Weights of one intent: the buckets and a bias for a message that has no vector, then the same with the vector. */
export const ROW = BUCKETS + DIMS + 2;

/** A row for each intent, then one for whether anything is asked to be written. */
export const ROWS = INTENTS.length + 1;

/** The weights as they are stored: one byte each, row by row, and what one step is worth. */
export interface IntentWeights {
  step: number;
  /** Base64 of `ROWS × ROW` signed bytes. */
  bytes: string;
}

export interface RankedIntent {
  intent: Intent;
  /** 0 to 1; all of them sum to 1. */
  likelihood: number;
}

/** What the model makes of a message. */
export interface ReadIntents {
  /** Most likely first. */
  ranked: RankedIntent[];
  /** How likely the message asks for something to be written, 0 to 1. */
  writes: number;
}
export type IntentModel = (features: readonly number[], vector: Float32Array | null) => ReadIntents;

/** Index of the bias within a row. */
export const biasAt = (hasVector: boolean): number => BUCKETS + DIMS + (hasVector ? 1 : 0);

/** What the features speak for one intent: the sum of their weights, of the vector's, and of the bias. */
export const scoreOf = (
  row: Float32Array | Float64Array,
  features: readonly number[],
  vector: Float32Array | null,
): number => {
  let sum = row[biasAt(vector !== null)]!;
  // Long messages have more features; without this they would be surer than short ones.
  const share = 1 / Math.sqrt(Math.max(1, features.length));
  for (const feature of features) sum += row[feature]! * share;
  if (vector) for (let i = 0; i < DIMS; i++) sum += row[BUCKETS + i]! * vector[i]!;
  return sum;
};

/** Scores as shares of 1. */
export const softmax = (scores: readonly number[]): number[] => {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

/** A score as a likelihood, 0 to 1. */
export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));

const rowsOf = ({ step, bytes }: IntentWeights): Float32Array[] => {
  const all = new Int8Array(fromBase64(bytes).buffer);
  return Array.from({ length: ROWS }, (_, n) =>
    Float32Array.from(all.subarray(n * ROW, (n + 1) * ROW), (weight) => weight * step),
  );
};

export const intentModelOf = (weights: IntentWeights): IntentModel => {
  const rows = rowsOf(weights);
  return (features, vector) => {
    const scores = rows.map((row) => scoreOf(row, features, vector));
    const likelihoods = softmax(scores.slice(0, INTENTS.length));
    const ranked = INTENTS.map((intent, n) => ({ intent, likelihood: likelihoods[n]! }));
    return { ranked: ranked.sort((a, b) => b.likelihood - a.likelihood), writes: sigmoid(scores[INTENTS.length]!) };
  };
};
