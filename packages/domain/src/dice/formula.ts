// A dice formula as a tree, as the parser reads it and the roller rolls it.

export type Comparison = '>=' | '<=' | '>' | '<' | '=';

export interface DiceTerm {
  type: 'dice';
  count: number;
  /** 0 for Fudge dice (−1, 0, +1). */
  sides: number;
  keep?: { which: 'highest' | 'lowest'; count: number };
  drop?: { which: 'highest' | 'lowest'; count: number };
  /** How many six-sided dice are read as the digits of one number, for d66 and d666. */
  digits?: number;
  /** Rolls again, and adds, on this face or above. */
  explodesFrom?: number;
  /** Explosions count as one die with the die that exploded. */
  isCompounding?: boolean;
  /** Rolls once more on this face or below. */
  rerollsTo?: number;
  /** Counts the dice that compare so, instead of adding them up. */
  successes?: { comparison: Comparison; value: number };
  /** Extra tens dice of a d100: the best counts if positive (bonus), the worst if negative (penalty). */
  bonusTens?: number;
}

export type DiceNode =
  | DiceTerm
  | { type: 'number'; value: number; note?: string }
  | { type: 'sum'; sign: 1 | -1; left: DiceNode; right: DiceNode }
  | { type: 'product'; left: DiceNode; right: DiceNode }
  /** Rounded down; `by` is at least 1. */
  | { type: 'quotient'; of: DiceNode; by: number }
  | { type: 'negative'; of: DiceNode };

export const POSITIONS = ['controlled', 'risky', 'desperate'] as const;
export const EFFECTS = ['limited', 'standard', 'great'] as const;
export type Position = (typeof POSITIONS)[number];
export type Effect = (typeof EFFECTS)[number];

/** `under`: the number that the roll must not exceed (`3d6 vs 12`); null without one. */
export type DiceFormula =
  | { type: 'roll'; text: string; root: DiceNode; under: number | null }
  | { type: 'pool'; text: string; dice: number; position: Position; effect: Effect };

/** `at` is the offset in the text; `detail` is shown to the GM. */
export type BadDice = { type: 'BadDice'; at: number; detail: string };

/** Most dice in one term; more would only be a typo, and slow. */
export const MAX_DICE = 200;
