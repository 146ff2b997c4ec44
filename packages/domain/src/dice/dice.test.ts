// Tests that parsing never throws, that dice stay within their faces, and that the parts of every roll add up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/index.ts';
import { EFFECTS, POSITIONS, type DiceFormula } from './formula.ts';
import { parseDice } from './parse.ts';
import { randomIntFrom } from './random-int.ts';
import { rollDice, type Roll } from './roll.ts';
import { rollDetails, rollWords } from './roll-words.ts';

const formula = (text: string): DiceFormula => {
  const parsed = parseDice(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.detail}`);
  return parsed.value;
};
/** Dice that show the given faces, then 1. */
const falls = (...faces: number[]) => {
  const left = [...faces];
  return (below: number): number => Math.min(below - 1, (left.shift() ?? 1) - 1);
};
const roll = (text: string, ...faces: number[]): Roll => rollDice(formula(text), falls(...faces));

describe('dice', () => {
  it.each([
    ['2W8+3', '2d8+3'],
    ['w%', 'd%'],
    ['4W6kh3 - 1', '4d6kh3 - 1'],
    ['2*(1w4+1)', '2*(1d4+1)'],
    ['W66', 'd66'],
  ])('German: %s rolls as %s', (german, english) => {
    expect(formula(german)).toEqual({ ...formula(english), text: german });
  });

  it.each(['2W', '2Wh6', '1W1', 'Wolf'])('%s is no dice', (text) => {
    expect(parseDice(text)).toMatchObject({ ok: false });
  });

  it('any formula: its parts add up, dice stay within their faces, and one seed rolls the same twice (M-024)', () => {
    const term = fc.oneof(
      fc
        .tuple(
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom('4', '6', '8', '10', '12', '20', '66', '666', '%', 'F'),
          fc.constantFrom('', 'kh1', 'kl2', 'dl1', 'dh1', 'cs>=4', 'r1', ' kh 1', ' adv'),
        )
        .map(([n, sides, mod]) => `${n}d${sides}${sides === 'F' ? '' : mod}`),
      fc.constantFrom('3d6!', '2d10!>=9', 'd20adv', 'd20dis', 'd100b1', 'd100p2', '(2d6+6)*5', '8d6/2', '-1', '-1d4'),
      fc.integer({ min: 0, max: 99 }).map(String),
      fc.integer({ min: 0, max: 9 }).map((n) => `${n}[high ground]`),
    );
    fc.assert(
      fc.property(
        fc.array(term, { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('+', '-'), { minLength: 4, maxLength: 4 }),
        fc.integer(),
        (terms, signs, seed) => {
          const text = terms.map((t, i) => (i === 0 ? t : `${signs[i - 1]}${t}`)).join(' ');
          const source = createRandom(seed);
          const thrown = rollDice(formula(text), (below) => source.int(below));
          expect(thrown.parts.reduce((sum, p) => sum + p.value, 0)).toBe(thrown.total);
          for (const die of thrown.parts.flatMap((p) => p.dice)) {
            expect(die.value).toBeGreaterThanOrEqual(die.sides === 0 ? -1 : 1);
            expect(die.value).toBeLessThanOrEqual(die.sides === 0 ? 1 : die.sides);
          }
          const details = rollDetails(thrown) as {
            base: number;
            modifier: number;
            situational: number;
            result: number;
          };
          expect(details.base + details.modifier + details.situational).toBe(details.result);
          const again = createRandom(seed);
          expect(rollDice(formula(text), (below) => again.int(below))).toEqual(thrown);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
  it('parsing never throws on any text, and says where it stopped', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => void parseDice(text)),
      { seed: 8, numRuns: 3000 },
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('d', '6', 'k', 'h', '!', '(', ')', '+', 'vs', '[', ']', '999999999', ' ', 'pool', 'adv', '*'),
          { maxLength: 12 },
        ),
        (parts) => void parseDice(parts.join('')),
      ),
      { seed: 9, numRuns: 3000 },
    );
    expect(parseDice('2d6+')).toMatchObject({ ok: false, error: { type: 'BadDice', at: 4 } });
    for (const bad of [
      '',
      'd1',
      '0d6',
      '999d6',
      '3d6!>=1',
      '2d6 and more',
      '((((((((((((((((((((((1))))))))))))))))))))))',
      'pool 3 friendly',
      '2d100b1',
      '3d6 vs',
    ])
      expect(parseDice(bad), bad).toMatchObject({ ok: false });
  });
  it('dice are kept, dropped, rolled with advantage, exploded, rerolled and counted as successes', () => {
    expect(roll('4d6dl1', 3, 1, 6, 5).total).toBe(14);
    expect(roll('4d6kh2', 3, 1, 6, 5).total).toBe(11);
    expect([roll('d20adv', 4, 17).total, roll('d20dis', 4, 17).total]).toEqual([17, 4]);
    expect(roll('1d6!', 6, 6, 2)).toMatchObject({
      total: 14,
      parts: [{ dice: [{ isExploded: false }, { isExploded: true }, { isExploded: true }] }],
    });
    expect(roll('1d6r1', 1, 4).total).toBe(4);
    expect(roll('5d6cs>=5', 5, 6, 1, 2, 3).total).toBe(2);
    expect(roll('d20', 20).outcome).toBe('natural 20');
    expect(roll('2*(1d4+1)', 3).total).toBe(8);
  });
  it('d66 and d666 are dice read as digits', () => {
    expect(roll('d66', 3, 5).total).toBe(35);
    expect(roll('D666', 6, 1, 2).total).toBe(612);
    expect(roll('2d66+1', 1, 1, 6, 6).total).toBe(78);
    const source = createRandom(5);
    const faces = new Set(Array.from({ length: 2000 }, () => rollDice(formula('d66'), (n) => source.int(n)).total));
    expect(faces.size).toBe(36);
    expect([...faces].every((face) => /^[1-6][1-6]$/.test(String(face)))).toBe(true);
  });
  it('what people type is read: spaces, words, halves, and a sign before a part', () => {
    expect([roll('2d20 kh1', 4, 17).total, roll('2d20 kl 1', 4, 17).total]).toEqual([17, 4]);
    expect([roll('d20 adv', 4, 17).total, roll('d20 Disadvantage + 2', 4, 17).total]).toEqual([17, 6]);
    expect(roll('d100 b1 vs 50', 6, 4, 2).total).toBe(15);
    expect(roll('8d6/2', 1, 2, 3, 4, 5, 6, 1, 3).total).toBe(12);
    expect([roll('3d6 / 2', 1, 2, 2).total, roll('(1d4+2)÷2+1', 3).total, roll('3d6 x 5', 1, 2, 3).total]).toEqual([
      2, 3, 30,
    ]);
    expect([roll('1d20 + -1', 14).total, roll('-1 + 1d20', 14).total, roll('1d20 - -2', 14).total]).toEqual([
      13, 13, 16,
    ]);
    expect(rollWords(roll('1d20 + -1', 14))).toBe('Base 14 − Modifier 1 = 13');
    expect(rollWords(roll('8d6/2 - 1', 6, 6))).toBe('Base 9 − Modifier 1 = 8');
    expect(roll('10-(1d4+2)', 3).total).toBe(5);
  });
  it('a compounding die is one die, and what cannot be meant is refused with what to write', () => {
    expect(roll('2d6!!', 6, 6, 2, 3)).toMatchObject({
      total: 17,
      parts: [
        {
          dice: [
            { value: 14, isExploded: true },
            { value: 3, isExploded: false },
          ],
        },
      ],
    });
    expect(roll('3d6!!cs>=7', 6, 2, 5, 6, 1).total).toBe(2);
    expect(parseDice('4d6!!>=7')).toMatchObject({
      error: { detail: 'A d6 never shows 7. To count successes, write cs>=7.' },
    });
    for (const bad of [
      'd0',
      '2d0',
      'd66!',
      '4d6!>=7',
      '4d6cs>=7',
      '4d6cs>6x',
      '1d6/0',
      '8d6/',
      '4d6kh3adv',
      '4d6!!!',
      '+',
    ])
      expect(parseDice(bad), bad).toMatchObject({ ok: false });
    expect(roll('4dF', 3, 3, 1, 2).total).toBe(1);
  });
  it('percentile rolls have bonus and penalty dice, levels of success and fumbles', () => {
    // The units die shows 5, the tens dice 3 and 1: the better of 35 and 15 counts.
    expect(roll('d100b1 vs 50', 6, 4, 2)).toMatchObject({ total: 15, outcome: 'hard success', margin: 35 });
    expect(roll('d100p1 vs 50', 6, 4, 2).total).toBe(35);
    expect(roll('d100p1 vs 50', 1, 1, 1)).toMatchObject({ total: 100, outcome: 'fumble' });
    expect(['d100 vs 50', 'd100 vs 60'].map((t) => roll(t, 97).outcome)).toEqual(['failure', 'failure']);
    expect(roll('d100 vs 40', 97).outcome).toBe('fumble');
    expect([1, 10, 25, 50, 51].map((n) => roll('d100 vs 50', n).outcome)).toEqual([
      'critical success',
      'extreme success',
      'hard success',
      'success',
      'failure',
    ]);
  });
  it('three dice under a skill have a margin and criticals', () => {
    expect(roll('3d6 vs 12', 3, 3, 3)).toMatchObject({ outcome: 'success', margin: 3 });
    expect(roll('3d6 vs 3', 1, 1, 2).outcome).toBe('critical success');
    expect(roll('3d6 vs 15', 2, 2, 1).outcome).toBe('critical success');
    expect(roll('3d6 vs 16', 6, 6, 5).outcome).toBe('failure');
    expect(roll('3d6 vs 15', 6, 6, 5).outcome).toBe('critical failure');
    expect(roll('3d6 vs 5', 5, 5, 5).outcome).toBe('critical failure');
  });
  it('a pool counts its highest die, or the lower of two if empty, and keeps position and effect (M-026)', () => {
    expect(roll('pool 3 controlled great', 2, 6, 4)).toMatchObject({
      total: 6,
      outcome: 'full success',
      position: 'controlled',
      effect: 'great',
    });
    expect(roll('pool 2', 6, 6)).toMatchObject({ outcome: 'critical', position: 'risky', effect: 'standard' });
    expect(roll('pool 0 desperate', 6, 3)).toMatchObject({ total: 3, outcome: 'bad outcome' });
    expect(roll('pool 1', 4).outcome).toBe('partial success');
    expect(rollDetails(roll('pool 3 controlled great', 6, 1, 1))).toMatchObject({
      position: 'controlled',
      effect: 'great',
      result: 6,
    });
    expect([POSITIONS.length, EFFECTS.length]).toEqual([3, 3]);
  });
  it('the breakdown names base, modifier and situational', () => {
    expect(rollWords(roll('1d20+5+2[flank]', 14))).toBe('Base 14 + Modifier 5 + Situational 2 (flank) = 21');
    expect(rollWords(roll('3d6', 5, 5, 5))).toBe('15');
    expect(rollWords(roll('1d6-2', 1))).toBe('Base 1 − Modifier 2 = −1');
  });
  it('random numbers are fair: no face comes up more often than another', () => {
    const source = createRandom(3);
    const random = randomIntFrom((n) => source.bytes(n));
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[random(6)]! += 1;
    const chi = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(20.5); // 5 degrees of freedom, p = 0.001
  });
});
