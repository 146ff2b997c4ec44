// Texts with damaged links, and texts that were made to be slow, as players read them.
import { describe, expect, it } from 'vitest';
import { foldLetters, lineWithoutTargets, noteWithoutTargets, playerWords, type NamedForPlayers } from './index.ts';
import { createRandom, type Random } from '../testing/index.ts';
import { costMs } from '../testing/node/cost.ts';

const entity = (id: string, name: string, isKnown: boolean, aliases: string[] = []): NamedForPlayers => ({
  id,
  name,
  entityType: 'npc',
  isKnown,
  aliases,
  shownAliases: [],
});

describe('what players read', () => {
  it('18.A1 a damaged link has no target', () => {
    for (const [text, read] of [
      ['[[Vane|a man', 'a man'],
      ['[[Vane [[x|a man', 'a man'],
      ['[[Vane]] and [[Vane|x|y]]', 'Vane and x|y]]'],
      ['a | b [[Vane\n|c', 'a | b [[Vane\n|c'],
      // Torn by a line break; bars on the next line are a table's unless they end as a link does.
      ['[[Duke\nVane|a man]] and [[Vane\n|x]]', 'a man]] and x]]'],
      ['[[Vane\n[[Duke\n\nVane|a man]]', '[[Vane\na man]]'],
      ['[[Vane\n| c | d |\n| e | f ]] |', '[[Vane\n| c | d |\n| e | f ]] |'],
      [`[[${'Vane '.repeat(60)}\n|c]]`, `[[${'Vane '.repeat(60)}\n|c]]`],
    ] as const)
      expect(lineWithoutTargets(text)).toBe(read);
    const torn = [{ type: 'text', text: '[[Duke Vane' }, { type: 'hardBreak' }, { type: 'text', text: '|a man]]' }];
    expect(noteWithoutTargets([{ type: 'paragraph', content: torn }])).toEqual([
      { type: 'paragraph', content: [{ type: 'hardBreak' }, { type: 'text', text: 'a man]]' }] },
    ]);
    expect(noteWithoutTargets([{ type: 'secretBox', content: [{ type: 'text', text: 'Vane' }] }])).toEqual([]);
  });

  it('23.8 the heading that a link leads to stays the GM’s', () => {
    expect(lineWithoutTargets('[[Vane#The murder]], [[Vane#The murder|him]] and [[Vane#The murder|]]')).toBe(
      'Vane, him and Vane',
    );
    const text = 'See [[Wen#The murder|her]], [[Wen#The murder]] and [[Vane#The murder]].';
    const read = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []).note([
      { type: 'paragraph', content: [{ type: 'text', text }] },
    ]);
    expect(read).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'See [[Wen|her]], [[Wen]] and Vane.' }] },
    ]);
  });

  it('18.A names of deleted people stay the GM’s, unless players knew them', () => {
    const words = playerWords(
      [entity('1', 'Wen', true, ['The Spy'])],
      [entity('2', 'Vane', false), entity('3', 'Pell', true)],
    );
    expect(['Vane', 'Pell', 'Wen', 'The Spy', 'Somebody'].map(words.nameOf)).toEqual([
      '',
      'Pell',
      'Wen',
      '',
      'Somebody',
    ]);
    expect(words.withoutHiddenNames('Vane met The Spy and [[Vane|a man]].')).toBe('… met Wen and a man.');
  });

  it('18.13 reads hostile lines in linear time', async () => {
    const words = playerWords([entity('1', 'Wen', true)], []);
    for (const part of ['[[', '[[a|', '[[a', ']]', '|', '[', '[[a|b]]', '[[a|b|', '[[Wen', '[[a\n|', '[[a\n|b]]']) {
      const cost = await costMs(() => {
        words.line(part.repeat(50_000));
        words.note([{ type: 'paragraph', content: [{ type: 'text', text: part.repeat(10_000) }] }]);
      });
      expect(cost, part).toBeLessThan(3000);
    }
  }, 600_000);
});

describe('18.A a hidden name in any form is told to no model', () => {
  const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);
  const runs = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) * 20;
  const NAMES = [
    'Duke Vané',
    'Elena',
    'Anna',
    'Wen',
    'Łukasz',
    'Иван Ёлкин',
    "Mor D'Arc",
    'Harpy Queen',
    'Ærik the Red',
  ];

  /** A name as somebody may write it in a sentence. */
  const written = (name: string, random: Random): string => {
    const endings = ['', "'s", '’s', 's', 'es', '-ish', 'ish', 'ian', "s'", 'ns', '_', '…'];
    const changed = /[ay]$/.test(name) ? name.slice(0, -1) + random.pick(['y', 'ie', 'u', 'ą']) : name;
    const between = random.pick([' ', '  ', '\n', '\n> ', '-', '_', '\u00a0', '’ ', '\u200b \u200b']);
    const spaced = random.pick([name + random.pick(endings), changed]).replaceAll(' ', between);
    return random.pick<(text: string) => string>([
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.toLowerCase(),
      (text) => text.normalize('NFD'),
      (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      (text) => text.replace(/(?<=\p{L})(?=\p{L})/u, '\u00ad'),
      (text) => text.replace(/[A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ])(spaced);
  };
  /** Letters only, as a reader hears them. */
  const heard = (text: string): string =>
    foldLetters(text.normalize('NFKC').replace(/\p{Cf}/gu, '')).replace(/[^\p{L}]+/gu, ' ');

  it(`18.A ${runs} sentences with hidden names, inflected, in other cases, accents and lines (seed ${seed})`, () => {
    const random = createRandom(seed);
    const words = playerWords(
      [...NAMES.map((name, i) => entity(String(i), name, false)), entity('k', 'Vanessa', true)],
      [],
    );
    for (let i = 0; i < runs; i++) {
      const name = random.pick(NAMES);
      const text = `Vanessa saw ${written(name, random)}, and left.`;
      const told = words.withoutHiddenNames(text);
      const rest = heard(told).replace('vanessa saw', '').replace('and left', '');
      for (const part of heard(name)
        .split(' ')
        .filter((each) => each.length > 2 && each !== 'the'))
        expect(rest, `${JSON.stringify(text)} → ${JSON.stringify(told)}`).not.toContain(part.slice(0, -1));
      expect(told).toMatch(/^Vanessa saw .*and left\.$/s);
    }
  });

  it('18.A an inflected alias that only the GM sees is the name that players know', () => {
    const words = playerWords([entity('1', 'Wen', true, ['The Traitor'])], []);
    expect(words.withoutHiddenNames('The Traitors plan.')).toBe('Wen plan.');
  });

  it('18.A words that only look alike stay, and names that players know', () => {
    const words = playerWords(
      [
        entity('1', 'Wen', false),
        entity('2', 'The Hand', false),
        entity('3', 'Anna', true),
        entity('4', 'Vane', false),
      ],
      [],
    );
    const text = 'When we went to Anna’s wedding, then handed over the van: Annas vantage.';
    expect(words.withoutHiddenNames(text)).toBe(text);
  });
});

describe('18.x texts that a co-GM writes to be slow or to be misread', () => {
  it('18.x reads many links over many runs of text, and many names, in linear time', { timeout: 600_000 }, async () => {
    const words = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []);
    const runs = '[[Vane|b]]'.repeat(40_000).match(/.{4}/g)!;
    const cost = await costMs(() => {
      words.note([{ type: 'paragraph', content: runs.map((text) => ({ type: 'text', text })) }]);
      expect(words.withoutHiddenNames('Vane '.repeat(100_000)).includes('Vane')).toBe(false);
    });
    expect(cost).toBeLessThan(4000);
  });

  it('18.x tells a model no hidden name, however its letters and spaces are written', () => {
    const names = ['Duke Vané', 'İsmet', '杜克', "D'Arc"];
    const words = playerWords(
      names.map((name, i) => entity(String(i), name, false)),
      [],
    );
    for (const [text, told] of [
      ['Duke Vané speaks', '… speaks'],
      ['Duke  Vané, DUKE\u00a0VANÉ, duke\nvané', '…, …, …'],
      ['Duke Vané'.normalize('NFD') + ' in İstanbul', '… in İstanbul'],
      ['İ: Duke Vané met İsmet', 'İ: … met …'],
      ['昨天杜克说话了', '昨天…说话了'],
      ['D’Arc and D‘Arc', '… and …'],
      ['Dukevané', 'Dukevané'],
    ] as const)
      expect(words.withoutHiddenNames(text), text).toBe(told);
  });
});
