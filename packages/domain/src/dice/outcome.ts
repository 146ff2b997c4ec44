// The word for a result, for the dice that have one: rolls under a number, a single d20, and pools.
import type { Die } from './roll-term.ts';

/** Levels of a percentile roll under a skill: critical on 01, extreme to a fifth, hard to half; fumbles at the top. */
const percentileOutcome = (value: number, target: number): string => {
  if (value === 1) return 'critical success';
  if (value <= Math.floor(target / 5)) return 'extreme success';
  if (value <= Math.floor(target / 2)) return 'hard success';
  if (value <= target) return 'success';
  return value === 100 || (target < 50 && value >= 96) ? 'fumble' : 'failure';
};

/** 3d6 under a skill: 3 and 4 always succeed, 17 and 18 never do; ten or more above the skill is a critical failure. */
const threeDiceOutcome = (value: number, target: number): string => {
  if (value <= 4 || (value === 5 && target >= 15) || (value === 6 && target >= 16)) return 'critical success';
  if (value === 18 || (value === 17 && target <= 15) || value - target >= 10) return 'critical failure';
  return value !== 17 && value <= target ? 'success' : 'failure';
};

/** The outcome of a roll under `target`, by the dice that count. */
export const outcomeUnder = (dice: readonly Die[], total: number, target: number): string => {
  if (dice.length === 1 && dice[0]!.sides === 100) return percentileOutcome(total, target);
  if (dice.length === 3 && dice.every((die) => die.sides === 6)) return threeDiceOutcome(total, target);
  return total <= target ? 'success' : 'failure';
};

/** "natural 20" and "natural 1" for a single d20; otherwise empty. */
export const outcomeOfDie = (dice: readonly Die[]): string => {
  const [die] = dice;
  if (dice.length !== 1 || die!.sides !== 20) return '';
  return die!.value === 20 ? 'natural 20' : die!.value === 1 ? 'natural 1' : '';
};

/** The outcome of a pool of d6: two sixes are a critical, except with no dice at all. */
export const outcomeOfPool = (values: readonly number[], total: number, hasDice: boolean): string => {
  if (hasDice && values.filter((value) => value === 6).length >= 2) return 'critical';
  if (total === 6) return 'full success';
  return total >= 4 ? 'partial success' : 'bad outcome';
};
