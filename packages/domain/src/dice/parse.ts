// The dice grammar: text in, a small tree out, by recursive descent.
//
//   2d6+1 · d20adv · 4d6kh3 · 4d6dl1 · 3d6! · 6d10cs>=8 · 5d6r1 · 4dF · d100b1 · d100p2 · 2*(1d4+1)
//   3d6 vs 12                  a roll under a number
//   1d20+5+2[flank]            a number with a note is situational
//   pool 3 risky great         a pool of d6
import { err, ok, type Result } from '../result.ts';
import {
  EFFECTS,
  MAX_DICE,
  POSITIONS,
  type BadDice,
  type Comparison,
  type DiceFormula,
  type DiceNode,
  type DiceTerm,
} from './formula.ts';
import { DiceSyntaxError, Scanner } from './scanner.ts';

const MAX_TEXT = 200;
const MAX_SIDES = 10_000;
const MAX_NUMBER = 1_000_000;
const MAX_POOL = 20;
const MAX_BONUS_TENS = 5;
/** Brackets within brackets; deeper ones would exhaust the stack. */
const MAX_DEPTH = 20;

/** `d` before sides; `dh` and `dl` drop dice. */
const D = /d(?![hl])/;
const MODIFIER = /adv|dis|k[hl]?|d[hl]|!|r|cs|b|p/;

/** Reads a formula. A text that is not one is refused with the offset and a reason; nothing is guessed. */
export const parseDice = (input: string): Result<DiceFormula, BadDice> => {
  const scanner = new Scanner(input.trim().slice(0, MAX_TEXT));
  try {
    return ok(parseFormula(scanner));
  } catch (error) {
    if (error instanceof DiceSyntaxError) return err({ type: 'BadDice', at: error.at, detail: error.message });
    throw error;
  }
};

const parseFormula = (scanner: Scanner): DiceFormula => {
  if (scanner.text === '') scanner.fail('type dice, such as 2d6+1');
  if (scanner.has(/pool\s+|fitd\s+/)) return parsePool(scanner);
  const root = parseSum(scanner, 0);
  scanner.skipSpaces();
  const under = scanner.has(/vs\.?\s*/) ? (scanner.whole(MAX_NUMBER) ?? scanner.fail('against what number?')) : null;
  scanner.skipSpaces();
  if (scanner.rest !== '') scanner.fail(`"${scanner.rest.slice(0, 12)}" is not understood`);
  return { type: 'roll', text: scanner.text, root, under };
};

/** The rest of a pool after its keyword: a number of dice, then a position and an effect in any order. */
const parsePool = (scanner: Scanner): DiceFormula => {
  const dice = scanner.whole(MAX_POOL) ?? scanner.fail('how many dice?');
  const words = scanner.rest.toLowerCase().split(/\s+/).filter(Boolean);
  const known: readonly string[] = [...POSITIONS, ...EFFECTS];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown) scanner.fail(`"${unknown}" is neither a position nor an effect`);
  return {
    type: 'pool',
    text: scanner.text,
    dice,
    position: POSITIONS.find((p) => words.includes(p)) ?? 'risky',
    effect: EFFECTS.find((e) => words.includes(e)) ?? 'standard',
  };
};

const parseSum = (scanner: Scanner, depth: number): DiceNode => {
  let left = parseProduct(scanner, depth);
  for (;;) {
    scanner.skipSpaces();
    const sign = scanner.take(/[+\-−–]/);
    if (sign === null) return left;
    left = { type: 'sum', sign: sign === '+' ? 1 : -1, left, right: parseProduct(scanner, depth) };
  }
};

const parseProduct = (scanner: Scanner, depth: number): DiceNode => {
  let left = parsePrimary(scanner, depth);
  for (;;) {
    scanner.skipSpaces();
    if (!scanner.has(/[*×]/)) return left;
    left = { type: 'product', left, right: parsePrimary(scanner, depth) };
  }
};

/** A bracket, dice, or a number with an optional note. */
const parsePrimary = (scanner: Scanner, depth: number): DiceNode => {
  if (depth > MAX_DEPTH) scanner.fail('too deep');
  scanner.skipSpaces();
  if (scanner.has(/\(/)) {
    const inner = parseSum(scanner, depth + 1);
    scanner.skipSpaces();
    return scanner.has(/\)/) ? inner : scanner.fail('a bracket is open');
  }
  if (scanner.has(D)) return parseTerm(scanner, 1);
  const value = scanner.whole(MAX_NUMBER) ?? scanner.fail('dice or a number belongs here');
  if (scanner.has(D)) return parseTerm(scanner, value);
  const note = scanner.take(/\[[^\]]{0,40}\]/);
  return { type: 'number', value, ...(note ? { note: note.slice(1, -1) } : {}) };
};

/** The rest of a term after its `d`: the sides and any number of modifiers. */
const parseTerm = (scanner: Scanner, count: number): DiceTerm => {
  if (count < 1 || count > MAX_DICE) scanner.fail(`1 to ${MAX_DICE} dice`);
  const sides = parseSides(scanner);
  const term: DiceTerm = { type: 'dice', count, sides };
  for (;;) {
    const modifier = scanner.take(MODIFIER)?.toLowerCase();
    if (!modifier) return term;
    applyModifier(scanner, term, modifier, count);
  }
};

const parseSides = (scanner: Scanner): number => {
  if (scanner.has(/%/)) return 100;
  if (scanner.has(/f/)) return 0;
  const sides = scanner.whole(MAX_SIDES) ?? scanner.fail('how many sides?');
  return sides === 1 ? scanner.fail('a die has two sides or more') : sides;
};

/** `count` is the number of dice as written, before advantage adds one. */
const applyModifier = (scanner: Scanner, term: DiceTerm, modifier: string, count: number): void => {
  const diceCount = (): number => scanner.whole(MAX_DICE) ?? 1;
  switch (modifier) {
    case 'adv':
    case 'dis':
      term.count = Math.max(2, term.count);
      term.keep = { which: modifier === 'adv' ? 'highest' : 'lowest', count: 1 };
      return;
    case 'k':
    case 'kh':
      term.keep = { which: 'highest', count: diceCount() };
      return;
    case 'kl':
      term.keep = { which: 'lowest', count: diceCount() };
      return;
    case 'dh':
      term.drop = { which: 'highest', count: diceCount() };
      return;
    case 'dl':
      term.drop = { which: 'lowest', count: diceCount() };
      return;
    case '!':
      term.explodesFrom = (scanner.has(/>=?/) ? scanner.whole(MAX_SIDES) : null) ?? term.sides;
      if (term.sides === 0 || term.explodesFrom < 2) scanner.fail('dice that explode on every face never stop');
      return;
    case 'r':
      term.rerollsTo = scanner.whole(MAX_SIDES) ?? 1;
      return;
    case 'cs': {
      const comparison = (scanner.take(/>=|<=|>|<|=/) ?? '>=') as Comparison;
      term.successes = { comparison, value: scanner.whole(MAX_SIDES) ?? scanner.fail('count which faces?') };
      return;
    }
    case 'b':
    case 'p': {
      if (term.sides !== 100 || count !== 1) scanner.fail('bonus and penalty dice belong to one d100');
      const tens = scanner.whole(MAX_BONUS_TENS) ?? 1;
      term.bonusTens = modifier === 'b' ? tens : -tens;
    }
  }
};
