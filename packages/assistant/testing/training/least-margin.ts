// Chooses from which margin on the second of two classes is taken, by hands that were left out of the training.
import { marginOf } from '../../src/learned/class-model.ts';
import { OWN_HAND } from '../gold-notes.ts';
import { trainClasses, type ClassExample } from './train-classes.ts';

const GROUPS = 5;

/** An example with its margin in a model that was trained without its hand. */
interface Weighed {
  margin: number;
  isRight: boolean;
}

interface Choice {
  penalty: number;
  /** The share that should be right. */
  precision: number;
  /** Which examples the margin decides about. */
  isJudged: (example: ClassExample) => boolean;
}

const weighedWithoutHand = (
  examples: readonly ClassExample[],
  classes: readonly [string, string],
  { penalty, isJudged }: Choice,
): Weighed[] => {
  // Our own notes are always trained on: how sure to be is learned from the notes of others.
  const hands = [...new Set(examples.map(({ hand }) => hand))].filter((hand) => hand !== OWN_HAND);
  return Array.from({ length: GROUPS }, (_, group) => {
    const left = new Set(hands.filter((_hand, i) => i % GROUPS === group));
    const weights = trainClasses(
      examples.filter(({ hand }) => !left.has(hand)),
      classes,
      penalty,
    );
    return examples
      .filter((example) => left.has(example.hand) && isJudged(example))
      .map(({ features, accepted }) => ({
        margin: marginOf(features, weights),
        isRight: accepted.includes(classes[1]),
      }));
  }).flat();
};

/** Counted as wrong beside what is seen: of a few examples the best margin looks better than it is. */
const UNSEEN = 5;
/** A margin that no example reaches. */
const UNREACHED = 1e6;

/** The lowest margin above which at least this share is right. */
const leastFor = (weighed: readonly Weighed[], precision: number): number => {
  const sorted = [...weighed].sort((a, b) => b.margin - a.margin);
  let [right, least] = [0, UNREACHED];
  for (const [i, { margin, isRight }] of sorted.entries()) {
    if (isRight) right += 1;
    if (sorted[i + 1]?.margin !== margin && right / (i + 1 + UNSEEN) >= precision) least = margin;
  }
  return least;
};

/** The least margin of the second class at which this share of hands left out is right. */
export const leastMargin = (
  examples: readonly ClassExample[],
  classes: readonly [string, string],
  choice: Choice,
): number => leastFor(weighedWithoutHand(examples, classes, choice), choice.precision);
