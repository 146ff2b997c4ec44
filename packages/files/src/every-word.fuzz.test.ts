// Every word of a document of any shape is found in the note that is made of it (17.9). The documents nest elements as
// word processors and browsers do: blocks in inline elements, paragraphs in cells, lists beside their items.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { htmlToNote, htmlToNotes } from './html-to-note.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { noteToMarkdown } from './note-to-markdown.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261128);
const numRuns = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 300);

/** The text of a note, and the languages of its code blocks: the first word after a fence. */
const textOf = (nodes: readonly NoteNode[]): string =>
  [...noteLines(nodes), ...(JSON.stringify(nodes).match(/"language":"[^"]*"/g) ?? [])].join('\n');

/** A document as the parts of a tree; words get their numbers when it is written, so that each occurs once. */
interface Part {
  tag: string;
  children: Part[];
}

const WORD = 'word';

/** Writes a document and gives its words. */
const written = (parts: readonly Part[], write: (part: Part, inner: string) => string) => {
  const words: string[] = [];
  const all = (nodes: readonly Part[]): string => nodes.map(one).join('');
  const one = (part: Part): string => {
    if (part.tag !== WORD) return write(part, all(part.children));
    const word = `wo${words.length}rd`;
    words.push(word);
    return ` ${word} `;
  };
  return { text: all(parts), words };
};

const expectEveryWord = (words: readonly string[], nodes: readonly NoteNode[]): void => {
  const found = textOf(nodes);
  expect(words.filter((word) => !found.includes(word))).toEqual([]);
};

const treeOf = (tags: readonly string[]): fc.Arbitrary<Part[]> =>
  fc.letrec<{ part: Part; parts: Part[] }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constant<Part>({ tag: WORD, children: [] }),
      fc.record({ tag: fc.constantFrom(...tags), children: tie('parts') }),
    ),
    parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
  })).parts;

const HTML_TAGS = (
  'b i span a u font sup code kbd q mark abbr label o:p st1:place my-element section div p h1 h2 h4 blockquote pre ' +
  'ul ol li dl dt dd table tbody thead tr td th caption figure figcaption details summary center article main nav ' +
  'header footer form fieldset legend button address noscript object video svg ruby rt'
).split(' ');

/** Tables and lists as a whole: loose cells and items are rare in documents. */
const HTML_WHOLES: Readonly<Record<string, (inner: string) => string>> = {
  grid: (inner) => `<table><tr><td>${inner}</td><td colspan="2"></td></tr><tr><th>${inner}</th></tr></table>`,
  bullets: (inner) => `<ul><li>${inner}</li></ul>`,
  steps: (inner) => `<ol start="4"><li>a</li>${inner}</ol>`,
  tasks: (inner) => `<ul><li><label><input type="checkbox" checked>${inner}</label></li><li>b</li></ul>`,
};

const html = (parts: readonly Part[]) =>
  written(parts, ({ tag }, inner) => HTML_WHOLES[tag]?.(inner) ?? `<${tag}>${inner}</${tag}>`);

const htmlTree = treeOf([...HTML_TAGS, ...Object.keys(HTML_WHOLES).flatMap((tag) => [tag, tag, tag])]);

const indented = (text: string, by: string): string => text.trim().replace(/\n/g, `\n${by}`);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const MARKDOWN: Readonly<Record<string, (inner: string) => string>> = {
  line: (inner) => `${inner.trim()}\n`,
  paragraph: (inner) => `\n\n${inner.trim()}\n\n`,
  bold: (inner) => `**${oneLine(inner)}**`,
  italic: (inner) => `_${oneLine(inner)}_`,
  strike: (inner) => `~~${oneLine(inner)}~~`,
  heading: (inner) => `\n\n## ${oneLine(inner)}\n\n`,
  underlined: (inner) => `\n\n${oneLine(inner)}\n===\n\n`,
  item: (inner) => `\n- ${indented(inner, '  ')}\n`,
  numbered: (inner) => `\n3. ${indented(inner, '   ')}\n`,
  task: (inner) => `\n- [x] ${indented(inner, '  ')}\n`,
  quote: (inner) => `\n\n> ${indented(inner, '> ')}\n\n`,
  callout: (inner) => `\n\n> [!note] ${indented(inner, '> ')}\n\n`,
  fence: (inner) => `\n\n\`\`\`js ${oneLine(inner)}\n${inner}\n\`\`\`\n\n`,
  table: (inner) =>
    `\n\n| a | ${oneLine(inner)} |\n| --- | --- |\n| ${oneLine(inner)} |\n| b | c | ${oneLine(inner)} |\n\n`,
  link: (inner) => `[${oneLine(inner)}](https://example.org "${oneLine(inner)}")`,
  unsafe: (inner) => `[${oneLine(inner)}](note.md '${oneLine(inner)}')`,
  image: (inner) => `![${oneLine(inner)}](map.png "${oneLine(inner)}")`,
  definition: (inner) => `\n\n[ref]: https://example.org "${oneLine(inner)}"\n\n`,
  reference: (inner) => `[${oneLine(inner)}][ref]`,
  footnote: (inner) => `\n\n[^1]: ${oneLine(inner)}\n\nsee[^1] `,
  html: (inner) => `\n\n<div class="x">${inner}</div>\n\n`,
  tag: (inner) => `<u>${oneLine(inner)}</u><br>`,
  comment: (inner) => `<!-- ${oneLine(inner)} -->`,
};

describe('every word of a document is in its note', () => {
  it('of an HTML document, whatever is nested in what', () => {
    fc.assert(
      fc.property(htmlTree, fc.boolean(), (parts, isPage) => {
        const { text, words } = html(parts);
        const page = `<html><head><style>p{}</style></head><body>${text}<script>x()</script></body></html>`;
        expectEveryWord(words, htmlToNote(isPage ? page : text));
        const { open, secret } = htmlToNotes(text);
        expectEveryWord(words, [...open, ...secret]);
      }),
      { seed, numRuns },
    );
  });

  it('of HTML as a note that was written as Markdown and read again', () => {
    fc.assert(
      fc.property(htmlTree, (parts) => {
        const { text, words } = html(parts);
        expectEveryWord(words, markdownToNote(noteToMarkdown(htmlToNote(text))));
      }),
      { seed, numRuns },
    );
  });

  it('of a Markdown document', () => {
    fc.assert(
      fc.property(treeOf(Object.keys(MARKDOWN)), (parts) => {
        const { text, words } = written(parts, ({ tag }, inner) => MARKDOWN[tag]!(inner));
        expectEveryWord(words, markdownToNote(text));
      }),
      { seed, numRuns },
    );
  });
});
