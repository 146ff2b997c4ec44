// Rolls one term of a formula: its dice, with explosions, rerolls, keep and drop, and bonus tens.
import type { DiceTerm } from './formula.ts';
import type { RandomSource } from './random-int.ts';

export interface Die {
  sides: number;
  value: number;
  /** Not counted: removed by keep or drop, or replaced by a reroll. */
  isDropped: boolean;
  isExploded: boolean;
}

/** Most explosions of one die; without a limit a low threshold could go on for very long. */
const MAX_EXPLOSIONS = 50;

const meets = (value: number, { comparison, value: target }: NonNullable<DiceTerm['successes']>): boolean => {
  switch (comparison) {
    case '>=':
      return value >= target;
    case '<=':
      return value <= target;
    case '>':
      return value > target;
    case '<':
      return value < target;
    case '=':
      return value === target;
  }
};

/** A d100 with extra tens dice; the units die is shared. Each combination is listed as one d100. */
const rollBonusTens = (bonusTens: number, random: RandomSource): { value: number; dice: Die[] } => {
  const units = random(10);
  const tens = Array.from({ length: 1 + Math.abs(bonusTens) }, () => random(10));
  const results = tens.map((t) => (t === 0 && units === 0 ? 100 : t * 10 + units));
  const value = bonusTens > 0 ? Math.min(...results) : Math.max(...results);
  const chosen = results.indexOf(value);
  return {
    value,
    dice: results.map((result, i) => ({ sides: 100, value: result, isDropped: i !== chosen, isExploded: false })),
  };
};

const rollFace = ({ sides, digits }: DiceTerm, random: RandomSource): number => {
  if (digits === undefined) return sides === 0 ? random(3) - 1 : random(sides) + 1;
  let value = 0;
  for (let i = 0; i < digits; i++) value = value * 10 + random(6) + 1;
  return value;
};

/** The dice of a term before keep and drop. */
const rollEach = (term: DiceTerm, random: RandomSource): Die[] => {
  const dice: Die[] = [];
  const { sides, rerollsTo, explodesFrom, isCompounding } = term;
  const face = (): number => rollFace(term, random);
  const add = (value: number, state: { isDropped?: boolean; isExploded?: boolean } = {}): void =>
    void dice.push({ sides, value, isDropped: false, isExploded: false, ...state });
  for (let i = 0; i < term.count; i++) {
    let value = face();
    if (rerollsTo !== undefined && value <= rerollsTo) {
      add(value, { isDropped: true });
      value = face();
    }
    const explosions: number[] = [];
    for (let last = value; explodesFrom !== undefined && last >= explodesFrom && explosions.length < MAX_EXPLOSIONS;) {
      last = face();
      explosions.push(last);
    }
    if (isCompounding)
      add(
        explosions.reduce((sum, each) => sum + each, value),
        { isExploded: explosions.length > 0 },
      );
    else {
      add(value);
      for (const each of explosions) add(each, { isExploded: true });
    }
  }
  return dice;
};

const countedDice = (dice: readonly Die[]): Die[] => dice.filter((die) => !die.isDropped);

const drop = (dice: readonly Die[], which: 'highest' | 'lowest', count: number): void => {
  const sorted = countedDice(dice).sort((a, b) => (which === 'lowest' ? a.value - b.value : b.value - a.value));
  for (const die of sorted.slice(0, count)) die.isDropped = true;
};

/** `value` is the sum of the dice that count, or the number of successes among them. */
export const rollTerm = (term: DiceTerm, random: RandomSource): { value: number; dice: Die[] } => {
  if (term.bonusTens !== undefined) return rollBonusTens(term.bonusTens, random);
  const dice = rollEach(term, random);
  if (term.drop) drop(dice, term.drop.which, term.drop.count);
  if (term.keep) {
    const surplus = Math.max(0, countedDice(dice).length - term.keep.count);
    drop(dice, term.keep.which === 'highest' ? 'lowest' : 'highest', surplus);
  }
  const counted = countedDice(dice);
  const { successes } = term;
  const value = successes
    ? counted.filter((die) => meets(die.value, successes)).length
    : counted.reduce((sum, die) => sum + die.value, 0);
  return { value, dice };
};
