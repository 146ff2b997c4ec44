// Numbers the features that a model is trained on.

/** What a model learns from, with the hand that wrote it. */
export interface OfHand {
  hand: string;
}

/** A feature that fewer hands show says more about a hand than about notes. */
const FEWEST_HANDS = 3;

/** The features that at least three hands show (or all, where there are fewer hands), numbered in alphabetical order. */
export const indexFeatures = <T extends OfHand>(
  examples: readonly T[],
  featuresOf: (example: T) => Iterable<string>,
): Map<string, number> => {
  const handsOf = new Map<string, Set<string>>();
  for (const example of examples)
    for (const feature of featuresOf(example)) {
      const hands = handsOf.get(feature) ?? new Set();
      hands.add(example.hand);
      handsOf.set(feature, hands);
    }
  const fewest = Math.min(FEWEST_HANDS, new Set(examples.map(({ hand }) => hand)).size);
  const kept = [...handsOf].filter(([, hands]) => hands.size >= fewest).map(([feature]) => feature);
  return new Map(kept.sort().map((feature, i) => [feature, i]));
};

/** Weights become whole numbers of this many to 1, within a byte. */
const SCALE = 24;
export const quantised = (weight: number): number => Math.max(-127, Math.min(127, Math.round(weight * SCALE))) || 0;

/** Moves weights along a gradient, each with a step that shrinks as its gradients add up (AdaGrad). */
export class Ascent {
  readonly weights: Float64Array;
  private readonly squares: Float64Array;
  private readonly rate: number;
  private readonly penalty: number;
  private round = 0;

  /** `penalty` pulls every weight to 0, in proportion to it. */
  constructor(size: number, { rate, penalty }: { rate: number; penalty: number }) {
    this.weights = new Float64Array(size);
    this.squares = new Float64Array(size).fill(1e-8);
    this.rate = rate;
    this.penalty = penalty;
  }

  step(gradient: Float64Array): void {
    const rate = this.rate / (1 + this.round / 20);
    this.round += 1;
    for (let i = 0; i < this.weights.length; i++) {
      const slope = gradient[i]! - this.penalty * this.weights[i]!;
      this.squares[i]! += slope * slope;
      this.weights[i]! += (rate * slope) / Math.sqrt(this.squares[i]!);
    }
  }
}
