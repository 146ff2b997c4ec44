// Amounts as GMs write them: what is counted, and how they are told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEvent } from '../testing/test-records.ts';
import { amountWords, moneyIn } from './money.ts';
import { reviewEvents } from './session-review.ts';
import { computeStats } from './session-stats.ts';
import { eventLine } from './timeline-event.ts';
import { amountIn, MAX_AMOUNT } from './values.ts';

const treasure = (amount: unknown, name = 'Under the altar'): ReturnType<typeof testEvent> =>
  testEvent('treasure', 1, { name, details: amount === undefined ? {} : { amount } });

/** Sums in hundredths, and a whole number of them half of the time. */
const hundredths = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000 }).map((units) => units * 100),
  fc.integer({ min: 0, max: 2_000_000_000 }),
);
const grouped = (whole: string, separator: string): string => whole.replace(/\B(?=(?:\d{3})+$)/g, separator);

describe('T-2 amounts of treasure', () => {
  it('are read in every way of writing them: separators, signs and currencies', () => {
    const ways = fc.record({
      sum: hundredths,
      separators: fc.constantFrom([',', '.'], ['.', ','], [' ', ','], [' ', '.'], ['’', '.'], ["'", ','], ['', '.']),
      minus: fc.constantFrom('', '+', '-', '−'),
      before: fc.constantFrom('', '£', '$', '€ ', 'US$', 'EUR '),
      after: fc.constantFrom('', ' gp', ' marks', ' Dollars', ' €', '£', ' gold pieces', 'gp'),
      around: fc.constantFrom('', ' '),
    });
    fc.assert(
      fc.property(ways, ({ sum, separators: [group, point], minus, before, after, around }) => {
        const whole = String(Math.floor(sum / 100));
        const isWhole = sum % 100 === 0;
        const decimals = isWhole ? '' : `${point}${String(sum % 100).padStart(2, '0')}`;
        // A dot alone before three digits is a decimal point, see the next test.
        fc.pre(!(isWhole && group === '.' && whole.length > 3 && whole.length < 7));
        const digits = `${minus}${grouped(whole, group!)}${decimals}`;
        const value = Math.abs((sum / 100) * (minus === '-' || minus === '−' ? -1 : 1));
        const read = (text: string): number | null => {
          const money = moneyIn(`${around}${text}${around}`);
          return money === null ? null : Math.abs(money);
        };
        expect(amountIn(digits), digits).toBe(Number.isNaN(value) ? null : moneyIn(digits));
        for (const text of [digits, `${before}${digits}`, `${digits}${after}`]) expect(read(text), text).toBe(value);
      }),
    );
  });

  it('have a minus where one is written, before or after the sign of a currency', () => {
    for (const text of ['-30', '−30', '-£30', '£-30', '- 30', '-30 marks']) expect(moneyIn(text), text).toBe(-30);
  });

  it('are read alike on every device: a dot is a decimal point, a comma before three digits groups them', () => {
    const read = {
      '1.200': 1.2,
      '1,200': 1200,
      '1,2': 1.2,
      '0,200': 0.2,
      '1.200.000': 1_200_000,
      '12,34,567': 1_234_567,
    };
    for (const [text, value] of Object.entries(read)) expect(amountIn(text), text).toBe(value);
  });

  it('have no sum where they are words, fractions of a unit, other things, or lack a number', () => {
    const words = [
      'a silver crucifix',
      '3d6 x 10',
      '40 torches',
      '30 silver',
      '5 cents',
      'marks',
      '£',
      '1,2,3',
      '1.2.3',
    ];
    for (const text of [...words, '1,200,', '40 marks or so', `${MAX_AMOUNT}0 gp`, '9'.repeat(5000), '', ' ', null, {}])
      expect(moneyIn(text), String(text)).toBeNull();
  });

  it('are told as they were written: the currency follows a plain number only, and nothing follows none', () => {
    const told = ['25', 25, '1,200.50', '40 marks', '£30', 'a silver crucifix', '3d6 x 10', undefined, NaN, {}];
    expect(told.map((amount) => amountWords(amount, 'dollars'))).toEqual([
      '25 dollars',
      '25 dollars',
      '1,200.50 dollars',
      '40 marks',
      '£30',
      'a silver crucifix',
      '3d6 x 10',
      '',
      '',
      '',
    ]);
    const lines = told.slice(2, 8).map((amount) => eventLine(treasure(amount), undefined, 'dollars'));
    expect(lines).toEqual([
      'Under the altar: 1,200.50 dollars',
      'Under the altar: 40 marks',
      'Under the altar: £30',
      'Under the altar: a silver crucifix',
      'Under the altar: 3d6 x 10',
      'Under the altar',
    ]);
  });

  it('add up in the stats, and a treasure without a sum adds nothing and keeps its words in the review', () => {
    const amounts = [
      '1,200.50',
      '1.200,50',
      '1,200',
      '40 marks',
      '£30',
      'a silver crucifix',
      '3d6 x 10',
      undefined,
      25,
    ];
    const events = amounts.map((amount) => treasure(amount));
    expect(computeStats(events).treasureGained).toBe(1200.5 + 1200.5 + 1200 + 40 + 30 + 25);
    expect(reviewEvents(events, () => '').treasure.map(({ amount }) => amount)).toEqual([
      1200.5,
      1200.5,
      1200,
      '40 marks',
      '£30',
      'a silver crucifix',
      '3d6 x 10',
      '',
      25,
    ]);
  });
});
