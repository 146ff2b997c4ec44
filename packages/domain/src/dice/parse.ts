// The dice grammar: text in, a small tree out, by recursive descent.
//
//   2d6+1 · d20adv · 4d6kh3 · 4d6dl1 · 3d6! · 4d6!! · 6d10cs>=8 · 5d6r1 · 4dF · d100b1 · d100p2 · 2*(1d4+1)
//   2d20 kh1 · d20 advantage   modifiers may have spaces before them
//   8d6/2                      rounded down
//   1d20 + -1                  a sign before any part
//   d66 · d666                 six-sided dice read as digits
//   3d6 vs 12                  a roll under a number
//   1d20+5+2[flank]            a number with a note is situational
//   1W6+2                      German: W (Würfel) before sides is d
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

/** `d`, or `W` in German, before sides; `dh` and `dl` drop dice. */
const D = /d(?![hl])|w(?=\s*[\d%f])/;
const MODIFIER = /adv(?:antage)?|dis(?:advantage)?|k[hl]?|d[hl]|!!?|r|cs|b|p/;
const MINUS = /[-−–]/;

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
  if (scanner.text === '') scanner.fail('Type dice, such as 2d6+1.');
  if (scanner.has(/pool\s+|fitd\s+/)) return parsePool(scanner);
  const root = parseSum(scanner, 0);
  scanner.skipSpaces();
  const under = scanner.has(/vs\.?\s*/) ? (scanner.whole(MAX_NUMBER) ?? scanner.fail('Against what number?')) : null;
  scanner.skipSpaces();
  if (scanner.rest !== '') scanner.fail(`"${scanner.rest.slice(0, 12)}" is not understood.`);
  return { type: 'roll', text: scanner.text, root, under };
};

/** The rest of a pool after its keyword: a number of dice, then a position and an effect in any order. */
const parsePool = (scanner: Scanner): DiceFormula => {
  const dice = scanner.whole(MAX_POOL) ?? scanner.fail('How many dice?');
  const words = scanner.rest.toLowerCase().split(/\s+/).filter(Boolean);
  const known: readonly string[] = [...POSITIONS, ...EFFECTS];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown) scanner.fail(`"${unknown}" is neither a position nor an effect.`);
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
    const sign = scanner.has(/\+/) ? 1 : scanner.has(MINUS) ? -1 : null;
    if (sign === null) return left;
    left = { type: 'sum', sign, left, right: parseProduct(scanner, depth) };
  }
};

const parseProduct = (scanner: Scanner, depth: number): DiceNode => {
  let left = parseSigned(scanner, depth);
  for (;;) {
    scanner.skipSpaces();
    if (scanner.has(/[*×x]/)) left = { type: 'product', left, right: parseSigned(scanner, depth) };
    else if (scanner.has(/[/÷]/)) left = { type: 'quotient', of: left, by: parseDivisor(scanner) };
    else return left;
  }
};

const parseDivisor = (scanner: Scanner): number => {
  scanner.skipSpaces();
  const by = scanner.whole(MAX_NUMBER) ?? scanner.fail('Divided by what number?');
  return by === 0 ? scanner.fail('Nothing can be divided by 0.') : by;
};

const parseSigned = (scanner: Scanner, depth: number): DiceNode => {
  let isNegative = false;
  for (;;) {
    scanner.skipSpaces();
    if (scanner.has(MINUS)) isNegative = !isNegative;
    else if (!scanner.has(/\+/)) break;
  }
  const of = parsePrimary(scanner, depth);
  return isNegative ? { type: 'negative', of } : of;
};

/** A bracket, dice, or a number with an optional note. */
const parsePrimary = (scanner: Scanner, depth: number): DiceNode => {
  if (depth > MAX_DEPTH) scanner.fail('There are too many brackets.');
  scanner.skipSpaces();
  if (scanner.has(/\(/)) {
    const inner = parseSum(scanner, depth + 1);
    scanner.skipSpaces();
    return scanner.has(/\)/) ? inner : scanner.fail('A bracket is not closed.');
  }
  if (scanner.has(D)) return parseTerm(scanner, 1);
  const value = scanner.whole(MAX_NUMBER) ?? scanner.fail('Dice or a number is missing.');
  if (scanner.has(D)) return parseTerm(scanner, value);
  const note = scanner.take(/\[[^\]]{0,40}\]/);
  return { type: 'number', value, ...(note ? { note: note.slice(1, -1) } : {}) };
};

/** The rest of a term after its `d`: the sides and any number of modifiers. */
const parseTerm = (scanner: Scanner, count: number): DiceTerm => {
  if (count < 1 || count > MAX_DICE) scanner.fail(`Roll 1 to ${MAX_DICE} dice.`);
  const term: DiceTerm = { type: 'dice', count, ...parseSides(scanner) };
  for (;;) {
    const modifier = takeModifier(scanner);
    if (!modifier) break;
    applyModifier(scanner, term, modifier, count);
  }
  checkFaces(scanner, term);
  return term;
};

/** Spaces before a modifier are read with it, and left where none follows. */
const takeModifier = (scanner: Scanner): string | undefined =>
  scanner
    .take(new RegExp(`\\s*(?:${MODIFIER.source})`))
    ?.trim()
    .toLowerCase();

const parseSides = (scanner: Scanner): Pick<DiceTerm, 'sides' | 'digits'> => {
  if (scanner.has(/%/)) return { sides: 100 };
  if (scanner.has(/f/)) return { sides: 0 };
  const sides = scanner.whole(MAX_SIDES) ?? scanner.fail('How many sides does the die have?');
  if (sides < 2) scanner.fail('A die has two sides or more.');
  return sides === 66 || sides === 666 ? { sides, digits: String(sides).length } : { sides };
};

/** Refuses numbers that no die of the term can show: they are typed for something else. */
const checkFaces = (scanner: Scanner, { sides, digits, explodesFrom, isCompounding, successes }: DiceTerm): void => {
  const isTooHigh = (face: number): boolean => sides > 0 && face > sides;
  if (explodesFrom !== undefined) {
    if (digits !== undefined) scanner.fail(`A d${sides} does not explode.`);
    if (sides === 0 || explodesFrom < 2) scanner.fail('Dice that explode on every face never stop.');
    if (isTooHigh(explodesFrom))
      scanner.fail(`A d${sides} never shows ${explodesFrom}. To count successes, write cs>=${explodesFrom}.`);
  }
  if (successes && !isCompounding && successes.comparison.startsWith('>') && isTooHigh(successes.value))
    scanner.fail(`A d${sides} never shows ${successes.value}.`);
};

/** Sets a part of the term, which a formula may give once. */
const setOnce = <K extends keyof DiceTerm>(scanner: Scanner, term: DiceTerm, key: K, value: DiceTerm[K]): void => {
  if (term[key] !== undefined) scanner.fail('Write each rule once.');
  term[key] = value;
};

/** `count` is the number of dice as written, before advantage adds one. */
const applyModifier = (scanner: Scanner, term: DiceTerm, modifier: string, count: number): void => {
  const diceCount = (): number => {
    scanner.skipSpaces();
    return scanner.whole(MAX_DICE) ?? 1;
  };
  switch (modifier) {
    case 'adv':
    case 'advantage':
    case 'dis':
    case 'disadvantage':
      term.count = Math.max(2, term.count);
      return setOnce(scanner, term, 'keep', { which: modifier.startsWith('adv') ? 'highest' : 'lowest', count: 1 });
    case 'k':
    case 'kh':
      return setOnce(scanner, term, 'keep', { which: 'highest', count: diceCount() });
    case 'kl':
      return setOnce(scanner, term, 'keep', { which: 'lowest', count: diceCount() });
    case 'dh':
      return setOnce(scanner, term, 'drop', { which: 'highest', count: diceCount() });
    case 'dl':
      return setOnce(scanner, term, 'drop', { which: 'lowest', count: diceCount() });
    case '!':
    case '!!':
      if (modifier === '!!') term.isCompounding = true;
      return setOnce(
        scanner,
        term,
        'explodesFrom',
        (scanner.has(/>=?/) ? scanner.whole(MAX_SIDES) : null) ?? term.sides,
      );
    case 'r':
      return setOnce(scanner, term, 'rerollsTo', scanner.whole(MAX_SIDES) ?? 1);
    case 'cs': {
      const comparison = (scanner.take(/>=|<=|>|<|=/) ?? '>=') as Comparison;
      const value = scanner.whole(MAX_SIDES) ?? scanner.fail('Count which faces?');
      return setOnce(scanner, term, 'successes', { comparison, value });
    }
    case 'b':
    case 'p': {
      if (term.sides !== 100 || count !== 1) scanner.fail('Bonus and penalty dice belong to one d100.');
      const tens = scanner.whole(MAX_BONUS_TENS) ?? 1;
      return setOnce(scanner, term, 'bonusTens', modifier === 'b' ? tens : -tens);
    }
  }
};
