// Trains a model that chooses one of several classes: logistic regression over all examples at once. It uses no chance,
// so the same examples give the same weights.
import { THERE, type ClassWeights, type Features } from '../../src/learned/class-model.ts';
import { Ascent, indexFeatures, quantised, type OfHand } from './feature-index.ts';

export interface ClassExample extends OfHand {
  features: Features;
  /** The classes that a fair reader would accept, best first. */
  accepted: readonly string[];
}

const ROUNDS = 60;
/** The share of the first of several accepted classes. */
const FIRST_SHARE = 0.6;

const targetOf = (accepted: readonly string[], classes: readonly string[]): number[] => {
  const known = accepted.filter((name) => classes.includes(name));
  const rest = (1 - FIRST_SHARE) / Math.max(1, known.length - 1);
  return classes.map((name) => {
    const at = known.indexOf(name);
    if (at === -1) return 0;
    return known.length === 1 ? 1 : at === 0 ? FIRST_SHARE : rest;
  });
};

/** Turns sums into shares that add up to 1. */
const toShares = (sums: Float64Array): void => {
  const most = sums.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  for (let k = 0; k < sums.length; k++) total += sums[k] = Math.exp(sums[k]! - most);
  for (let k = 0; k < sums.length; k++) sums[k]! /= total;
};

export const trainClasses = (
  examples: readonly ClassExample[],
  classes: readonly string[],
  penalty: number,
  rounds = ROUNDS,
): ClassWeights => {
  const index = indexFeatures(examples, ({ features }) => features.keys());
  const count = classes.length;
  const rows = examples.map(({ features, accepted }) => ({
    values: [...features].flatMap(([name, value]) =>
      index.has(name) ? [[index.get(name)!, value / THERE] as const] : [],
    ),
    target: targetOf(accepted, classes),
  }));
  const ascent = new Ascent(index.size * count, { rate: 0.2, penalty });
  for (let round = 0; round < rounds; round++) {
    const gradient = new Float64Array(index.size * count);
    for (const { values, target } of rows) {
      const shares = new Float64Array(count);
      for (const [feature, value] of values)
        for (let k = 0; k < count; k++) shares[k]! += ascent.weights[feature * count + k]! * value;
      toShares(shares);
      for (const [feature, value] of values)
        for (let k = 0; k < count; k++) gradient[feature * count + k]! += (target[k]! - shares[k]!) * value;
    }
    ascent.step(gradient);
  }
  const features = [...index].flatMap(([name, i]): [string, number[]][] => {
    const weights = [...ascent.weights.subarray(i * count, (i + 1) * count)].map(quantised);
    return weights.some((weight) => weight !== 0) ? [[name, weights]] : [];
  });
  return {
    examples: examples.length,
    hands: new Set(examples.map(({ hand }) => hand)).size,
    classes,
    features: Object.fromEntries(features),
  };
};
