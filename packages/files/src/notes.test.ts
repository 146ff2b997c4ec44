// Notes through Markdown and back, and the reading of HTML (hostile HTML included) and plain text.
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { htmlToNote } from './html-to-note.ts';
import { readNoteFile } from './read-note-file.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { joinText } from './note-marks.ts';
import { noteToMarkdown } from './note-to-markdown.ts';
import { textToNote } from './text-to-note.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121);

// Without leading or trailing spaces: in Markdown a marked run cannot start or end with one.
const word = fc.stringMatching(/^[A-Za-z0-9*_`~#>|!\\<&éß'’.-]{1,12}$/);
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((w) => w.join(' '));
const mark = fc.constantFrom(
  { type: 'bold' },
  { type: 'italic' },
  { type: 'strike' },
  { type: 'link', attrs: { href: 'https://example.org/a_b?c=1' } },
);
const plainWords = fc
  .array(fc.stringMatching(/^[A-Za-z]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((w) => w.join(' '));
const wikiLink = fc
  .tuple(plainWords, fc.option(plainWords, { nil: null }))
  .map(([name, shown]) => (shown ? `[[${name}|${shown}]]` : `[[${name}]]`));
// Plain words separate the marked runs, as in a GM's notes.
const inlineRuns: fc.Arbitrary<NoteNode[]> = fc
  .array(
    fc.oneof(
      words.map((t): NoteNode => ({ type: 'text', text: t })),
      wikiLink.map((t): NoteNode => ({ type: 'text', text: t })),
      fc
        .tuple(plainWords, fc.uniqueArray(mark, { selector: (m) => m.type, maxLength: 2 }))
        .map(([t, marks]): NoteNode => ({ type: 'text', text: t, ...(marks.length > 0 ? { marks } : {}) })),
      plainWords.map((t): NoteNode => ({ type: 'text', text: t, marks: [{ type: 'code' }] })),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((runs) => joinText(runs.flatMap((run, i) => (i > 0 ? [{ type: 'text', text: ' and ' }, run] : [run]))));
const paragraph: fc.Arbitrary<NoteNode> = inlineRuns.map((content) => ({ type: 'paragraph', content }));
const itemOf = (type: 'listItem' | 'taskItem'): fc.Arbitrary<NoteNode> =>
  fc
    .tuple(paragraph, fc.boolean())
    .map(([p, checked]) => ({ type, ...(type === 'taskItem' ? { attrs: { checked } } : {}), content: [p] }));
const leaf: fc.Arbitrary<NoteNode> = fc.oneof(
  paragraph,
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), inlineRuns)
    .map(([level, content]): NoteNode => ({ type: 'heading', attrs: { level }, content })),
  fc
    .array(itemOf('listItem'), { minLength: 1, maxLength: 3 })
    .map((content): NoteNode => ({ type: 'bulletList', content })),
  fc
    .array(itemOf('taskItem'), { minLength: 1, maxLength: 3 })
    .map((content): NoteNode => ({ type: 'taskList', content })),
  fc
    .tuple(fc.integer({ min: 2, max: 9 }), fc.array(itemOf('listItem'), { minLength: 1, maxLength: 3 }))
    .map(([start, content]): NoteNode => ({ type: 'orderedList', attrs: { start }, content })),
  fc.array(paragraph, { minLength: 1, maxLength: 2 }).map((content): NoteNode => ({ type: 'blockquote', content })),
  fc.constant<NoteNode>({ type: 'horizontalRule' }),
  plainWords.map((t): NoteNode => ({
    type: 'codeBlock',
    attrs: { language: 'text' },
    content: [{ type: 'text', text: t }],
  })),
  fc.array(fc.tuple(paragraph, paragraph), { minLength: 2, maxLength: 3 }).map((rows): NoteNode => ({
    type: 'table',
    content: rows.map((cells, i) => ({
      type: 'tableRow',
      content: cells.map((c) => ({ type: i === 0 ? 'tableHeader' : 'tableCell', content: [c] })),
    })),
  })),
);
// Neighbouring lists or quotes read as one in Markdown, so a paragraph separates them.
const note: fc.Arbitrary<NoteNode[]> = fc
  .array(leaf, { minLength: 1, maxLength: 5 })
  .map((nodes) =>
    nodes.flatMap((n, i) => (i > 0 ? [{ type: 'paragraph', content: [{ type: 'text', text: 'then' }] }, n] : [n])),
  );

describe('notes as Markdown', () => {
  it('a note survives the round trip through Markdown', () => {
    fc.assert(
      fc.property(note, (nodes) => {
        expect(markdownToNote(noteToMarkdown(nodes))).toEqual(nodes);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('imports any text without throwing, and a second export equals the first', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: fc.constantFrom(...'ab *_`~#>|[]()!\\<&\n-+1.:"\'\t=') }),
        (text) => {
          const once = noteToMarkdown(markdownToNote(text));
          expect(noteLines(markdownToNote(once)).filter(Boolean).join('|').replace(/\s+/g, ' ')).toBe(
            noteLines(markdownToNote(text)).filter(Boolean).join('|').replace(/\s+/g, ' '),
          );
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it('keeps wiki links as typed, also with shown words in a table', () => {
    const md = '| Who | Where |\n| --- | --- |\n| [[Ada\\|the keeper]] | [[Salt Street]] |\n';
    expect(noteLines(markdownToNote(md))).toEqual(['Who', 'Where', '[[Ada|the keeper]]', '[[Salt Street]]']);
    expect(markdownToNote(noteToMarkdown(markdownToNote(md)))).toEqual(markdownToNote(md));
  });

  it('the bar of a link ends no cell, in any table', () => {
    const rows = '| [[Ada|the keeper]] | `[[Ada|b]]` |\n| --- | --- |\n| [[Vane|a]] [[Vane|b]] | c |';
    const cells = ['[[Ada|the keeper]]', '[[Ada|b]]', '[[Vane|a]] [[Vane|b]]', 'c'];
    for (const md of [
      rows,
      rows.replaceAll(/^\| | \|$/gm, ''),
      rows.replaceAll(/^/gm, '> '),
      `- list\n\n${rows.replaceAll(/^/gm, '  ')}`,
      `Words [[Ada|above]] a | b.\n\n${rows}\n\n\ue000`,
    ]) {
      const lines = noteLines(markdownToNote(md));
      expect(lines, md).toEqual(expect.arrayContaining(cells));
      expect(JSON.stringify(markdownToNote(md)), md).toContain('"table"');
    }
    // Code keeps its bars, and brackets that are no link end cells as before.
    expect(noteLines(markdownToNote(`\`\`\`\n${rows}\n\`\`\``)).join('\n')).toBe(rows);
    expect(noteLines(markdownToNote('| [[a | b |\n| --- | --- |\n| c | d]] |'))).toEqual(['[[a', 'b', 'c', 'd]]']);
  });

  it('never makes a link that runs code', () => {
    const json = JSON.stringify(markdownToNote('[x](javascript:alert(1)) and [y](data:text/html,hi)'));
    expect(json).not.toContain('"link"');
    expect(json).toContain('javascript:alert(1)'); // still readable as text
  });

  it('reads a real rules collection, if present, without losing a word', () => {
    const folder = fileURLToPath(new URL('../../../../shared/data/srd-5e/Gamemastering', import.meta.url));
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder)) {
      const source = readFileSync(join(folder, file), 'utf8');
      const text = noteLines(markdownToNote(source)).join(' ');
      for (const each of source.match(/[A-Za-z]{6,}/g) ?? []) expect(text).toContain(each);
    }
  });
});

describe('HTML and text', () => {
  it('drops scripts, styles and handlers, and keeps text and structure', () => {
    const nodes = htmlToNote(
      [
        '<html><head><style>x{}</style></head><body><h2>Recap</h2><script>alert(1)</script>',
        '<p onclick="bad()">They met <b>[[Ada]]</b>. <a href="javascript:bad()">in</a></p>',
        '<ul><li>one</li></ul><iframe src="x"></iframe></body></html>',
      ].join(''),
    );
    const json = JSON.stringify(nodes);
    expect(json).not.toMatch(/alert|onclick|javascript|iframe|x\{\}/);
    expect(noteLines(nodes)).toEqual(['Recap', 'They met [[Ada]]. in', 'one']);
    expect(nodes[0]).toMatchObject({ type: 'heading', attrs: { level: 2 } });
  });

  it('plain text keeps paragraphs and line breaks', () => {
    expect(textToNote('one\r\ntwo\r\n\r\n\r\nthree')).toEqual([
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'one' }, { type: 'hardBreak' }, { type: 'text', text: 'two' }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: 'three' }] },
    ]);
  });

  it('refuses what cannot be imported with a typed error', async () => {
    const bytes = new TextEncoder().encode('hello');
    expect(await readNoteFile('map.png', bytes)).toMatchObject({ error: { type: 'UnknownFile' } });
    expect(await readNoteFile('empty.md', new Uint8Array())).toMatchObject({ error: { type: 'EmptyFile' } });
    expect(await readNoteFile('binary.txt', new Uint8Array([1, 0, 2]))).toMatchObject({ error: { type: 'NotText' } });
    expect(await readNoteFile('big.md', new Uint8Array(5_000_001))).toMatchObject({ error: { type: 'FileTooLarge' } });
    expect(await readNoteFile('latin.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9]))).toMatchObject({
      ok: true,
      value: { nodes: [{ type: 'paragraph', content: [{ type: 'text', text: 'café' }] }] },
    });
  });
});
