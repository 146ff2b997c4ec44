// Trains a model that cuts notes into scenes: a conditional random field over segments, on all notes at once. It uses no
// chance, so the same notes give the same weights.
import {
  LONGEST,
  stepOf,
  UNIT_STEPS,
  WORD_STEPS,
  type SegmentUnit,
  type SegmentWeights,
} from '../../src/learned/segment-model.ts';
import { Ascent, indexFeatures, quantised, type OfHand } from './feature-index.ts';

/** A note as units, and its scenes as [from, to) of units, in order and without overlap. */
export interface SegmentExample extends OfHand {
  units: readonly SegmentUnit[];
  scenes: readonly (readonly [from: number, to: number])[];
}

const ROUNDS = 50;
/** Added for each scene when notes are cut: with likelihood alone, too few scenes are found. */
const PER_SCENE = 0.5;

interface Sequence {
  features: number[][];
  words: number[];
  scenes: SegmentExample['scenes'];
}

/** Where each kind of weight is: three a feature, then by length in words, by length in units, then transitions. */
interface Places {
  words: number;
  units: number;
  transitions: number;
  size: number;
}

const placesFor = (features: number): Places => {
  const words = features * 3;
  const units = words + WORD_STEPS.length + 1;
  const transitions = units + UNIT_STEPS.length + 1;
  return { words, units, transitions, size: transitions + 4 };
};

/** log(exp a + exp b) */
const logAdd = (a: number, b: number): number => {
  if (a === -Infinity || b === -Infinity) return Math.max(a, b);
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
};

/** The sums of one note under the present weights. States: 0 for scene, 1 for outside. */
class NoteSums {
  readonly begins: number[] = [];
  readonly outside: number[] = [];
  readonly continues: number[] = [0];
  readonly words: number[] = [0];
  readonly length: number;
  private readonly weights: Float64Array;
  private readonly places: Places;

  constructor({ features, words }: Sequence, weights: Float64Array, places: Places) {
    this.weights = weights;
    this.places = places;
    this.length = features.length;
    for (const [i, own] of features.entries()) {
      const sum = (kind: number): number => own.reduce((n, f) => n + weights[f * 3 + kind]!, 0);
      this.begins.push(sum(0));
      this.outside.push(sum(2));
      this.continues.push(this.continues[i]! + sum(1));
      this.words.push(this.words[i]! + words[i]!);
    }
  }
  wordsPlace(from: number, to: number): number {
    return this.places.words + stepOf(this.words[to]! - this.words[from]!, WORD_STEPS);
  }
  unitsPlace(from: number, to: number): number {
    return this.places.units + stepOf(to - from, UNIT_STEPS);
  }
  scene(from: number, to: number): number {
    return (
      this.begins[from]! +
      (this.continues[to]! - this.continues[from + 1]!) +
      this.weights[this.wordsPlace(from, to)]! +
      this.weights[this.unitsPlace(from, to)]!
    );
  }
  transition(before: number, after: number): number {
    return this.weights[this.places.transitions + before * 2 + after]!;
  }
}

/** Adds what the labels show to the gradient. */
const addLabels = (note: Sequence, sums: NoteSums, places: Places, gradient: Float64Array): void => {
  const add = (unit: number, kind: number): void => {
    for (const feature of note.features[unit]!) gradient[feature * 3 + kind]! += 1;
  };
  let [before, at] = [1, 0];
  const stepOut = (to: number): void => {
    for (; at < to; at++) {
      add(at, 2);
      gradient[places.transitions + before * 2 + 1]! += 1;
      before = 1;
    }
  };
  for (const [from, to] of note.scenes) {
    stepOut(from);
    gradient[places.transitions + before * 2]! += 1;
    add(from, 0);
    for (let unit = from + 1; unit < to; unit++) add(unit, 1);
    gradient[sums.wordsPlace(from, to)]! += 1;
    gradient[sums.unitsPlace(from, to)]! += 1;
    [before, at] = [0, to];
  }
  stepOut(note.features.length);
};

/** The log sums of all cuts before (`forward`) and behind (`backward`) each place, by the state before it. */
const sumsOfCuts = (sums: NoteSums): { forward: [number, number][]; backward: [number, number][]; total: number } => {
  const n = sums.length;
  const forward: [number, number][] = [[-Infinity, 0]];
  for (let to = 1; to <= n; to++) {
    const enter = (at: number, state: number): number =>
      logAdd(forward[at]![0] + sums.transition(0, state), forward[at]![1] + sums.transition(1, state));
    let scene = -Infinity;
    for (let from = Math.max(0, to - LONGEST); from < to; from++)
      scene = logAdd(scene, sums.scene(from, to) + enter(from, 0));
    forward.push([scene, enter(to - 1, 1) + sums.outside[to - 1]!]);
  }
  const backward: [number, number][] = [];
  backward[n] = [0, 0];
  for (let from = n - 1; from >= 0; from--) {
    let scene = -Infinity;
    for (let to = from + 1; to <= Math.min(n, from + LONGEST); to++)
      scene = logAdd(scene, sums.scene(from, to) + backward[to]![0]);
    const outside = sums.outside[from]! + backward[from + 1]![1];
    const leave = (state: number): number =>
      logAdd(sums.transition(state, 0) + scene, sums.transition(state, 1) + outside);
    backward[from] = [leave(0), leave(1)];
  }
  return { forward, backward, total: logAdd(...forward[n]!) };
};

/** Below this a cut does not count. */
const NEGLIGIBLE = 1e-9;

/** Takes what the present weights expect from the gradient. */
const subtractExpected = (note: Sequence, sums: NoteSums, places: Places, gradient: Float64Array): void => {
  const { forward, backward, total } = sumsOfCuts(sums);
  const n = sums.length;
  /** Change of the chance that a unit continues a scene, from unit to unit. */
  const change = new Float64Array(n + 2);
  const chances = (at: number, state: number, rest: number): [fromScene: number, fromOutside: number] => [
    Math.exp(forward[at]![0] + sums.transition(0, state) + rest - total),
    Math.exp(forward[at]![1] + sums.transition(1, state) + rest - total),
  ];
  const take = ([fromScene, fromOutside]: [number, number], state: number): number => {
    gradient[places.transitions + state]! -= fromScene;
    gradient[places.transitions + 2 + state]! -= fromOutside;
    return fromScene + fromOutside;
  };
  const takeFeatures = (unit: number, kind: number, chance: number): void => {
    for (const feature of note.features[unit]!) gradient[feature * 3 + kind]! -= chance;
  };
  for (let from = 0; from < n; from++) {
    takeFeatures(from, 2, take(chances(from, 1, sums.outside[from]! + backward[from + 1]![1]), 1));
    let begins = 0;
    for (let to = from + 1; to <= Math.min(n, from + LONGEST); to++) {
      const both = chances(from, 0, sums.scene(from, to) + backward[to]![0]);
      if (both[0] + both[1] < NEGLIGIBLE) continue;
      const chance = take(both, 0);
      begins += chance;
      gradient[sums.wordsPlace(from, to)]! -= chance;
      gradient[sums.unitsPlace(from, to)]! -= chance;
      change[from + 1]! += chance;
      change[to]! -= chance;
    }
    takeFeatures(from, 0, begins);
  }
  let continues = 0;
  for (let unit = 0; unit < n; unit++) {
    continues += change[unit]!;
    takeFeatures(unit, 1, continues);
  }
};

const weightsOf = (
  index: ReadonlyMap<string, number>,
  weights: Float64Array,
  places: Places,
): Pick<SegmentWeights, 'words' | 'units' | 'transitions' | 'features'> => {
  const part = (from: number, to: number): number[] => [...weights.subarray(from, to)].map(quantised);
  const features = [...index].flatMap(([name, i]): [string, [number, number, number]][] => {
    const [begins = 0, continues = 0, outside = 0] = part(i * 3, i * 3 + 3);
    return begins || continues || outside ? [[name, [begins, continues, outside]]] : [];
  });
  return {
    words: part(places.words, places.units).map((weight) => weight + quantised(PER_SCENE)),
    units: part(places.units, places.transitions),
    transitions: part(places.transitions, places.size),
    features: Object.fromEntries(features),
  };
};

export const trainSegments = (examples: readonly SegmentExample[], penalty: number): SegmentWeights => {
  const index = indexFeatures(examples, ({ units }) => units.flatMap((unit) => unit.features));
  const places = placesFor(index.size);
  const notes = examples.map(({ units, scenes }): Sequence => ({
    scenes,
    words: units.map((unit) => unit.words),
    features: units.map((unit) => unit.features.flatMap((name) => index.get(name) ?? [])),
  }));
  const ascent = new Ascent(places.size, { rate: 0.25, penalty });
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Float64Array(places.size);
    for (const note of notes) {
      const sums = new NoteSums(note, ascent.weights, places);
      addLabels(note, sums, places, gradient);
      subtractExpected(note, sums, places, gradient);
    }
    ascent.step(gradient);
  }
  const hands = new Set(examples.map(({ hand }) => hand)).size;
  return { notes: examples.length, hands, ...weightsOf(index, ascent.weights, places) };
};
