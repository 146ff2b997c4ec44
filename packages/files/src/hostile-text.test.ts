// Texts that made patterns take quadratic, cubic or exponential time. A pattern that does so on 200 kB takes minutes,
// so the limit is far above what linear ones need.
import { expect, it } from 'vitest';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { costMs } from '@emberkeep/domain/testing/node';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { htmlToNote } from './html-to-note.ts';
import { mdastToNote } from './mdast-to-note.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { isTooMuchForParser, tameMarkdown } from './tame-markdown.ts';
import { textToNote } from './text-to-note.ts';
import { splitFrontMatter } from './transfer/front-matter.ts';
import { readObsidian } from './transfer/obsidian-markdown.ts';
import { splitSecrets } from './transfer/vault-secrets.ts';

const SIZE = 200_000;
/** CPU; ten times what the slowest text takes on the slowest tablet. */
const BUDGET_MS = 10_000;
/** Stops a test that hangs; `BUDGET_MS` is what decides. */
const HANG = { timeout: 600_000 };
const wordsOf = (nodes: readonly NoteNode[]): string => noteLines(nodes).join(' ').replace(/\s+/g, ' ').trim();

it('reads front matter without an end in linear time', HANG, async () => {
  const lines = '    an indented line\n'.repeat(60);
  const cost = await costMs(() =>
    expect(wordsOf(markdownToNote(`---\n${lines}`))).toContain('an indented line an indented line'),
  );
  expect(cost).toBeLessThan(BUDGET_MS);
});

it('reads long runs of blanks in linear time', HANG, async () => {
  const text = `a${' '.repeat(SIZE)}x`;
  const tree = {
    type: 'root' as const,
    children: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, value: `${text}\nb` }] }],
  };
  const cost = await costMs(() => {
    expect(wordsOf(textToNote(text))).toBe('a x');
    expect(wordsOf(mdastToNote(tree, text))).toBe('a x b');
  });
  expect(cost).toBeLessThan(BUDGET_MS);
});

it('reads front matter of empty lines in linear time', HANG, async () => {
  const text = `---\nally: [[Rook]]\n${' \n'.repeat(SIZE / 4)}---\nBody`;
  const cost = await costMs(() => expect(splitFrontMatter(text).data).toEqual({ ally: '[[Rook]]' }));
  expect(cost).toBeLessThan(BUDGET_MS);
});

/** Parts of Markdown that are paired, nested or looked up: repeated, they are what takes a parser long. */
const PARTS = [
  ...['_a* ', '*a_ ', '**a* ', '_a', '*a', '_* ', '*.', '*a*b', '~~a ', '***', '"*a"', '[*a', '![a](b "', '**a'],
  ...['[', '![', '[^a]', '](', '[[', '[a](', '[a]: ', '[^a]: ', '<a ', '<!--', '`a', '``a` ', '&', '\\', 'a@b.c '],
  ...['> ', '>', '- ', '> - ', '> a\n\n', '- a\n  ', 'a\n=\n', '# a ', '|a|\n|-|\n', '| a ', '~~~', '    a\n'],
];
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 18);
const rounds = Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 25);

it(`reads 20 kB of any mix of marks within its budget (seed ${seed})`, HANG, async () => {
  const random = createRandom(seed);
  for (let round = 0; round < rounds; round++) {
    const parts = Array.from({ length: 1 + random.int(3) }, () => random.pick(PARTS)).join('');
    const text = parts.repeat(Math.ceil(20_000 / parts.length));
    const repeat = `${JSON.stringify(parts)}, repeat with EMBERKEEP_FUZZ_SEED=${seed}`;
    expect(await costMs(() => markdownToNote(text)), repeat).toBeLessThan(BUDGET_MS);
    expect(await costMs(() => splitSecrets(text)), repeat).toBeLessThan(BUDGET_MS);
    expect(await costMs(() => readObsidian(text, (target) => target)), repeat).toBeLessThan(BUDGET_MS);
    expect(await costMs(() => htmlToNote(text)), repeat).toBeLessThan(BUDGET_MS);
  }
});

it(
  'reads quotes and underlined headings without end within its budget, and those of authors as before',
  HANG,
  async () => {
    for (const part of ['a\n=\n', 'a\n---\n', '> a\n\n', '>\n#\n', '> a\nb\n\n- c\n']) {
      const text = part.repeat(100_000 / part.length);
      expect(await costMs(() => markdownToNote(text)), part).toBeLessThan(BUDGET_MS * 2);
      expect(splitSecrets(`Seen %%S1%%\n${text}`).open).not.toContain('S1');
    }
    const quotes = markdownToNote('> Seen\n\nBefore\n======\n\n```\n> code\n===\n```\n\n'.repeat(300));
    expect(quotes.filter(({ type }) => type === 'blockquote')).toHaveLength(300);
    expect(quotes.filter(({ type }) => type === 'heading')).toHaveLength(300);
    expect(wordsOf(quotes)).not.toContain('\\');
  },
);

it('reads colons without end, and quotes below a fence that is none, within its budget', HANG, async () => {
  expect(await costMs(() => splitSecrets(':'.repeat(100_000)))).toBeLessThan(BUDGET_MS);
  const quotes = `<div>\n\`\`\`\n\n${'> a\n\n'.repeat(10_000)}`;
  expect(await costMs(() => markdownToNote(quotes))).toBeLessThan(BUDGET_MS * 2);
});

/** Texts that took quadratic or exponential time: marks beside words, and blanks between marks of nesting. */
const SLOW = {
  crowded: ['](a)', '[[a|b]', '[[a|b]\n', '[^a]: b\n', '&amp;(a)', '<b>(a)', '\\](a)', '![(a)', '(a)  \n', '(a)\\\n'],
  long: ['(a) b\n', '> a\n'],
  nested: [3, 24].flatMap((n) => [`${'> - '.repeat(n / 2)}a\n`, `${'- '.repeat(n)}a\n`]),
};

it(
  'reads 100 kB of marks beside words, long paragraphs and lists nested in one line within seconds',
  HANG,
  async () => {
    for (const part of Object.values(SLOW).flat()) {
      const text = part.repeat(Math.ceil(100_000 / part.length));
      let nodes: NoteNode[] = [];
      const cost = await costMs(() => (nodes = markdownToNote(text)));
      expect(cost, JSON.stringify(part)).toBeLessThan(8000);
      const letters = (words: string): string => words.replace(/[^ab]/g, '');
      if (!part.includes('&'))
        expect(letters(wordsOf(nodes)).length, part).toBeGreaterThanOrEqual(letters(text).length);
      expect(wordsOf(nodes)).not.toMatch(/[\ue000-\uf8ff]/);
    }
  },
);

it('splits a vault’s note of crowded marks within seconds: all of it is the GM’s', HANG, async () => {
  for (const part of ['_a* ', ...SLOW.crowded, ...SLOW.nested]) {
    const text = `GM: secret [a]: x\n\n%% \`x\` %%\n\n${part.repeat(60_000 / part.length)}`;
    const cost = await costMs(() => {
      expect(splitSecrets(text).open).not.toContain('secret');
      readObsidian(text, (target) => target, true);
    });
    expect(cost, JSON.stringify(part)).toBeLessThan(BUDGET_MS);
  }
});

/** A note as people write them: everything but paragraphs without end. */
const ordinaryNote = (random: Random): string => {
  const words = (n: number): string => Array.from({ length: 1 + random.int(n) }, () => random.pick(WORDS)).join(' ');
  const lines = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join('\n');
  const block = random.pick<() => string>([
    () => words(200),
    () => lines(1 + random.int(100), () => words(8)),
    () => lines(600, (i) => `- **Name ${i}**: ${words(5)}`),
    () => `| a | b |\n|---|:-:|\n${lines(700, () => `| [[${random.pick(WORDS)}]] | *${random.pick(WORDS)}* |`)}`,
    () => `a|b\n-|-\n${lines(300, () => '[a](b)|**c**')}`,
    () => `\`\`\`c\n${lines(1500, () => '*a = *b[1];  ')}\n\`\`\``,
    () => `<table>\n${lines(400, () => '<tr><td><b>a</b></td><td>&amp; [b]</td></tr>')}\n</table>`,
    () => `<!-- a comment -->\n<div>\n${lines(300, () => '<a href="b">c</a>')}\n</div>`,
    () => random.pick(['* * *', '- '.repeat(30), '* '.repeat(40), '***', '---']),
    () => `## ${words(5)}\n\n> ${words(30)}\n> ${words(30)}`,
  ]);
  return Array.from({ length: 5 + random.int(30) }, block).join('\n\n');
};
const WORDS = [
  'a',
  'the *old* keep',
  '[[Rook|him]]',
  '`2d6`',
  '**Vane**',
  'snake_case',
  '[x](https://a.b)',
  'x & y',
  '\\*',
];

it(`ordinary Markdown is read as it is (seed ${seed})`, HANG, () => {
  const random = createRandom(seed);
  for (let round = 0; round < rounds * 5; round++) {
    const text = ordinaryNote(random);
    const tamed = tameMarkdown(text);
    const at = [...text].findIndex((char, i) => char !== tamed?.text[i]);
    expect(tamed?.text === text, `changed at ${JSON.stringify(text.slice(Math.max(0, at - 200), at + 40))}`).toBe(true);
    expect(isTooMuchForParser(text)).toBe(false);
  }
});

it('reads marks that hide behind what looks cheap within seconds', HANG, async () => {
  const before = [
    ...['> ~~~\n', '- x\n  ~~~\ny\n', '- x\n<div>\n', '- x\n|a|\n|-|\n', '> |a|\n> |-|\n', '- |a|\n  |-|\n'],
    ...['<div>\n~~~\n\n', '<!-- a -->x\n', '|a|\n|-|\n> x\n', '|a|\n|-|\n- x\n', '- x\n\n  <div>\n', 'x\n<!-- a -->\n'],
  ];
  for (const start of before)
    for (const part of ['*a_ ', '*a_ |a|\n|-|\n', '](a)\n']) {
      const cost = await costMs(() => markdownToNote(start + part.repeat(60_000 / part.length)));
      expect(cost, JSON.stringify(start + part)).toBeLessThan(4000);
    }
  expect(await costMs(() => markdownToNote(`![${'    a\n'.repeat(10_000)}`))).toBeLessThan(4000);
});

it('one long row and many short ones make no millions of cells', HANG, async () => {
  const markdown = `${'|a'.repeat(8000)}|\n${'|-'.repeat(8000)}|\n${'|x|\n'.repeat(4000)}`;
  const html = `<table><tr>${'<td>a'.repeat(8000)}</tr>${'<tr><td>x</td></tr>'.repeat(4000)}</table>`;
  for (const read of [() => markdownToNote(markdown), () => htmlToNote(html)]) {
    let nodes: NoteNode[] = [];
    expect(await costMs(() => (nodes = read()))).toBeLessThan(BUDGET_MS);
    expect(JSON.stringify(nodes).split('"tableRow"')).toHaveLength(4002);
    expect(JSON.stringify(nodes).length).toBeLessThan(5_000_000);
  }
  expect(htmlToNote('<table><tr><td>a<td>b</tr><tr><td>x</tr></table>')[0]?.content?.[1]?.content).toHaveLength(2);
});

it('addresses in crowded text keep their letters', () => {
  const nodes = markdownToNote(`http://a.b/x_y&z ${'](a)'.repeat(2000)}`);
  expect(nodes[0]?.content?.[0]?.marks).toEqual([{ type: 'link', attrs: { href: 'http://a.b/x_y&z' } }]);
});

it('keeps letters of the private use area, and all words where none of them is free', () => {
  const icon = '\ue000';
  expect(wordsOf(markdownToNote(`${icon} ${'](a)'.repeat(2000)}`))).toBe(`${icon} ${'](a)'.repeat(2000)}`);
  const all = Array.from({ length: 0xf900 - 0xe000 }, (_, i) => String.fromCharCode(0xe000 + i)).join('');
  expect(wordsOf(markdownToNote(`${all} ${'](a)'.repeat(2000)}`))).toBe(`${all} ${'](a)'.repeat(2000)}`);
});

it('leaves crowded emphasis as it is written, and everything that authors write as before', HANG, async () => {
  const cost = await costMs(() =>
    expect(wordsOf(markdownToNote('_a* '.repeat(5000))).replaceAll(' ', '')).toBe('_a*'.repeat(5000)),
  );
  expect(cost).toBeLessThan(1500);
  const list = Array.from({ length: 1500 }, (_, i) => `- **Name ${i}**: *words* of_it`).join('\n');
  expect(JSON.stringify(markdownToNote(list)).match(/"bold"/g)).toHaveLength(1500);
  const code = `\`\`\`c\n${'*a = *b;\n'.repeat(1500)}\`\`\``;
  expect(wordsOf(markdownToNote(code))).not.toContain('\\');
});
