// Chooses one of several classes by trained weights. All sums are of whole numbers, so every device chooses the same.

export interface ClassWeights {
  /** How many examples and hands they were trained on. */
  examples: number;
  hands: number;
  classes: readonly string[];
  /** Of two classes: the least margin at which the second one is chosen. */
  least?: number;
  /** One weight a class. */
  features: Readonly<Record<string, readonly number[]>>;
}

/** The value of a feature that is plainly there. Values are whole numbers, so that sums are. */
export const THERE = 4;

/** Features with their values. */
export type Features = ReadonlyMap<string, number>;

/** The sum of each class, in the order of `classes`. */
export const classSums = (features: Features, { classes, features: weights }: ClassWeights): number[] => {
  const sums = classes.map(() => 0);
  for (const [feature, value] of features) {
    if (!Object.hasOwn(weights, feature)) continue;
    for (const [i, weight] of weights[feature]!.entries()) sums[i]! += weight * value;
  }
  return sums;
};

/** The class with the greatest sum, of those that may be chosen; the first where several have it. */
export const bestClass = (
  features: Features,
  weights: ClassWeights,
  isAllowed: (name: string) => boolean = () => true,
): string => {
  const sums = classSums(features, weights);
  let best = -1;
  for (const [i, name] of weights.classes.entries())
    if (isAllowed(name) && (best === -1 || sums[i]! > sums[best]!)) best = i;
  return weights.classes[best]!;
};

/** How much more speaks for the second of two classes than for the first. */
export const marginOf = (features: Features, weights: ClassWeights): number => {
  const [first = 0, second = 0] = classSums(features, weights);
  return second - first;
};
