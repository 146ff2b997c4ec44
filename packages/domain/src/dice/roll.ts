// Owns throwing dice. Randomness comes in as a function (crypto in the app, a seed in tests). Every roll breaks down into
// parts that add up: base, modifiers, situational (the breakdown a table settles a dispute with).
import type { RandomSource } from './random-int.ts';
import { type DiceFormula, type DiceNode, type DiceTerm, type Effect, type Position } from './parse.ts';

export interface Die {
  sides: number;
  value: number;
  /** Left out by keep or drop, or replaced by another throw. */
  isDropped: boolean;
  isExploded: boolean;
}

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
  /** Word for the result where the dice have one: success, margin, critical. */
  outcome: string;
  /** Target minus total for a roll under a number; null otherwise. */
  margin: number | null;
  position: Position | null;
  effect: Effect | null;
}

/** A die may explode this often. */
const MAX_EXPLOSIONS = 50;

const compare = (value: number, { comparison, value: to }: NonNullable<DiceTerm['successes']>): boolean =>
  comparison === '>='
    ? value >= to
    : comparison === '<='
      ? value <= to
      : comparison === '>'
        ? value > to
        : comparison === '<'
          ? value < to
          : value === to;

const throwTerm = (term: DiceTerm, random: RandomSource): { value: number; dice: Die[] } => {
  const dice: Die[] = [];
  if (term.bonusTens !== undefined) {
    const units = random(10);
    const tens = Array.from({ length: 1 + Math.abs(term.bonusTens) }, () => random(10));
    const results = tens.map((t) => (t === 0 && units === 0 ? 100 : t * 10 + units));
    const value = term.bonusTens > 0 ? Math.min(...results) : Math.max(...results);
    const chosen = results.indexOf(value);
    results.forEach((r, i) => dice.push({ sides: 100, value: r, isDropped: i !== chosen, isExploded: false }));
    return { value, dice };
  }
  const face = (): number => (term.sides === 0 ? random(3) - 1 : random(term.sides) + 1);
  for (let i = 0; i < term.count; i++) {
    let value = face();
    if (term.rerollsTo !== undefined && value <= term.rerollsTo) {
      dice.push({ sides: term.sides, value, isDropped: true, isExploded: false });
      value = face();
    }
    dice.push({ sides: term.sides, value, isDropped: false, isExploded: false });
    for (let n = 0; term.explodesFrom !== undefined && value >= term.explodesFrom && n < MAX_EXPLOSIONS; n++) {
      value = face();
      dice.push({ sides: term.sides, value, isDropped: false, isExploded: true });
    }
  }
  const strike = (which: 'highest' | 'lowest', count: number): void => {
    const alive = dice
      .filter((d) => !d.isDropped)
      .sort((a, b) => (which === 'lowest' ? a.value - b.value : b.value - a.value));
    for (const die of alive.slice(0, count)) die.isDropped = true;
  };
  if (term.drop) strike(term.drop.which, term.drop.count);
  if (term.keep)
    strike(
      term.keep.which === 'highest' ? 'lowest' : 'highest',
      Math.max(0, dice.filter((d) => !d.isDropped).length - term.keep.count),
    );
  const kept = dice.filter((d) => !d.isDropped);
  return {
    value: term.successes
      ? kept.filter((d) => compare(d.value, term.successes!)).length
      : kept.reduce((sum, d) => sum + d.value, 0),
    dice,
  };
};

const diceLabel = (term: DiceTerm): string => `${term.count}d${term.sides === 0 ? 'F' : term.sides}`;

const evaluate = (node: DiceNode, random: RandomSource): { value: number; dice: Die[]; label: string } => {
  if (node.type === 'dice') return { ...throwTerm(node, random), label: diceLabel(node) };
  if (node.type === 'number') return { value: node.value, dice: [], label: String(node.value) };
  const [left, right] = [evaluate(node.left, random), evaluate(node.right, random)];
  const dice = [...left.dice, ...right.dice];
  return node.type === 'product'
    ? { value: left.value * right.value, dice, label: `${left.label} × ${right.label}` }
    : {
        value: left.value + node.sign * right.value,
        dice,
        label: `(${left.label} ${node.sign === 1 ? '+' : '−'} ${right.label})`,
      };
};

// The terms of the outermost sum are the parts of a roll: the first with dice is the base.
const partsOf = (node: DiceNode, sign: 1 | -1, random: RandomSource, parts: RollPart[]): void => {
  if (node.type === 'sum') {
    partsOf(node.left, sign, random, parts);
    partsOf(node.right, (sign * node.sign) as 1 | -1, random, parts);
    return;
  }
  const { value, dice, label } = evaluate(node, random);
  const note = node.type === 'number' ? node.note : undefined;
  parts.push({
    kind: note !== undefined ? 'situational' : dice.length > 0 || parts.length === 0 ? 'base' : 'modifier',
    label: note || label,
    value: sign * value,
    dice,
  });
};

/** Levels of a percentile roll under a skill: fumble, fail, regular, hard (half), extreme (a fifth), critical (01). */
const percentile = (value: number, target: number): string =>
  value === 1
    ? 'critical success'
    : value <= Math.floor(target / 5)
      ? 'extreme success'
      : value <= Math.floor(target / 2)
        ? 'hard success'
        : value <= target
          ? 'success'
          : value === 100 || (target < 50 && value >= 96)
            ? 'fumble'
            : 'failure';

/** Three dice under a skill: 3 and 4 always succeed, 17 and 18 never; far enough under is a critical. */
const threeDice = (value: number, target: number): string =>
  value <= 4 || (value === 5 && target >= 15) || (value === 6 && target >= 16)
    ? 'critical success'
    : value === 18 || (value === 17 && target <= 15) || value - target >= 10
      ? 'critical failure'
      : value === 17
        ? 'failure'
        : value <= target
          ? 'success'
          : 'failure';

/** A pool of six-sided dice: the highest counts; two sixes are a critical; none at all: the lower of two. */
const throwPool = (formula: Extract<DiceFormula, { type: 'pool' }>, random: RandomSource): Roll => {
  const count = formula.dice === 0 ? 2 : formula.dice;
  const dice = Array.from({ length: count }, (): Die => ({
    sides: 6,
    value: random(6) + 1,
    isDropped: true,
    isExploded: false,
  }));
  const values = dice.map((d) => d.value);
  const total = formula.dice === 0 ? Math.min(...values) : Math.max(...values);
  dice[values.indexOf(total)]!.isDropped = false;
  const isCritical = formula.dice > 0 && values.filter((v) => v === 6).length >= 2;
  return {
    text: formula.text,
    total,
    margin: null,
    position: formula.position,
    effect: formula.effect,
    parts: [
      { kind: 'base', label: formula.dice === 0 ? '2d6, the lower' : `${count}d6, the highest`, value: total, dice },
    ],
    outcome: isCritical ? 'critical' : total === 6 ? 'full success' : total >= 4 ? 'partial success' : 'bad outcome',
  };
};

/** Throws a formula. `parts` add up to `total`. */
export const rollDice = (formula: DiceFormula, random: RandomSource): Roll => {
  if (formula.type === 'pool') return throwPool(formula, random);
  const parts: RollPart[] = [];
  partsOf(formula.root, 1, random, parts);
  const total = parts.reduce((sum, p) => sum + p.value, 0);
  const thrown = parts.flatMap((p) => p.dice).filter((d) => !d.isDropped);
  let outcome = '';
  if (formula.under !== null) {
    const sides = thrown.map((d) => d.sides);
    outcome =
      sides.length === 1 && sides[0] === 100
        ? percentile(total, formula.under)
        : sides.length === 3 && sides.every((s) => s === 6)
          ? threeDice(total, formula.under)
          : total <= formula.under
            ? 'success'
            : 'failure';
  } else if (thrown.length === 1 && thrown[0]!.sides === 20)
    outcome = thrown[0]!.value === 20 ? 'natural 20' : thrown[0]!.value === 1 ? 'natural 1' : '';
  return {
    text: formula.text,
    parts,
    total,
    outcome,
    margin: formula.under === null ? null : formula.under - total,
    position: null,
    effect: null,
  };
};

/** "Base 14 + Modifier 5 + Situational 2 = 21, natural 20": the breakdown in one line. */
export const rollWords = (roll: Roll): string => {
  const words = { base: 'Base', modifier: 'Modifier', situational: 'Situational' } as const;
  const shown = roll.parts
    .map(
      (p, i) =>
        `${i === 0 ? (p.value < 0 ? '−' : '') : p.value < 0 ? ' − ' : ' + '}${words[p.kind]} ${Math.abs(p.value)}${p.kind === 'situational' && p.label !== String(p.value) ? ` (${p.label})` : ''}`,
    )
    .join('');
  const extra = [
    roll.outcome,
    roll.margin === null ? '' : `margin ${roll.margin}`,
    roll.position ? `${roll.position} / ${roll.effect}` : '',
  ]
    .filter(Boolean)
    .join(', ');
  return `${shown} = ${roll.total}${extra ? `, ${extra}` : ''}`;
};

/** What a roll leaves in the log: the details of a DICE_ROLL event. */
export const rollDetails = (roll: Roll): Record<string, unknown> => {
  const of = (kind: RollPart['kind']): number =>
    roll.parts.filter((p) => p.kind === kind).reduce((sum, p) => sum + p.value, 0);
  return {
    expression: roll.text,
    base: of('base'),
    modifier: of('modifier'),
    situational: of('situational'),
    result: roll.total,
    dice: roll.parts.flatMap((p) => p.dice.map((d) => ({ sides: d.sides, value: d.value, kept: !d.isDropped }))),
    ...(roll.outcome ? { outcome: roll.outcome } : {}),
    ...(roll.margin === null ? {} : { margin: roll.margin }),
    ...(roll.position ? { position: roll.position, effect: roll.effect } : {}),
  };
};
