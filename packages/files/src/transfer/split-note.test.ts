// Files that hold many things: offered to be split at their headings, and split without losing a word, a link or a
// secret. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it, vi } from 'vitest';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { file, plainText } from '../../testing/import-files.ts';
import { readImport } from './choose-importer.ts';
import type { ImportedContent } from './imported-content.ts';
import type { ImportOptions } from './importer.ts';
import { splitNote, splitOffer } from './split-note.ts';
import type { VaultNote } from './vault-note.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261130);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 80);

const read = async (
  files: Readonly<Record<string, string>>,
  options: Partial<ImportOptions> = {},
): Promise<ImportedContent> => {
  const sources = Object.entries(files).map(([path, text]) => file(path, text));
  const result = await readImport('vault', sources, { audience: 'gm', derive: derivedId, ...options });
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};
const wordsOf = (content: ImportedContent, text = 'gm_notes'): Record<string, string> =>
  Object.fromEntries(content.things.map(({ name, texts }) => [name, plainText(texts[text])]));

const PEOPLE = [
  '# NPCs of Salt Quay',
  'Everyone who counts.',
  '## **Ilse** the Bell',
  'Owes [[#Pell]] a boat and knows [[Fog Lane]].',
  '### Debts',
  'Forty oars.',
  '## Pell',
  'See [[NPCs#Ilse the Bell#Debts|what she owes]].',
  '```',
  '## not a heading',
  '```',
  '## [[Old Marrow|Marrow]]',
  'Blind in one eye.',
].join('\n');

describe('a file of many things', () => {
  it('is offered to be split, with the names below its headings, and is one note until the GM chooses', async () => {
    const content = await read({ 'NPCs.md': PEOPLE, 'Places/Fog Lane.md': 'See [[NPCs#Pell]].' });
    expect(content.splits).toEqual([
      { path: 'NPCs.md', levels: [{ level: 2, names: ['Ilse the Bell', 'Pell', 'Marrow'] }], chosen: null },
    ]);
    expect(content.things.map(({ name }) => name)).toEqual(['NPCs', 'Fog Lane']);
  });

  it('becomes a note for each heading; links to a heading lead to its part, and what is beside the parts stays', async () => {
    const files = {
      'NPCs.md': PEOPLE,
      'Places/Fog Lane.md': 'See [[NPCs#Pell]] and [her](../NPCs.md#Ilse%20the%20Bell).',
    };
    const content = await read(files, { splits: new Map([['NPCs.md', 2]]) });
    expect(content.things.map(({ name, fields }) => [name, fields['entityType']])).toEqual([
      ['NPCs', 'lore'],
      ['Ilse the Bell', 'npc'],
      ['Pell', 'npc'],
      ['Marrow', 'npc'],
      ['Fog Lane', 'location'],
    ]);
    expect(wordsOf(content)).toEqual({
      NPCs: 'NPCs of Salt Quay\nEveryone who counts.',
      'Ilse the Bell': 'Owes [[Pell]] a boat and knows [[Fog Lane]].\nDebts\nForty oars.',
      Pell: 'See [[Ilse the Bell#Debts|what she owes]].\n## not a heading',
      Marrow: 'Blind in one eye.',
      'Fog Lane': 'See [[Pell]] and [[Ilse the Bell|her]].',
    });
  });

  it('is split into sessions where its headings are sessions, in their order and with their dates', async () => {
    const log = ['## Session 10 (2025-03-02)', 'J.', '## Session 9 - The ford', 'I.', '## Session 11', 'K.'].join('\n');
    const content = await read(
      { 'Log of the year.md': log, 'Ash.md': 'x' },
      { splits: new Map([['Log of the year.md', 2]]) },
    );
    const sessions = content.things.filter(({ kind }) => kind === 'session');
    expect(sessions.map(({ name, fields }) => [fields['number'], name, fields['date']])).toEqual([
      [9, 'The ford', undefined],
      [10, '', '2025-03-02'],
      [11, '', undefined],
    ]);
  });

  it.each([
    ['one thing with sections', 'NPCs/Ilse.md', '## Looks\na\n## Debts\nb\n## Kin\nc'],
    ['a house with its members', 'House Vey.md', '## History\na\n## Members\nb\n## Halls\nc'],
    ['two of a kind', 'NPCs.md', '## Ilse\na\n## Pell\nb'],
    ['plain text', 'NPCs.txt', '## Ilse\na\n## Pell\nb\n## Ash\nc'],
  ])('%s is not offered', async (_what, path, text) =>
    expect((await read({ [path]: text, 'Home.md': 'x' })).splits).toEqual([]),
  );
});

/** Lines of a generated file, each with a word of its own. */
const makeFile = (random: Random): string[] => {
  const lines: string[] = [];
  let isCode = false;
  for (let i = 0; i < 10 + random.int(40); i++) {
    if (random.chance(0.1)) {
      lines.push('```');
      isCode = !isCode;
    }
    const depth = 1 + random.int(3);
    lines.push(random.chance(0.4) ? `${'#'.repeat(depth)} word${i}x` : `word${i}x said so.`, '');
  }
  return isCode ? [...lines, '```'] : lines;
};

it(`generated files: split at any level, every word is there once (seed ${seed})`, async () => {
  let splits = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + run);
    const lines = makeFile(random);
    const files = { 'Places.md': lines.join('\n'), 'Home.md': 'x' };
    const [offer] = (await read(files)).splits;
    for (const { level, names } of offer?.levels ?? []) {
      splits += 1;
      const content = await read(files, { splits: new Map([['Places.md', level]]) });
      const parts = content.things.filter(({ source }) => source.startsWith('Places.md'));
      expect(parts.filter(({ source }) => source.includes('#')).map(({ name }) => name)).toEqual(names);
      const said = parts.map(({ name, texts }) => `${name}\n${plainText(texts['gm_notes'])}`).join('\n');
      const hasRest = parts.some(({ source }) => source === 'Places.md');
      for (const [word = ''] of lines.join('\n').matchAll(/word\d+x/g)) {
        const isHeading = lines.some((line) => line.startsWith('#') && line.endsWith(` ${word}`));
        const count = said.split(word).length - 1;
        // A file that is headings only besides its parts has no note of its own.
        if (hasRest || !isHeading) expect(count, `seed ${seed + run}, level ${level}: ${word}`).toBe(1);
      }
    }
  }
  expect(splits).toBeGreaterThan(runs / 4);
});

const SECRETS: readonly ((word: string) => string[])[] = [
  (word) => ['%%', '', '## Part of a comment', word, '', '%%'],
  (word) => ['> [!secret]', `> ${word}`],
  (word) => ['# GM only', '', '## Hidden one', word],
  (word) => ['## GM notes', word],
  (word) => ['<div hidden>', '', '## Hidden by HTML', word, '', '</div>'],
  (word) => ['<!--', '', '## In a comment', word, '', '-->'],
  (word) => [`||${word}||`],
];

it(`split for players, no word that the file marks as secret is shown to them (seed ${seed})`, async () => {
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + run);
    const sections = Array.from({ length: 4 }, (_, i) => [`## Open ${i}`, `Known ${i}.`, '']);
    const secret = random.pick(SECRETS)('quillonberry');
    const at = random.int(sections.length + 1);
    const body = [...sections.slice(0, at), secret, [''], ...sections.slice(at)].flat().join('\n');
    const front = random.chance(0.2) ? '---\npublish: false\n---\n' : '';
    const content = await read(
      { 'People.md': front + body, 'Home.md': 'x' },
      { audience: 'table', splits: new Map([['People.md', 2]]) },
    );
    const shown = content.things.map(({ name, texts }) => `${name} ${plainText(texts['description'])}`).join('\n');
    const kept = content.things.map(({ texts }) => plainText(texts['gm_notes'])).join('\n');
    expect(shown, `seed ${seed + run}: ${body}`).not.toContain('quillonberry');
    expect(kept, `seed ${seed + run}: ${body}`).toContain('quillonberry');
    if (front !== '') expect(shown).not.toContain('Known');
  }
});

describe('folders of templates and plugins', () => {
  const vault = {
    'z_Templates/NPC.md': '# {{name}}',
    'Meta/99 Templates/Place.md': 'x',
    'Meta/Plugins/script.md': 'x',
    'NPCs/Ilse.md': 'x',
    'Lore/Temple plans.md': 'x',
    '.obsidian/app.json': '{}',
    '.obsidian/plugins/dice/main.json': '{}',
  };
  const sourcesOf = ({ things }: ImportedContent): string[] => things.map(({ source }) => source).sort();

  it('are left out and listed, each with its number of files', async () => {
    const content = await read(vault);
    expect(sourcesOf(content)).toEqual(['Lore/Temple plans.md', 'NPCs/Ilse.md']);
    expect(content.asideFolders).toEqual([
      { path: 'Meta/99 Templates', count: 1, isChosen: false },
      { path: 'Meta/Plugins', count: 1, isChosen: false },
      { path: 'z_Templates', count: 1, isChosen: false },
    ]);
    expect(content.remarks).toEqual(['Settings and plugins of other programs were left out: “.obsidian” (2 files).']);
  });

  it('are imported where the GM chooses them', async () => {
    const content = await read(vault, { folders: new Set(['z_Templates']) });
    expect(sourcesOf(content)).toEqual(['Lore/Temple plans.md', 'NPCs/Ilse.md', 'z_Templates/NPC.md']);
    expect(content.asideFolders.map(({ isChosen }) => isChosen)).toEqual([false, false, true]);
  });

  it('are offered where there is nothing else', async () => {
    const content = await read({ 'Templates/NPC.md': 'x', 'Templates/Place.md': 'y', 'a.png': '' });
    expect([content.things, content.asideFolders]).toEqual([[], [{ path: 'Templates', count: 2, isChosen: false }]]);
  });
});

it('parts of one name are entities of their own, and the same parts when the file comes again', async () => {
  const files = { 'NPCs.md': '## Guard\na\n## Guard\nb\n## Ilse\nc', 'Home.md': 'x' };
  const options = { splits: new Map([['NPCs.md', 2]]) };
  const sources = (content: ImportedContent): string[] => content.things.map(({ source }) => source);
  const [first, second] = [await read(files, options), await read(files, options)];
  expect(sources(first)).toEqual(['NPCs.md#Guard', 'NPCs.md#Guard (2)', 'NPCs.md#Ilse', 'Home.md']);
  expect(sources(second)).toEqual(sources(first));
  expect(new Set(first.things.map(({ name }) => name)).size).toBe(4);
});

describe('files of thousands of headings', () => {
  const noteOf = (body: string): VaultNote => ({
    ...{ file: file('NPCs.md', body), base: 'NPCs', folders: [], name: 'NPCs', front: {}, body, isBroken: false },
  });

  it('headings of one name are numbered in one pass', () => {
    const body = '## Guard\nx\n'.repeat(2000);
    const has = vi.spyOn(Set.prototype, 'has');
    const parts = splitNote(noteOf(body), 2, true);
    const lookups = has.mock.calls.length;
    has.mockRestore();
    expect(parts.map(({ file: { path } }) => path.slice('NPCs.md#Guard'.length))).toEqual(
      Array.from({ length: 2000 }, (_, i) => (i === 0 ? '' : ` (${i + 1})`)),
    );
    expect(lookups).toBeLessThan(20_000);
  });

  it(`parts have the numbers and the ends that a search for each gives (seed ${seed})`, () => {
    for (let run = 0; run < runs; run++) {
      const random = createRandom(seed + run);
      const names = ['Guard', 'Guard (2)', 'Guard (3)', 'Guard (2) (2)', 'Ilse', ''];
      const lines = Array.from({ length: 40 }, (_, i) =>
        random.chance(0.5) ? `${'#'.repeat(1 + random.int(3))} ${random.pick(names)}` : `word${i}x`,
      );
      const level = 1 + random.int(3);
      const depths = lines.map((line) => /^#+/.exec(line)?.[0].length ?? 9);
      const taken: string[] = [];
      const expected = lines.flatMap((line, i): [string, string][] => {
        const name = line.slice(level + 1);
        if (depths[i] !== level || name === '') return [];
        const ends = lines.findIndex(
          (each, j) => j > i && (depths[j]! < level || (depths[j] === level && !each.endsWith('# '))),
        );
        let source = `NPCs.md#${name}`;
        for (let n = 2; taken.includes(source); n++) source = `NPCs.md#${name} (${n})`;
        taken.push(source);
        return [[source, lines.slice(i + 1, ends === -1 ? undefined : ends).join('\n')]];
      });
      const parts = splitNote(noteOf(lines.join('\n')), level, true).filter(({ wholeFile }) => wholeFile);
      expect(
        parts.map(({ file: { path }, body }) => [path, body]),
        `seed ${seed + run}`,
      ).toEqual(expected);
    }
  });

  it('a file of more than 5,000 headings is one note, and the report says so', async () => {
    const few = noteOf('# x\n'.repeat(5000));
    expect(splitOffer(few, 1)).toMatchObject({ chosen: 1 });
    expect(splitNote(few, 1, true)).toHaveLength(5000);
    const many = noteOf('# x\n'.repeat(5001));
    expect(splitOffer(many, 1)).toBe('TooMany');
    expect(splitNote(many, 1, true)).toEqual([many]);
    const body = `${'\n<pre>\n'}${'# x\n'.repeat(5001)}`;
    const content = await read({ 'NPCs.md': body, 'Home.md': 'x' }, { splits: new Map([['NPCs.md', 1]]) });
    expect([content.splits, content.things.length]).toEqual([[], 2]);
    expect(content.remarks).toEqual(['“NPCs.md” has more than 5,000 headings and can’t be split at them.']);
  });

  it('more lines beside the parts than a call may have arguments are kept', () => {
    const body = `${'x\n'.repeat(200_000)}## Ilse\na\n## Pell\nb\n## Ash\nc\n`;
    expect(splitNote(noteOf(body), 2, true).map((part) => part.body.split('\n').length)).toEqual([200_000, 1, 1, 2]);
  });
});
