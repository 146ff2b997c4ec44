// Owns the grammar of dice: text in, a small tree out. A Pratt parser by hand (the maintained library is 187 kB).
//   2d6+1 · d20adv · 4d6kh3 · 4d6dl1 · 3d6! · 6d10cs>=8 · 5d6r1 · 4dF · d100b1 · d100p2 · 3d6 vs 12 · pool 3 risky great
//   A number with a note is situational: 1d20+5+2[flank].
import { err, ok, type Result } from '../result.ts';

export type Comparison = '>=' | '<=' | '>' | '<' | '=';

export interface DiceTerm {
  type: 'dice';
  count: number;
  /** 0 for Fudge dice (−1, 0, +1). */
  sides: number;
  keep?: { which: 'highest' | 'lowest'; count: number };
  drop?: { which: 'highest' | 'lowest'; count: number };
  /** Rolls again, and adds, on this face or above. */
  explodesFrom?: number;
  /** Rolls once again on this face or below. */
  rerollsTo?: number;
  successes?: { comparison: Comparison; value: number };
  /** Extra tens dice of a d100; the best (bonus, > 0) or worst (penalty, < 0) counts. */
  bonusTens?: number;
}
export type DiceNode =
  | DiceTerm
  | { type: 'number'; value: number; note?: string }
  | { type: 'sum'; sign: 1 | -1; left: DiceNode; right: DiceNode }
  | { type: 'product'; left: DiceNode; right: DiceNode };

export const POSITIONS = ['controlled', 'risky', 'desperate'] as const;
export const EFFECTS = ['limited', 'standard', 'great'] as const;
export type Position = (typeof POSITIONS)[number];
export type Effect = (typeof EFFECTS)[number];

export type DiceFormula =
  | { type: 'roll'; text: string; root: DiceNode; under: number | null }
  | { type: 'pool'; text: string; dice: number; position: Position; effect: Effect };

/** `at` is the place in the text, 0-based. */
export type BadDice = { type: 'BadDice'; at: number; detail: string };

/** More than anybody throws; keeps a typo from freezing the table. */
export const MAX_DICE = 200;
const MAX_SIDES = 10_000;
const MAX_DEPTH = 20;

class Stop extends Error {
  readonly at: number;
  constructor(at: number, detail: string) {
    super(detail);
    this.at = at;
  }
}

/** Reads dice. A text that is no dice is refused with the place and a reason; nothing is guessed. */
export const parseDice = (input: string): Result<DiceFormula, BadDice> => {
  const text = input.trim().slice(0, 200);
  let at = 0;
  const fail = (detail: string): never => {
    throw new Stop(at, detail);
  };
  const space = (): void => {
    while (text.charAt(at) === ' ') at += 1;
  };
  const take = (pattern: RegExp): string | null => {
    const match = new RegExp(pattern.source, 'iy');
    match.lastIndex = at;
    const found = match.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const whole = (max: number): number | null => {
    const digits = take(/\d{1,9}/);
    if (digits === null) return null;
    const value = Number(digits);
    return value > max ? fail(`at most ${max}`) : value;
  };

  const dice = (count: number): DiceTerm => {
    if (count < 1 || count > MAX_DICE) fail(`1 to ${MAX_DICE} dice`);
    const sides = take(/%/) !== null ? 100 : take(/f/) !== null ? 0 : whole(MAX_SIDES);
    if (sides === null) return fail('how many sides?');
    if (sides === 1) fail('a die has two sides or more');
    const term: DiceTerm = { type: 'dice', count, sides };
    for (;;) {
      const word = take(/adv|dis|k[hl]?|d[hl]|!|r|cs|b|p/)?.toLowerCase();
      if (!word) return term;
      if (word === 'adv' || word === 'dis') {
        term.count = Math.max(2, term.count);
        term.keep = { which: word === 'adv' ? 'highest' : 'lowest', count: 1 };
      } else if (word.startsWith('k'))
        term.keep = { which: word === 'kl' ? 'lowest' : 'highest', count: whole(MAX_DICE) ?? 1 };
      else if (word === 'dh' || word === 'dl')
        term.drop = { which: word === 'dh' ? 'highest' : 'lowest', count: whole(MAX_DICE) ?? 1 };
      else if (word === '!') {
        const from = take(/>=?/) === null ? null : whole(MAX_SIDES);
        term.explodesFrom = from ?? sides;
        if (sides === 0 || term.explodesFrom < 2) fail('dice that explode on every face never stop');
      } else if (word === 'r') term.rerollsTo = whole(MAX_SIDES) ?? 1;
      else if (word === 'cs') {
        const comparison = (take(/>=|<=|>|<|=/) ?? '>=') as Comparison;
        term.successes = { comparison, value: whole(MAX_SIDES) ?? fail('count which faces?') };
      } else {
        if (sides !== 100 || count !== 1) fail('bonus and penalty dice belong to one d100');
        const tens = whole(5) ?? 1;
        term.bonusTens = word === 'b' ? tens : -tens;
      }
    }
  };
  const primary = (depth: number): DiceNode => {
    if (depth > MAX_DEPTH) fail('too deep');
    space();
    if (take(/\(/) !== null) {
      const inner = sum(depth + 1);
      space();
      return take(/\)/) !== null ? inner : fail('a bracket is open');
    }
    if (take(/d(?![hl])/) !== null) return dice(1);
    const value = whole(1_000_000);
    if (value === null) return fail('dice or a number belongs here');
    if (take(/d(?![hl])/) !== null) return dice(value);
    const note = take(/\[[^\]]{0,40}\]/);
    return { type: 'number', value, ...(note ? { note: note.slice(1, -1) } : {}) };
  };
  const product = (depth: number): DiceNode => {
    let left = primary(depth);
    for (;;) {
      space();
      if (take(/[*×]/) === null) return left;
      left = { type: 'product', left, right: primary(depth) };
    }
  };
  const sum = (depth: number): DiceNode => {
    let left: DiceNode = product(depth);
    for (;;) {
      space();
      const sign = take(/[+\-−–]/);
      if (sign === null) return left;
      left = { type: 'sum', sign: sign === '+' ? 1 : -1, left, right: product(depth) };
    }
  };

  try {
    if (text === '') fail('type dice, such as 2d6+1');
    if (take(/pool\s+|fitd\s+/) !== null) {
      const count = whole(20) ?? fail('how many dice?');
      const words = text.slice(at).toLowerCase().split(/\s+/).filter(Boolean);
      const unknown = words.find(
        (w) => !(POSITIONS as readonly string[]).includes(w) && !(EFFECTS as readonly string[]).includes(w),
      );
      if (unknown) fail(`"${unknown}" is neither a position nor an effect`);
      return ok({
        type: 'pool',
        text,
        dice: count,
        position: POSITIONS.find((p) => words.includes(p)) ?? 'risky',
        effect: EFFECTS.find((e) => words.includes(e)) ?? 'standard',
      });
    }
    const root = sum(0);
    space();
    const under = take(/vs\.?\s*/) === null ? null : (whole(1_000_000) ?? fail('against what number?'));
    space();
    if (at < text.length) fail(`"${text.slice(at, at + 12)}" is not understood`);
    return ok({ type: 'roll', text, root, under });
  } catch (error) {
    if (error instanceof Stop) return err({ type: 'BadDice', at: error.at, detail: error.message });
    throw error;
  }
};
