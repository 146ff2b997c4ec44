// Cuts a sequence of units into scenes and what is outside them, by trained weights. It finds the best sum over all
// cuts. All sums are of whole numbers, so every device finds the same cut.

/** A unit's weights where it begins a scene, continues one, or is outside every scene. */
type UnitWeights = readonly [begins: number, continues: number, outside: number];

export interface SegmentWeights {
  /** How many notes and hands they were trained on. */
  notes: number;
  hands: number;
  /** By the length of a scene in words, and in units: see `WORD_STEPS` and `UNIT_STEPS`. */
  words: readonly number[];
  units: readonly number[];
  /** Scene to scene, scene to outside, outside to scene, outside to outside. A note begins outside. */
  transitions: readonly number[];
  features: Readonly<Record<string, UnitWeights>>;
}

/** What is cut: features, and length in words. */
export interface SegmentUnit {
  features: readonly string[];
  words: number;
  /** Where no scene may begin, whatever the weights say. */
  beginsNoScene?: boolean;
  /** Where a scene begins, whatever the weights say. */
  beginsScene?: boolean;
}

export interface Segment {
  /** The units [from, to). */
  from: number;
  to: number;
  /** How much better it is that a scene begins here than that the one before goes on, in weights. */
  margin: number;
}

export const WORD_STEPS = [8, 16, 30, 60, 100, 160, 250, 400] as const;
export const UNIT_STEPS = [2, 3, 4, 6, 9, 14, 22] as const;
/** The most units in one scene. */
export const LONGEST = 90;
/** More than all weights of a note together, and small enough for sums of whole numbers. */
const SURELY = 1e9;

/** The number of steps that `n` reaches. */
export const stepOf = (n: number, steps: readonly number[]): number => {
  let reached = 0;
  while (reached < steps.length && n >= steps[reached]!) reached += 1;
  return reached;
};

interface Sums {
  begins: number[];
  outside: number[];
  /** Sums over all units before an index. */
  continues: number[];
  words: number[];
}

const sumsOf = (units: readonly SegmentUnit[], { features }: SegmentWeights): Sums => {
  const sums: Sums = { begins: [], outside: [], continues: [0], words: [0] };
  for (const unit of units) {
    const against = unit.beginsScene ? -SURELY : 0;
    let [begins, continues, outside] = [0, against, against];
    for (const feature of unit.features) {
      const weights = Object.hasOwn(features, feature) ? features[feature] : undefined;
      if (!weights) continue;
      begins += weights[0];
      continues += weights[1];
      outside += weights[2];
    }
    sums.begins.push(unit.beginsNoScene ? -Infinity : begins);
    sums.outside.push(outside);
    sums.continues.push(sums.continues.at(-1)! + continues);
    sums.words.push(sums.words.at(-1)! + unit.words);
  }
  return sums;
};

type State = 'scene' | 'outside';

/** The best cut of the units before an index that ends in this state. */
interface Best {
  sum: number;
  from: number;
  before: State;
}

const NONE: Best = { sum: -Infinity, from: 0, before: 'outside' };

const better = (a: Best, b: Best): Best => (b.sum > a.sum ? b : a);

/** The scenes of the best cut, in order; what is between them is outside every scene. */
export const bestSegments = (units: readonly SegmentUnit[], weights: SegmentWeights): Segment[] => {
  const { begins, outside, continues, words } = sumsOf(units, weights);
  const [sceneScene = 0, sceneOutside = 0, outsideScene = 0, outsideOutside = 0] = weights.transitions;
  const best: { scene: Best; outside: Best }[] = [{ scene: NONE, outside: { ...NONE, sum: 0 } }];
  for (let to = 1; to <= units.length; to++) {
    const last = best[to - 1]!;
    const stepOut = (before: State, transition: number): Best => ({
      sum: last[before].sum + transition + outside[to - 1]!,
      from: to - 1,
      before,
    });
    let scene = NONE;
    for (let from = to - 1; from >= Math.max(0, to - LONGEST); from--) {
      const own =
        begins[from]! +
        (continues[to]! - continues[from + 1]!) +
        weights.words[stepOf(words[to]! - words[from]!, WORD_STEPS)]! +
        weights.units[stepOf(to - from, UNIT_STEPS)]!;
      scene = better(scene, { sum: best[from]!.outside.sum + outsideScene + own, from, before: 'outside' });
      scene = better(scene, { sum: best[from]!.scene.sum + sceneScene + own, from, before: 'scene' });
    }
    best.push({ scene, outside: better(stepOut('outside', outsideOutside), stepOut('scene', sceneOutside)) });
  }
  const segments: Segment[] = [];
  let to = units.length;
  let state: State = best[to]!.scene.sum > best[to]!.outside.sum ? 'scene' : 'outside';
  while (to > 0) {
    const { from, before } = best[to]![state];
    const margin = begins[from]! - (continues[from + 1]! - continues[from]!);
    if (state === 'scene') segments.push({ from, to, margin });
    [to, state] = [from, before];
  }
  return segments.reverse();
};
