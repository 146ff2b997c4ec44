// Tests that tables are drawn fairly, by weight and by dice, that nothing repeats before a reset, and that no table of a
// peer makes a roll endless.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/index.ts';
import { diceBounds } from '../dice/bounds.ts';
import { parseDice } from '../dice/parse.ts';
import { randomIntFrom, type RandomSource } from '../dice/random-int.ts';
import { rollDice } from '../dice/roll.ts';
import { RANDOM_TABLE, type RandomTable } from '../random-table.ts';
import { readFields } from '../record-spec.ts';
import { entryPieces } from './inline-dice.ts';
import { rangeWords, readRange } from './number-range.ts';
import { cellKey, MAX_WEIGHT, readTable } from './read-table.ts';
import { MAX_RESULT_LENGTH, MAX_TABLE_ROLLS, rollTable } from './roll-table.ts';

interface Row {
  text: string;
  weight?: unknown;
  range?: unknown;
  more?: readonly string[];
}

/** A table as a document holds it. The ids of its entries are `e0`, `e1` and so on; those of further columns `c0`. */
const tableOf = (
  name: string,
  rows: readonly (string | Row)[],
  fields: Record<string, unknown> = {},
  { columns = [], drawn = [] }: { columns?: readonly string[]; drawn?: readonly string[] } = {},
): RandomTable => {
  const read = rows.map((row): Row => (typeof row === 'string' ? { text: row } : row));
  const group = (members: readonly (readonly [string, unknown])[]) =>
    new Map(members.filter(([, value]) => value !== undefined));
  const order = (i: number): string => `V${String(i).padStart(6, '0')}1`;
  const groups = new Map<string, ReadonlyMap<string, unknown>>([
    ['entries', group(read.map((row, i) => [`e${i}`, row.text]))],
    ['entries.order', group(read.map((_, i) => [`e${i}`, order(i)]))],
    ['weights', group(read.map((row, i) => [`e${i}`, row.weight]))],
    ['ranges', group(read.map((row, i) => [`e${i}`, row.range]))],
    ['columns', group(columns.map((heading, i) => [`c${i}`, heading]))],
    ['columns.order', group(columns.map((_, i) => [`c${i}`, order(i)]))],
    ['cells', group(read.flatMap((row, i) => (row.more ?? []).map((text, c) => [cellKey(`e${i}`, `c${c}`), text])))],
    ['drawn', group(drawn.map((key) => [key, true]))],
  ]);
  return readFields(RANDOM_TABLE, name, { fields: new Map(Object.entries({ name, ...fields })), groups })!;
};

const seeded = (seed: number): RandomSource => {
  const random = createRandom(seed);
  return randomIntFrom((count) => random.bytes(count));
};
/** Dice and draws that fall as given, then lowest. */
const falls = (...values: number[]): RandomSource => {
  const left = [...values];
  return (below) => Math.min(below - 1, left.shift() ?? 0);
};
const text = (table: RandomTable, random: RandomSource = falls(), others: readonly RandomTable[] = []): string =>
  rollTable(table, [table, ...others], random).text;

/** Pearson's statistic of counts against their expectations. */
const chiSquare = (counts: readonly number[], expected: readonly number[]): number =>
  counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
/** The value that chance exceeds once in 10 000 runs, for 1 to 11 degrees of freedom. */
const CRITICAL = [15.14, 18.42, 21.11, 23.51, 25.74, 27.86, 29.88, 31.83, 33.72, 35.56, 37.37];

describe('rolling is fair: Pearson’s chi-square over 20 000 seeded rolls', () => {
  const ROLLS = 20_000;
  const counted = (table: RandomTable, seed: number): Map<string, number> => {
    const random = seeded(seed);
    const counts = new Map<string, number>();
    for (let i = 0; i < ROLLS; i++) {
      const rolled = text(table, random);
      counts.set(rolled, (counts.get(rolled) ?? 0) + 1);
    }
    return counts;
  };
  const isFair = (table: RandomTable, shares: Readonly<Record<string, number>>, seed: number): void => {
    const sum = Object.values(shares).reduce((a, b) => a + b, 0);
    const counts = counted(table, seed);
    expect([...counts.keys()].sort()).toEqual(Object.keys(shares).sort());
    const statistic = chiSquare(
      Object.keys(shares).map((key) => counts.get(key)!),
      Object.values(shares).map((share) => (share / sum) * ROLLS),
    );
    expect(statistic, `seed ${seed}`).toBeLessThan(CRITICAL[Object.keys(shares).length - 2]!);
  };

  it.each([1, 2, 3])('entries come by their weights, and one of weight 0 never (seed %i)', (seed) => {
    const rows = [
      { text: 'a', weight: 1 },
      { text: 'b', weight: 2 },
      'c',
      { text: 'd', weight: 7 },
      { text: 'x', weight: 0 },
    ];
    isFair(tableOf('T', rows), { a: 1, b: 2, c: 1, d: 7 }, seed);
  });

  it.each([4, 5, 6])('under 2d6 entries come as the dice fall (seed %i)', (seed) => {
    const shares = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1];
    const names = shares.map((_, i) => `on ${i + 2}`);
    isFair(tableOf('T', names, { dice: '2d6' }), Object.fromEntries(names.map((n, i) => [n, shares[i]!])), seed);
  });

  it.each([7, 8])('d100 with ranges of numbers (seed %i)', (seed) => {
    const rows = [
      { text: 'a', range: '01-50' },
      { text: 'b', range: '51–95' },
      { text: 'c', range: '96-00' },
    ];
    isFair(tableOf('T', rows, { dice: 'd100' }), { a: 50, b: 45, c: 5 }, seed);
  });

  it.each([9, 10])('each column apart is drawn independently (seed %i)', (seed) => {
    const rows = [
      { text: 'red', more: ['fox'] },
      { text: 'old', more: ['owl'] },
      { text: '', more: ['eel'] },
    ];
    const table = tableOf('T', rows, { draws: 'column' }, { columns: ['Animal'] });
    const pairs = ['red', 'old'].flatMap((a) => ['fox', 'owl', 'eel'].map((b) => [`${a} ${b}`, 1]));
    isFair(table, Object.fromEntries(pairs) as Record<string, number>, seed);
  });

  it.each([11, 12])('without repeats, the second draw is fair among what is left (seed %i)', (seed) => {
    const rows = [
      { text: 'a', weight: 3 },
      { text: 'b', weight: 2 },
      { text: 'c', weight: 1 },
    ];
    isFair(tableOf('T', rows, { noRepeats: true }, { drawn: ['e0'] }), { b: 2, c: 1 }, seed);
    isFair(tableOf('T', rows, { noRepeats: true, dice: 'd6' }, { drawn: ['e1'] }), { a: 3, c: 1 }, seed);
  });
});

describe('a random table', () => {
  it('under dice numbers plain entries from the lowest total on, by their weights, also for d66', () => {
    const ranges = (dice: string, rows: readonly (string | Row)[]) =>
      readTable(tableOf('T', rows, { dice })).entries.map(({ range }) => range && rangeWords(range));
    expect(ranges('d6', ['a', { text: 'b', weight: 3 }, 'c', 'd'])).toEqual(['1', '2–4', '5', '6']);
    expect(ranges('2d6+1', ['a', { text: 'b', range: '10' }, 'c', { text: 'd', weight: 0 }])).toEqual([
      '3',
      '10',
      '11',
      null,
    ]);
    expect(ranges('d66', ['a', { text: 'b', weight: 6 }, 'c', { text: 'd', range: '61-66' }])).toEqual([
      '11',
      '12–21',
      '22',
      '61–66',
    ]);
    expect(ranges('', ['a', { text: 'b', range: '4' }])).toEqual([null, null]);
  });

  it('rolls tables and dice in its entries, and leaves other links', () => {
    const loot = tableOf('Loot', ['a ring', 'a rope']);
    const table = tableOf('Road', [
      '2d6+1 wolves with [[loot]], led by [[Duke Vane|a man]] for [[/r 1d4]] or [[1d8]] days',
    ]);
    const rolled = rollTable(table, [table, loot], falls(0, 2, 3, 1, 2, 6));
    expect(rolled.text).toBe('8 wolves with a rope, led by [[Duke Vane|a man]] for 3 or 7 days');
    expect(rolled.steps).toEqual([
      { label: '2d6+1', value: '8' },
      { label: 'Loot', value: 'a rope' },
      { label: '1d4', value: '3' },
      { label: '1d8', value: '7' },
    ]);
  });

  it.each([
    ['1d4 x 10 gp', ['1d4 x 10']],
    ['d20, D6 and 3W6', ['d20', 'D6', '3W6']],
    ['4d6kh3-1!', ['4d6kh3-1']],
    ['the 2nd and w6, d6x, a2d6, 1.2d6, id20', []],
    ['2d6-headed', ['2d6']],
    ['0d6 and 999d6', []],
  ])('%s: the dice are %j', (entry, dice) => {
    const pieces = entryPieces(entry);
    expect(pieces.filter(({ type }) => type === 'dice').map(({ source }) => source)).toEqual(dice);
  });

  it('draws one row for all columns, or each apart', () => {
    const rows = [
      { text: 'Rope', more: ['1 gp'] },
      { text: 'Lamp', more: ['5 gp'] },
    ];
    const columns = ['Price'];
    const row = tableOf('T', rows, { heading: 'Item' }, { columns });
    expect(rollTable(row, [], falls(1))).toMatchObject({
      text: 'Lamp · 5 gp',
      cells: [
        { heading: 'Item', text: 'Lamp' },
        { heading: 'Price', text: '5 gp' },
      ],
    });
    expect(text(tableOf('T', rows, { draws: 'column' }, { columns }), falls(1, 0))).toBe('Lamp 1 gp');
  });

  it('names no entry where none answers the roll, where it is empty, or where all were drawn', () => {
    const outcome = (...args: Parameters<typeof tableOf>) => rollTable(tableOf(...args), [], falls(2)).outcome;
    expect(outcome('T', [])).toBe('none');
    expect(outcome('T', ['a', 'b'], { dice: 'd6' })).toBe('none');
    expect(outcome('T', ['a'], { noRepeats: true }, { drawn: ['e0'] })).toBe('exhausted');
    expect(outcome('T', ['a'], { noRepeats: true, dice: 'd4' }, { drawn: ['e0'] })).toBe('exhausted');
    expect(outcome('T', ['a'], {}, { drawn: ['e0'] })).toBe('rolled');
  });

  it('with two entries for one number draws the second, too, before it is exhausted', () => {
    const rows = [
      { text: 'a', range: '1-4' },
      { text: 'b', range: '2' },
    ];
    const table = tableOf('T', rows, { dice: 'd4', noRepeats: true }, { drawn: ['e0'] });
    expect(text(table, seeded(1))).toBe('b');
  });

  it('repeats nothing within one roll, and gives what was drawn', () => {
    const names = tableOf('Names', ['Ada', 'Bo', 'Cy'], { noRepeats: true }, { drawn: ['e1'] });
    const table = tableOf('Pair', ['[[names]] and [[Names]]', '[[Names]], [[Names]], [[Names]]']);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { text: rolled, draws, isCut } = rollTable(table, [names], seeded(seed));
        expect(new Set(draws.map(({ key }) => key))).toEqual(new Set(['e0', 'e2']));
        expect(draws).toHaveLength(2);
        expect(isCut).toBe(rolled.includes('Names'));
        expect(rolled).toMatch(/^(?:Ada(?: and |, )Cy|Cy(?: and |, )Ada)(?:, Names)?$/);
      }),
    );
  });

  it('draws every entry once before a reset, whatever its weights and dice (seeded)', () => {
    const row = fc.record({
      text: fc.constant('x'),
      weight: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('', '2d6', 'd66', 'd100', '4d6kh3'),
        fc.integer(),
        (rows, dice, seed) => {
          const random = seeded(seed);
          const drawn: string[] = [];
          for (;;) {
            const rolled = rollTable(tableOf('T', rows, { dice, noRepeats: true }, { drawn }), [], random);
            if (rolled.outcome === 'exhausted') break;
            for (const { key } of rolled.draws) {
              expect(drawn).not.toContain(key);
              drawn.push(key);
            }
          }
          if (dice === '') expect(drawn).toHaveLength(rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what a peer wrote', () => {
  it('cannot make a roll endless: circles, deep tables and many links end, and say so', () => {
    const links = Array.from({ length: 100 }, () => '[[T]]').join(' ');
    const rolled = rollTable(tableOf('T', [links]), [tableOf('T', [links])], falls());
    expect(rolled).toMatchObject({ outcome: 'rolled', isCut: true });
    expect(rolled.steps.length).toBeLessThanOrEqual(MAX_TABLE_ROLLS);
    expect(rolled.text.length).toBeLessThanOrEqual(MAX_RESULT_LENGTH);
    const circle = [tableOf('A', ['a [[B]]']), tableOf('B', ['b [[A]]'])];
    expect(rollTable(circle[0]!, circle, falls())).toMatchObject({ isCut: true, text: 'a b a b a b a b A' });
    const dice = tableOf('D', [Array.from({ length: 1000 }, () => '99d9').join(' ')]);
    expect(rollTable(dice, [], falls())).toMatchObject({ isCut: true });
  });

  it('reads as a table that can be rolled, whatever the values (seeded)', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 1e308, NaN, Infinity, 'x', '1-', '9999999-0', '__proto__'),
    );
    const row = fc.record({
      text: fc.string(),
      weight: odd,
      range: odd,
      more: fc.array(fc.string(), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        odd,
        odd,
        odd,
        fc.integer(),
        (rows, dice, draws, noRepeats, seed) => {
          const table = tableOf('T', rows, { dice, draws, noRepeats }, { columns: ['A', 'B'] });
          for (const { weight } of readTable(table).entries) expect(weight >= 0 && weight <= MAX_WEIGHT).toBe(true);
          expect(['rolled', 'none', 'exhausted']).toContain(rollTable(table, [table], seeded(seed)).outcome);
        },
      ),
    );
  });

  it('26.1 that names itself 100 times and has rare entries left: it is read once, and its dice are rolled 1,100 times', () => {
    const links = Array.from({ length: 100 }, () => '[[T]]').join(' ');
    const rows = Array.from({ length: 2000 }, (_, i) => ({ text: links, range: i < 200 ? `${10 + i}` : '210-100000' }));
    const drawn = rows.slice(200).map((_, i) => `e${i + 200}`);
    const table = tableOf('T', rows, { dice: '10d10000', noRepeats: true }, { drawn });
    let [reads, rolls] = [0, 0];
    const counted = {
      ...table,
      get entries() {
        reads++;
        return table.entries;
      },
    };
    const random = seeded(1);
    const rolled = rollTable(counted, [counted], (below) => {
      if (below === 10_000) rolls++;
      return random(below);
    });
    expect(rolled.outcome).toBe('rolled');
    expect(reads).toBe(1);
    expect(rolls / 10).toBeLessThanOrEqual(1100);
  });

  it('of 10 000 heavy entries under any dice is read and rolled within the time of a test', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ text: `${i}`, weight: MAX_WEIGHT }));
    for (const dice of ['', 'd66', '200d10000']) {
      const table = tableOf('T', rows, { dice });
      expect(readTable(table).entries).toHaveLength(10_000);
      expect(rollTable(table, [], seeded(1)).outcome).toBe('rolled');
    }
  });
});

describe('numbers of an entry', () => {
  it.each([
    ['7', { from: 7, to: 7 }],
    ['2-5', { from: 2, to: 5 }],
    [' 01 – 05 ', { from: 1, to: 5 }],
    ['96-00', { from: 96, to: 100 }],
    ['00', { from: 100, to: 100 }],
    ['5-2', { from: 2, to: 5 }],
    ['-3 to -1', { from: -3, to: -1 }],
    ['1 bis 3', { from: 1, to: 3 }],
    ['15+', { from: 15, to: 9_999_999 }],
    ['0', { from: 0, to: 0 }],
    ['a ring', null],
    ['3 rings', null],
    ['', null],
    [7, null],
  ])('%j', (written, range) => expect(readRange(written)).toEqual(range));

  it('are read as they are written (seeded)', () => {
    const whole = fc.integer({ min: -999, max: 9_999_999 });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(readRange(rangeWords(range))).toEqual(range);
      }),
    );
  });
});

it('bounds hold every total of dice that do not explode (seeded)', () => {
  const term = fc.constantFrom(
    'd6',
    '2d6',
    '4d6kh3',
    '4d6dl1',
    '4dF',
    'd66',
    '2d66',
    'd100b1',
    '5d6r1',
    '6d10cs>=8',
    '3',
    '-2d4',
    '(1d4-5)',
    '8d6/2',
    '-7/2',
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('+', '-', '*'), term), { minLength: 1, maxLength: 4 }),
      fc.integer(),
      (terms, seed) => {
        const parsed = parseDice(`0${terms.map((each) => each.join('')).join('')}`);
        if (!parsed.ok) return;
        const { min, max } = diceBounds(parsed.value);
        const { total } = rollDice(parsed.value, seeded(seed));
        expect(total).toBeGreaterThanOrEqual(min);
        expect(total).toBeLessThanOrEqual(max);
      },
    ),
    { numRuns: 500 },
  );
});
