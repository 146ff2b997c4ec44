// Tests that random tables are read from the forms that other tools write, and that what is written is read back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RANDOM_TABLE, readFields, readTable, type RandomTable } from '@emberkeep/domain';
import { readTableText, readTableTexts, writeTableText, type TextTable } from './index.ts';

const read = (text: string, fileName?: string): TextTable => {
  const table = readTableText(text, fileName);
  if (!table) throw new Error('no table');
  return table;
};
/** Each entry as its numbers, weight and texts. */
const rows = ({ entries }: TextTable) => entries.map(({ range, weight, texts }) => [range, weight, ...texts]);

describe('a random table is read from', () => {
  it('a Markdown table with ranges, under its heading', () => {
    const table = read(
      '# Harbour rumours\nHeard at dusk.\n\n| d6 | Rumour |\n|:--|---|\n| 1–2 | A bell \\| rings |\n| 3-6 | [[Duke|He]] sank |\n\nAfter.',
    );
    expect(table).toMatchObject({
      name: 'Harbour rumours',
      about: 'Heard at dusk.',
      dice: 'd6',
      heading: 'Rumour',
      columns: [],
    });
    expect(rows(table)).toEqual([
      ['1–2', null, 'A bell | rings'],
      ['3-6', null, '[[Duke|He]] sank'],
    ]);
  });

  it('the form of Obsidian’s dice roller: dice in the heading, a block id, rolls in back quotes', () => {
    const text =
      '| dice: 2d6 | Encounter | Place |\n| --- | --- | --- |\n| 2-7 | `dice: 1d4` wolves | `dice: [[Tables^wild-places]]` |\n| 8-12 | Bandits (`dice: 2d4+1\\|noform`) | Ford |\n\n^road-encounters';
    const table = read(text);
    expect(table).toMatchObject({ name: 'road encounters', dice: '2d6', heading: 'Encounter', columns: ['Place'] });
    expect(rows(table)).toEqual([
      ['2-7', null, '1d4 wolves', '[[wild-places]]'],
      ['8-12', null, 'Bandits (2d4+1)', 'Ford'],
    ]);
  });

  it('a Markdown table without numbers, with weights', () => {
    const table = read('| Weather | Weight |\n|---|---|\n| Fog | 3 |\n| Rain | |');
    expect(table).toMatchObject({ dice: '', heading: 'Weather', columns: [] });
    expect(rows(table)).toEqual([
      ['', 3, 'Fog'],
      ['', null, 'Rain'],
    ]);
  });

  it('Foundry’s RollTable, of old versions and new', () => {
    const old = {
      name: 'Loot',
      formula: '1d4',
      replacement: false,
      description: '<p>Of a <b>chest</b></p>',
      results: [
        { type: 0, text: '<p>[[/r 2d6]] gp &amp; a ring</p>', weight: 3, range: [1, 3] },
        { type: 1, text: 'Gems', documentCollection: 'RollTable', weight: 1, range: [4, 4] },
      ],
    };
    const table = read(JSON.stringify(old));
    expect(table).toMatchObject({ name: 'Loot', about: 'Of a chest', dice: '1d4', noRepeats: true });
    expect(rows(table)).toEqual([
      ['1–3', 3, '[[2d6]] gp & a ring'],
      ['4', 1, '[[Gems]]'],
    ]);
    const now = {
      name: 'Names',
      formula: '',
      results: [{ type: 'text', name: '', description: 'Ask @UUID[Actor.x]{Ada}', weight: 1, range: [1, 1] }],
    };
    expect(rows(read(JSON.stringify(now)))).toEqual([['', 1, 'Ask [[Ada]]']]);
  });

  it('CSV with quotes, semicolons or tabs; commas of a plain list are its words', () => {
    expect(rows(read('Range,Text\n1-3,"Fog, thick"\n4,"A ""bell"""'))).toEqual([
      ['1-3', null, 'Fog, thick'],
      ['4', null, 'A "bell"'],
    ]);
    expect(rows(read('Gewicht;Eintrag\n2;Nebel\n1;Regen'))).toEqual([
      ['', 2, 'Nebel'],
      ['', 1, 'Regen'],
    ]);
    expect(rows(read('1\tFog\n2\tRain'))).toEqual([
      ['1', null, 'Fog'],
      ['2', null, 'Rain'],
    ]);
    expect(rows(read('red,fox\nold,owl', 'animals.csv'))).toEqual([
      ['', null, 'red', 'fox'],
      ['', null, 'old', 'owl'],
    ]);
    expect(rows(read('A bell, far off\nA wreck, burnt'))).toEqual([
      ['', null, 'A bell, far off'],
      ['', null, 'A wreck, burnt'],
    ]);
  });

  it('lists: plain, with bullets, numbered, and with ranges', () => {
    expect(read('Fog\n\n3 goblins\nRain')).toMatchObject({ dice: '', name: '' });
    expect(rows(read('Fog\n\n3 goblins\nRain'))).toEqual([
      ['', null, 'Fog'],
      ['', null, '3 goblins'],
      ['', null, 'Rain'],
    ]);
    expect(rows(read('## Weather\n- Fog\n* Rain'))).toEqual([
      ['', null, 'Fog'],
      ['', null, 'Rain'],
    ]);
    expect(read('## Weather\n- Fog\n* Rain').name).toBe('Weather');
    const counted = read('1. Fog\n2. Rain\n3) Hail');
    expect([counted.dice, rows(counted)]).toEqual([
      '',
      [
        ['', null, 'Fog'],
        ['', null, 'Rain'],
        ['', null, 'Hail'],
      ],
    ]);
    const ranged = read('d100 Weather:\n01–60 Fog\n61–95 Rain\n96–00 Hail');
    expect(ranged).toMatchObject({ name: 'Weather', dice: 'd100' });
    expect(rows(ranged)).toEqual([
      ['01–60', null, 'Fog'],
      ['61–95', null, 'Rain'],
      ['96–00', null, 'Hail'],
    ]);
    expect(read('1-2 Fog\n3-5: Rain\n6 Hail').dice).toBe('d6');
    expect(read('2 Fog\n3-11 Rain\n12 Hail').dice).toBe('2d6');
  });

  it.each([
    '1 ogre',
    '2 wolves\n3 bandits\n1 owlbear',
    '10 gp\n25 gp\n100 gp\n1 ruby',
    '100 gold pieces\n50 silver pieces',
    '3:00 bells ring\n4:00 gulls scream',
    '1789 - The fire\n1793 - The king',
    '1984 was a bad year',
    '2-3 wolves\n5 bandits',
    '1 goblin\n2 goblins\n3 goblins',
    '1 ogre\n2. wolves',
    '1-2 wolves',
    '10 gp / 25 gp',
  ])('26.1 a list whose numbers are words keeps every word: %j', (text) => {
    const table = read(text);
    expect([table.dice, table.entries.map(({ texts }) => texts[0])]).toEqual(['', text.split('\n')]);
  });

  it('a list of numbers that a dash or a colon marks: the mark goes with the number', () => {
    const table = read('1 - Rain\n2 - Fog\n3–6: Sun');
    expect([table.dice, rows(table)]).toEqual([
      'd6',
      [
        ['1', null, 'Rain'],
        ['2', null, 'Fog'],
        ['3–6', null, 'Sun'],
      ],
    ]);
  });

  it('26.1 a list keeps every word, unless it gets dice or its marks count the lines (seeded)', () => {
    const line = fc.tuple(
      fc.integer({ min: 0, max: 120 }),
      fc.constantFrom('', '-3', ' – 9', '+'),
      fc.constantFrom(' ', '. ', ') ', ': ', ' - ', ':00 ', '.5 '),
      fc.constantFrom('gp', 'goblins', 'Rain, 2 days', '1984'),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (parts) => {
        const lines = parts.map((part) => part.join(''));
        const counts = (of: typeof parts): boolean =>
          of.every(([n, more, mark], i) => n === i + 1 && more === '' && ['. ', ') ', ': ', ' - '].includes(mark));

        const { dice, entries, name } = read(lines.join('\n'));
        if (name !== '') lines.shift();
        const texts = entries.map(({ texts: [first] }) => first);
        if (dice === '' && !counts(parts.slice(-lines.length))) expect(texts).toEqual(lines);
        for (const [i, { written }] of entries.entries()) if (dice !== '') expect(written).toBe(lines[i]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['| Number | Item |\n|---|---|\n| 100 | gold |\n| 50 | silver |', ['100 gold', '50 silver']],
    ['| Number | Item |\n|---|---|\n| a few | gems |\n| 2 | rings |', ['a few gems', '2 rings']],
    ['| Item | Weight |\n|---|---|\n| Anvil | 40 lb |\n| Feather | 1 |', ['Anvil 40 lb', 'Feather 1']],
    ['| Price | Item |\n|---|---|\n| 5 | rope |\n| 1 | candle |', ['5 rope', '1 candle']],
    ['Weight,Item\n40 lb,Anvil\n,Feather', ['40 lb Anvil', ' Feather']],
  ])('26.1 columns of “numbers” and “weights” that are words: %j', (text, words) => {
    const table = read(text);
    expect([table.dice, table.entries.map(({ texts }) => texts.join(' '))]).toEqual(['', words]);
  });

  it('26.1 dice whose numbers cannot all be read: they stay beside the texts', () => {
    const table = read('| d6 | Weather |\n|---|---|\n| 1-2 | Fog |\n| the rest | Rain |');
    expect([table.dice, rows(table)]).toEqual([
      'd6',
      [
        ['1-2', null, '1-2', 'Fog'],
        ['', null, 'the rest', 'Rain'],
      ],
    ]);
  });

  it('nothing where there are no entries', () => {
    for (const text of ['', '  \n', '{"results":[]}', '| a | b |\n|---|---|', '# Title only'])
      expect(readTableText(text), text).toBeNull();
  });

  it('any text, without a fault (seeded)', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('|', '---', '\n', '\t', ',', '"', '1-2 ', '`dice: ', '[[', ']]', '^x', '# ', 'd6'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('', 'a.csv', 'a.md'), (pieces, name) => {
        for (const { texts } of readTableText(pieces.join(''), name)?.entries ?? [])
          expect(texts.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('a hostile text of megabytes, within the time of a test', () => {
    for (const each of ['| ', '`dice: [[', '<', '[[', '1-', '"', '|---'])
      expect(readTableText(each.repeat(1_000_000 / each.length)) ?? emptyRead).toHaveProperty('entries');
  });
});

describe('26.1 of a text with more than one table may have', () => {
  const counted = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');

  it('every Markdown table is read, under its own heading; what is in none is left', () => {
    const text =
      '# Loot\n\n| d6 | What |\n|---|---|\n| 1-6 | rings |\n\n# Weather\nAt sea.\n\n| Sky |  |\n|---|---|\n| fog | wet |\n\nAfter.';
    const { tables, left } = readTableTexts(text);
    expect(tables.map(({ name, dice, about }) => [name, dice, about])).toEqual([
      ['Loot', 'd6', ''],
      ['Weather', '', 'At sea.'],
    ]);
    expect(left).toBe('After.');
    const one = readTableTexts(text, { most: 1 });
    expect(one.tables.map(({ name }) => name)).toEqual(['Loot']);
    expect(readTableTexts(one.left).tables.map(({ name }) => name)).toEqual(['Weather']);
  });

  it.each([
    ['a list', (count: number) => counted(count, (i) => `line ${i}`)],
    ['CSV', (count: number) => `Text,Weight\n${counted(count, (i) => `"line, ${i}",${i}`)}`],
    [
      'a Markdown table',
      (count: number) => `| Text | Weight |\n|---|---|\n${counted(count, (i) => `| line ${i} | 1 |`)}`,
    ],
    [
      'Foundry',
      (count: number) =>
        JSON.stringify({
          name: 'T',
          formula: '',
          results: Array.from({ length: count }, (_, i) => ({ text: `l ${i}` })),
        }),
    ],
  ])('%s has 10,000 entries; the others are left, and read by the next reading', (_, text) => {
    const { tables, left } = readTableTexts(text(10_003));
    expect(tables.map(({ entries }) => entries.length)).toEqual([10_000]);
    expect(readTableTexts(left).tables.map(({ entries }) => entries.length)).toEqual([3]);
    expect(readTableTexts(text(10_000)).left).toBe('');
  });

  it('a text beyond a megabyte is cut at a line, and the rest is left', () => {
    const line = 'x'.repeat(999);
    const { tables, left } = readTableTexts(counted(1003, () => line));
    expect(tables[0]!.entries).toHaveLength(1000);
    expect(left).toBe(counted(3, () => line));
  });

  it('an array of Foundry’s tables is all of them; other JSON is no table of its lines', () => {
    const table = (name: string) => ({ name, formula: '', results: [{ text: name }] });
    const { tables, left } = readTableTexts(JSON.stringify([table('A'), table('B'), { other: 1 }], null, 2));
    expect(tables.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(JSON.parse(left)).toEqual({ other: 1 });
    for (const json of ['{\n  "name": "Goblin",\n  "hp": 7\n}', '[\n  1,\n  2\n]', '{"items": [\n]}'])
      expect(readTableText(json), json).toBeNull();
    expect(rows(read('[[Loot]]\n[2d6] wolves'))).toHaveLength(2);
  });
});

it('26.1 hostile white space, digits and rows are read within the time of a test', () => {
  const many = 100_000;
  const space = ' '.repeat(many);
  const newlines = '\n'.repeat(many);
  const foundry = (text: string): string => JSON.stringify({ name: 'T', formula: '', results: [{ text }] });
  const started = performance.now();
  for (const text of [
    `a|b\n-${space}x\n`,
    `a|b\n|-${space}|${space}x`,
    `| a | b |\n|---|---|\n| x${space}y | ${space}<br${space} |`,
    `${'1'.repeat(many)}x|b\n---|---\n1|2`,
    foundry(`a${space}b${newlines}`),
    foundry(`a${space}${newlines}${space}b`),
    `Range,Text\n${'1,a\n'.repeat(249_000)}`,
    `a,b\n${'1,a\n'.repeat(249_000)}`,
  ])
    readTableTexts(text, { fileName: 'a.csv' });
  expect(performance.now() - started).toBeLessThan(4000);
});

const emptyRead = { entries: [] };

it('a table that is written is read back, whatever its texts (seeded)', () => {
  const text = fc
    .array(
      fc.constantFrom('a', 'Fog', ' ', '|', '\\', '[[Duke|He]]', '[[Loot]]', '2d6', 'ö', '*', '1-2', '<b>', '\n'),
      { minLength: 1, maxLength: 6 },
    )
    .map((pieces) => `x${pieces.join('')}x`.replace(/\s*\n\s*/g, '\n'));
  const entry = fc.record({ text, weight: fc.integer({ min: 0, max: 9 }), more: text });
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', '2d6', 'd100'),
      fc.boolean(),
      (entries, dice, isWide) => {
        const member = (values: readonly unknown[]) => new Map(values.map((value, i) => [`e${i}`, value]));
        const groups = new Map<string, ReadonlyMap<string, unknown>>([
          ['entries', member(entries.map((each) => each.text))],
          ['entries.order', member(entries.map((_, i) => `V${i}1`))],
          ['weights', member(entries.map(({ weight }) => weight))],
          ['columns', new Map(isWide ? [['c', 'Who']] : [])],
          ['cells', new Map(isWide ? entries.map((each, i) => [`e${i}.c`, each.more]) : [])],
        ]);
        const table = readFields(RANDOM_TABLE, 't', {
          fields: new Map([
            ['name', 'Fog'],
            ['dice', dice],
            ['heading', 'What'],
          ]),
          groups,
        }) as RandomTable;
        const back = read(writeTableText(table));
        expect(back).toMatchObject({ name: 'Fog', dice, heading: 'What', columns: isWide ? ['Who'] : [] });
        expect(back.entries.map(({ texts }) => texts)).toEqual(
          readTable(table).entries.map(({ texts }) => [...texts.values()]),
        );
        if (dice)
          expect(back.entries.map(({ range, weight }) => range === '' && weight === 0)).toEqual(
            entries.map(({ weight }) => weight === 0),
          );
        else expect(back.entries.map(({ weight }) => weight ?? 1)).toEqual(entries.map(({ weight }) => weight));
      },
    ),
    { numRuns: 300 },
  );
});
