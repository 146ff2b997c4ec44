// Markdown that is too long for the memory of a tablet is plain text from where it is: no word is lost, no secret shown.
// Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { file, plainText } from '../testing/import-files.ts';
import { markdownToNote, parseMarkdown } from './markdown-to-note.ts';
import { endOfParsed } from './tame-markdown.ts';
import { readImport } from './transfer/choose-importer.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261130);

/** Each is one block, or more, for the parser. */
const BLOCKS = [
  'a word\n',
  '[[Ilse]]\n\n',
  '# A heading\n',
  '- an item\n',
  '1. an item\n',
  '> quoted\n\n',
  '***\n',
  '- - -\n',
  '```\ncode\n\ncode\n```\n',
  '```\n```\n',
  '<div>\n\n',
  '<!-- x -->\n',
  '| a | b |\n| - | - |\n| c | d |\n\n',
];
const wordsIn = (text: string): string[] => text.match(/\w+/g) ?? [];

describe('Markdown of more than 20,000 blocks', () => {
  it.each(BLOCKS)('%j is counted: a text of 5 MB is not parsed whole', (block) => {
    const text = block.repeat(5_000_000 / block.length);
    const end = endOfParsed(text)!;
    expect(end).not.toBeNull();
    expect(text.slice(0, end).split('\n').length).toBeLessThan(210_000);
  });

  it('is parsed up to the block after the last that it may have', () => {
    expect(endOfParsed('a word\n\n'.repeat(20_000))).toBeNull();
    expect(endOfParsed('a word\n\n'.repeat(20_001))).toBe(8 * 20_000);
    expect(endOfParsed(`\`\`\`\n${'code\n\n'.repeat(300_000)}\`\`\`\n`)).toBeNull();
  });

  it(`no mixture of blocks has the parser read many more (seed ${seed})`, () => {
    for (let run = 0; run < 30; run++) {
      const random = createRandom(seed + run);
      const piece = Array.from({ length: 40 }, () => random.pick(BLOCKS)).join('');
      const text = piece.repeat(Math.ceil(5_000_000 / piece.length));
      const end = endOfParsed(text)!;
      // A sample of what is parsed: as many blocks to a line as in all of it.
      const blocks = parseMarkdown(piece).children.length;
      const parsed = (end / piece.length) * blocks;
      expect(parsed, `seed ${seed + run}`).toBeLessThan(25_000);
      expect(text[end - 1], `seed ${seed + run}`).toBe('\n');
    }
  });

  it('keeps every word: what was read before is formatted, the rest is plain text', () => {
    const rest = `${Array.from({ length: 200_001 }, (_, i) => `w${i} **x**`).join('\n')}\n\n## Not a heading`;
    const nodes = markdownToNote(`---\ntype: npc\n---\n## A heading\n\n${rest}`);
    expect(nodes.slice(0, 2).map(({ type }) => type)).toEqual(['codeBlock', 'heading']);
    expect(wordsIn(plainText(nodes.slice(2))).join(' ')).toBe(wordsIn(rest).join(' '));
    expect(plainText(nodes)).toContain('## Not a heading');
  });

  it.each(['gm', 'table'] as const)('the report says so, and players read no secret of it (%s)', async (audience) => {
    const long = `${'x\n'.repeat(200_001)}\n> [!secret]\n> quillonberry\n\nThe end.`;
    const files = [file('Long.md', long), file('Home.md', 'Seen')];
    const read = await readImport('vault', files, { audience, derive: derivedId });
    if (!read.ok) throw new Error(read.error.type);
    const { texts } = read.value.things.find(({ name }) => name === 'Long')!;
    expect(plainText(texts['description'])).not.toContain('quillonberry');
    expect(plainText(texts['gm_notes'])).toMatch(/quillonberry[^]*The end\.|The end\.[^]*quillonberry/);
    expect(read.value.remarks).toContain(
      '“Long.md” is too long to be read as Markdown to its end; the rest is plain text.',
    );
  });
});
