// Rolls a formula. Randomness is an argument: crypto in the app, a seed in tests. A roll breaks down into parts (base,
// modifiers, situational) that add up to its total.
import type { DiceFormula, DiceNode, DiceTerm, Effect, Position } from './formula.ts';
import { outcomeOfDie, outcomeOfPool, outcomeUnder } from './outcome.ts';
import type { RandomSource } from './random-int.ts';
import { rollTerm, type Die } from './roll-term.ts';
export type { Die } from './roll-term.ts';

export interface RollPart {
  kind: 'base' | 'modifier' | 'situational';
  label: string;
  /** With its sign: the parts of a roll add up to its total. */
  value: number;
  dice: readonly Die[];
}

export interface Roll {
  text: string;
  parts: readonly RollPart[];
  total: number;
  /** The word for the result, such as "hard success"; empty if the dice have none. */
  outcome: string;
  /** Target minus total for a roll under a number; otherwise null. */
  margin: number | null;
  position: Position | null;
  effect: Effect | null;
}

interface Evaluated {
  value: number;
  dice: Die[];
  label: string;
}

const termLabel = (term: DiceTerm): string => `${term.count}d${term.sides === 0 ? 'F' : term.sides}`;

const evaluate = (node: DiceNode, random: RandomSource): Evaluated => {
  if (node.type === 'dice') return { ...rollTerm(node, random), label: termLabel(node) };
  if (node.type === 'number') return { value: node.value, dice: [], label: String(node.value) };
  if (node.type === 'negative') {
    const { value, dice, label } = evaluate(node.of, random);
    return { value: 0 - value, dice, label: `−${label}` };
  }
  if (node.type === 'quotient') {
    const { value, dice, label } = evaluate(node.of, random);
    return { value: Math.floor(value / node.by), dice, label: `${label} ÷ ${node.by}` };
  }
  const left = evaluate(node.left, random);
  const right = evaluate(node.right, random);
  const dice = [...left.dice, ...right.dice];
  if (node.type === 'product')
    return { value: left.value * right.value, dice, label: `${left.label} × ${right.label}` };
  const label = `(${left.label} ${node.sign === 1 ? '+' : '−'} ${right.label})`;
  return { value: left.value + node.sign * right.value, dice, label };
};

/** Appends the terms of the outermost sum: those with dice, and the first, are the base. */
const appendParts = (node: DiceNode, sign: 1 | -1, random: RandomSource, parts: RollPart[]): void => {
  if (node.type === 'sum') {
    appendParts(node.left, sign, random, parts);
    appendParts(node.right, (sign * node.sign) as 1 | -1, random, parts);
    return;
  }
  if (node.type === 'negative') return appendParts(node.of, sign === 1 ? -1 : 1, random, parts);
  const { value, dice, label } = evaluate(node, random);
  const note = node.type === 'number' ? node.note : undefined;
  const kind = note !== undefined ? 'situational' : dice.length > 0 || parts.length === 0 ? 'base' : 'modifier';
  parts.push({ kind, label: note || label, value: sign * value, dice });
};

/** A pool of d6: the highest counts; with no dice, the lower of two. */
const rollPool = (formula: Extract<DiceFormula, { type: 'pool' }>, random: RandomSource): Roll => {
  const hasDice = formula.dice > 0;
  const count = hasDice ? formula.dice : 2;
  const values = Array.from({ length: count }, () => random(6) + 1);
  const total = hasDice ? Math.max(...values) : Math.min(...values);
  const chosen = values.indexOf(total);
  const dice = values.map((value, i): Die => ({ sides: 6, value, isDropped: i !== chosen, isExploded: false }));
  return {
    text: formula.text,
    parts: [{ kind: 'base', label: hasDice ? `${count}d6, the highest` : '2d6, the lower', value: total, dice }],
    total,
    outcome: outcomeOfPool(values, total, hasDice),
    margin: null,
    position: formula.position,
    effect: formula.effect,
  };
};

/** Rolls a formula. The values of `parts` add up to `total`. */
export const rollDice = (formula: DiceFormula, random: RandomSource): Roll => {
  if (formula.type === 'pool') return rollPool(formula, random);
  const parts: RollPart[] = [];
  appendParts(formula.root, 1, random, parts);
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const counted = parts.flatMap((part) => part.dice).filter((die) => !die.isDropped);
  const { text, under } = formula;
  return {
    text,
    parts,
    total,
    outcome: under === null ? outcomeOfDie(counted) : outcomeUnder(counted, total, under),
    margin: under === null ? null : under - total,
    position: null,
    effect: null,
  };
};
