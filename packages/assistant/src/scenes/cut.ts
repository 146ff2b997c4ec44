// Finds the best cut of units into scenes. Layout, signals and continuing words contradict each other, so the
// evidence is summed over the whole stretch instead of being decided rule by rule.
import type { Unit } from './units.ts';

/** The score that a unit must exceed to begin a scene. */
export const THRESHOLD = 0.55;
/** The most units in one scene. */
const LONGEST = 80;
/** A scene whose first unit scores above this may have any length. */
const CERTAIN = 2.2;

/** The cost of a scene by its length in words: two lines are rarely a scene, and half a page is rarely only one. */
const lengthCost = (words: number): number => {
  if (words < 8) return 0.9;
  if (words < 16) return 0.4;
  if (words < 100) return 0;
  return words < 160 ? 0.35 : 0.8;
};

/** The indices of the units that begin a scene in the cut with the best sum; the first unit always does. */
export const bestCut = (units: readonly Unit[]): number[] => {
  const n = units.length;
  /** The best sum for the units before an index, and where its last scene begins. */
  const best: number[] = Array.from({ length: n + 1 }, () => -Infinity);
  const from: number[] = Array.from({ length: n + 1 }, () => 0);
  const wordsBefore = [0];
  for (const unit of units) wordsBefore.push(wordsBefore.at(-1)! + unit.words);
  best[0] = 0;
  for (let end = 1; end <= n; end++) {
    for (let start = end - 1; start >= Math.max(0, end - LONGEST); start--) {
      const unit = units[start]!;
      const isCertain = unit.heading !== '' || unit.score > CERTAIN;
      const cost = isCertain ? 0 : lengthCost(wordsBefore[end]! - wordsBefore[start]!);
      const gain = (start === 0 ? 0 : unit.score - THRESHOLD) - cost;
      if (best[start]! + gain > best[end]!) {
        best[end] = best[start]! + gain;
        from[end] = start;
      }
    }
  }
  const cuts: number[] = [];
  for (let end = n; end > 0; end = from[end]!) cuts.push(from[end]!);
  return cuts.reverse();
};
