// Texts with damaged links, and texts that were made to be slow, as players read them.
import { describe, expect, it } from 'vitest';
import {
  foldLetters,
  lineWithoutTargets,
  noteWithoutTargets,
  playerAliases,
  playerWords,
  type NamedForPlayers,
  type NoteNode,
} from './index.ts';
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
  it('a damaged link has no target', () => {
    for (const [text, read] of [
      ['[[Vane|a man', 'a man'],
      ['[[Vane [[x|a man', 'a man'],
      ['[[Vane]] and [[Vane|x|y]]', 'Vane and x|y]]'],
      // Torn by a line break: the next bar could be its own, whatever its words are.
      ['a | b [[Vane\n|c', 'a | b c'],
      ['[[Duke\nVane|a man]] and [[Vane\n|x]]', 'a man]] and x]]'],
      ['[[Vane\n[[Duke\n\nVane|a man]]', 'a man]]'],
      ['[[Vane\n| c | d |', ' c | d |'],
      [`[[${'Vane '.repeat(60)}\n|c]]`, 'c]]'],
      [`[[Duke\nVane|${'word '.repeat(50)}]]`, `${'word '.repeat(50)}]]`],
      ['[[Duke\nVane|a [masked] man]]', 'a [masked] man]]'],
      ['[[Duke\nVane|a|b]]', 'a|b]]'],
      ['[[Duke\nVane|a man]', 'a man]'],
      // Links and brackets in the target.
      ['[[Vane, brother of [[Wen]]|ok]]', 'ok]]'],
      ['[[The [[Duke|mask]] Vane|ok]]', 'ok]]'],
      ['[[The [[Duke\n|mask]] Vane|ok]]', 'ok]]'],
      ['[[Vane [x]] of the sea|ok]]', 'ok]]'],
      ['[[Vane [a|b] Duke|ok]] c | d', 'ok]] c | d'],
      ['[[Vane, [[Wen|her]]', 'her'],
      ['[[Duke\n\n[[Vane, [[Wen|her]]', '[[Duke\n\nher'],
      // What is closed, and a link in a later block, has its bar for itself.
      ['[[Room [3]]] and [[[1, 2], [3, 4]]] a | b', 'Room [3] and [[[1, 2], [3, 4]]] a | b'],
      ['[[Vane\n\nWords, [[Wen|her]]', '[[Vane\n\nWords, her'],
      // A bracket is missing, or the two came apart.
      ['A man, [Vane|her]] and c | d', 'A man, her]] and c | d'],
      ['[ [Vane|a man]]', 'a man]]'],
      ['[\n\n[Duke\n\nVane|a man]]', 'a man]]'],
      ['[Vane|a\n\nman]]', 'a\n\nman]]'],
      ['\\[\\[Vane|a man\\]\\]', '\\a man\\]\\]'],
      ['[Wen, [[Vane|her]], [Duke|his]]', 'his]]'],
      // These are no links.
      ['roll [1|2], a [b] | c]] d', 'roll [1|2], a [b] | c]] d'],
      [`[${'Words. '.repeat(60)}[a|b] c`, `[${'Words. '.repeat(60)}[a|b] c`],
    ] as const)
      expect(lineWithoutTargets(text), text).toBe(read);
    const torn = [{ type: 'text', text: '[[Duke Vane' }, { type: 'hardBreak' }, { type: 'text', text: '|a man]]' }];
    expect(noteWithoutTargets([{ type: 'paragraph', content: torn }])).toEqual([
      { type: 'paragraph', content: [{ type: 'hardBreak' }, { type: 'text', text: 'a man]]' }] },
    ]);
    expect(noteWithoutTargets([{ type: 'secretBox', content: [{ type: 'text', text: 'Vane' }] }])).toEqual([]);
  });

  it('a bar without words hides a target that players do not know', () => {
    const vane = entity('00000000-0000-4000-8000-000000000001', 'Duke Vane', false);
    const mara = entity('00000000-0000-4000-8000-000000000002', 'Mara', true, ['The Rat']);
    const words = playerWords([vane, mara], []);
    for (const blank of ['', ' ', '\t', '\u00a0', ' \u3000 ']) {
      for (const target of ['Duke Vane', ' duke vane ', 'Duke Vane#His plan', 'Nobody yet', 'Duke Vane\\'])
        for (const read of [lineWithoutTargets, words.line, words.withoutHiddenNames])
          expect(read(`a [[${target}|${blank}]] b`), target).toBe('a  b');
      const text = `a [[Duke Vane|${blank}]] b`;
      const note: NoteNode[] = [{ type: 'paragraph', content: [{ type: 'text', text }] }];
      for (const read of [noteWithoutTargets, words.note])
        expect(read(note)).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'a  b' }] }]);
      expect(words.line(`[[Mara|${blank}]]`)).toBe('Mara');
      expect(words.line(`[[The Rat|${blank}]]`)).toBe('Mara');
    }
  });

  it('a link that is torn over blocks or cells has no target', () => {
    const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
    const item = (text: string): NoteNode => ({ type: 'listItem', content: [paragraph(text)] });
    const row = (...cells: string[]): NoteNode => ({
      type: 'tableRow',
      content: cells.map((text) => ({ type: 'tableCell', content: [paragraph(text)] })),
    });
    const read = (...nodes: NoteNode[]): string[] =>
      [...JSON.stringify(noteWithoutTargets(nodes)).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text!);
    expect(read(paragraph('a [[Vane'), paragraph('|ok]]'), paragraph('b'))).toEqual(['a ', 'ok]]', 'b']);
    expect(read({ type: 'bulletList', content: [item('[[Vane'), item('|ok]]')] })).toEqual(['ok]]']);
    expect(read({ type: 'table', content: [row('[[Vane', 'ok]]', 'b'), row('c', 'd', 'e')] })).toEqual([
      'ok]]',
      'b',
      'c',
      'd',
      'e',
    ]);
    // One that is open before a table has no bar in the table's lines.
    expect(read(paragraph('[[Duke'), { type: 'table', content: [row('a', '[[Vane', 'b')] })).toEqual([
      '[[Duke',
      'a',
      'b',
    ]);
  });

  it('a shown alias has no target', () => {
    const shown = {
      name: 'Wen',
      aliases: ['[[Vane|the Mask]]', '[[Vane|'],
      shownAliases: ['[[Vane|the Mask]]', '[[Vane|'],
    };
    expect(playerAliases(shown)).toEqual(['the Mask']);
  });

  it('the heading that a link leads to stays the GM’s', () => {
    expect(lineWithoutTargets('[[Vane#The murder]], [[Vane#The murder|him]] and [[Vane#The murder|]]')).toBe(
      'Vane, him and ',
    );
    const text = 'See [[Wen#The murder|her]], [[Wen#The murder]] and [[Vane#The murder]].';
    const read = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []).note([
      { type: 'paragraph', content: [{ type: 'text', text }] },
    ]);
    expect(read).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'See [[Wen|her]], [[Wen]] and Vane.' }] },
    ]);
  });

  it('names of deleted people stay the GM’s, unless players knew them', () => {
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

  it('reads hostile lines in linear time', async () => {
    const words = playerWords([entity('1', 'Wen', true)], []);
    for (const part of [
      '[[',
      '[[a|',
      '[[a',
      ']]',
      '|',
      '[',
      '[[a|b]]',
      '[[a|b|',
      '[[Wen',
      '[[a\n|',
      '[[a\n|b]]',
      '[[[',
      '[[a[',
      '[[a[[b|c]]',
      '[[[a|',
      '\n ',
    ]) {
      const cost = await costMs(() => {
        words.line(part.repeat(50_000));
        words.note([{ type: 'paragraph', content: [{ type: 'text', text: part.repeat(10_000) }] }]);
      });
      expect(cost, part).toBeLessThan(3000);
    }
  }, 600_000);
});

describe('a secret before the bar of a damaged link', () => {
  const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);
  const runs = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) * 50;

  /** What may stand in the target of a link that somebody tears, nests or leaves open. */
  const junk = (random: Random, depth: number): string => {
    const parts = ['word', '[x]', '[a|b]', ']', '[', '[[', '[[Wen]]', '[[Wen|her]]', '[[Wen\n|her]]', '[[Wen]\n|a|b]]'];
    const part = random.pick([...parts, '\n', '\n\n', 'long '.repeat(60), '', '', '']);
    return depth > 0 && random.chance(0.2) ? link(random, depth - 1) : part;
  };
  const WORDS = ['a man', 'a [masked] man', 'a|b', 'word '.repeat(50), 'a\nman', 'a\n\nman', '[[Wen|her]]', '[a'];
  const link = (random: Random, depth: number): string => {
    const target = ['SECRET', junk(random, depth), junk(random, depth)].sort(() => random.pick([-1, 1])).join(' ');
    return `[[${target}${random.pick(['|', '\\|', '\n|', '\n\n|', '||'])}${random.pick(WORDS)}${random.pick(['', ']', ']]'])}`;
  };

  /** In a later block, a `[[` and the bar of the first one would be a sound link of their own. */
  const damaged = (random: Random, depth: number): string => {
    const text = link(random, depth);
    return random.chance(0.5) ? text.replaceAll('\n\n', '\n') : text.replace(/\[\[(?=\s|\\?\|)/g, '[[[');
  };

  /** The text as a note: lines are hard breaks or in one node, blocks of several kinds, and nodes end anywhere. */
  const asNote = (text: string, random: Random): NoteNode[] => {
    const inline = (line: string): NoteNode[] => {
      const at = random.int(line.length + 1);
      const parts = random.chance(0.5) ? [line] : [line.slice(0, at), line.slice(at)];
      return parts.map((part, i) => ({ type: 'text', text: part, marks: i > 0 ? [{ type: 'bold' }] : [] }));
    };
    const paragraph = (block: string): NoteNode => ({
      type: 'paragraph',
      content: random.chance(0.5)
        ? inline(block)
        : block.split('\n').flatMap((line, i) => [...(i > 0 ? [{ type: 'hardBreak' }] : []), ...inline(line)]),
    });
    const blocks = text.split('\n\n').map(paragraph);
    const list = (type: string, inner: string): NoteNode[] => [
      { type, content: blocks.map((block) => ({ type: inner, content: [block] })) },
    ];
    return random.pick([() => blocks, () => list('bulletList', 'listItem'), () => list('tableRow', 'tableCell')])();
  };
  const wordsOf = (nodes: readonly NoteNode[]): string =>
    nodes.map(({ text, content }) => text ?? ` ${wordsOf(content ?? [])} `).join('');
  const players = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []);
  const readings = (text: string, random: Random): string[] => [
    lineWithoutTargets(text),
    players.line(text),
    wordsOf(noteWithoutTargets(asNote(text, random))),
    wordsOf(players.note(asNote(text, random))),
  ];

  it(`is never read, and words before and after the link are, in ${runs} texts (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let i = 0; i < runs; i++) {
      const text = `Before. ${damaged(random, 2)} After.`;
      for (const read of readings(text, random)) {
        expect(read, JSON.stringify(text)).not.toContain('SECRET');
        expect(read, JSON.stringify(text)).toMatch(/^\s*Before\. [^]* After\.\s*$/);
      }
      const many = Array.from({ length: 4 }, () => damaged(random, 1)).join(random.pick([' ', '\n', '\n\n']));
      for (const read of readings(many, random)) expect(read, JSON.stringify(many)).not.toContain('SECRET');
    }
  });

  it(`texts whose brackets could be no link's stay as they are, in ${runs} texts (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let i = 0; i < runs; i++) {
      const text = Array.from({ length: 12 }, () => random.pick(['[', ']', ']]', '|', 'a', ' ', '\n', '\n\n'])).join(
        '',
      );
      const isPlain = !text.includes('[[') && !text.includes(']]') && !/\[[^\]]*\[/.test(text);
      if (isPlain) expect(lineWithoutTargets(text)).toBe(text);
    }
  });

  it(`a link whose "[[" came apart or lost a bracket has no target, in ${runs} notes (seed ${seed})`, () => {
    const random = createRandom(seed);
    const block = (text: string): NoteNode => {
      const content = [{ type: 'text', text }];
      return random.pick<NoteNode>([
        { type: 'paragraph', content },
        { type: 'picture', content: [{ type: 'pictureCaption', content }] },
        { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content }] }] },
        { type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableCell', content }] }] },
      ]);
    };
    for (let i = 0; i < runs; i++) {
      const opening = random.pick(['[', '[ [', '[\u200b[', '\\[\\[', '[|[']).split('|');
      const rest = `${opening.at(-1)}${random.pick(['Vane', ' Vane ', 'Vane#Past'])}|${random.pick(['a man', ''])}]]`;
      const at = random.int(rest.length - 1); // not between the closing brackets: the opening one may be alone
      const torn = random.chance(0.5) ? [rest] : [rest.slice(0, at), rest.slice(at)];
      const note = [...opening.slice(0, -1), ...torn].map(block);
      // Within the name there is no name left.
      const hasName = torn.some((part) => part.includes('Vane'));
      if (hasName) expect(JSON.stringify(noteWithoutTargets(note)), JSON.stringify(note)).not.toContain('Vane');
    }
  });
});

describe('a hidden name in any form is told to no model', () => {
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

  it(`${runs} sentences with hidden names, inflected, in other cases, accents and lines (seed ${seed})`, () => {
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

  it('an inflected alias that only the GM sees is the name that players know', () => {
    const words = playerWords([entity('1', 'Wen', true, ['The Traitor'])], []);
    expect(words.withoutHiddenNames('The Traitors plan.')).toBe('Wen plan.');
  });

  it('words that only look alike stay, and names that players know', () => {
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

describe('texts that a co-GM writes to be slow or to be misread', () => {
  it('reads many links over many runs of text, and many names, in linear time', { timeout: 600_000 }, async () => {
    const words = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []);
    const runs = '[[Vane|b]]'.repeat(40_000).match(/.{4}/g)!;
    const cost = await costMs(() => {
      words.note([{ type: 'paragraph', content: runs.map((text) => ({ type: 'text', text })) }]);
      expect(words.withoutHiddenNames('Vane '.repeat(100_000)).includes('Vane')).toBe(false);
    });
    expect(cost).toBeLessThan(4000);
  });

  it('tells a model no hidden name, however its letters and spaces are written', () => {
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
