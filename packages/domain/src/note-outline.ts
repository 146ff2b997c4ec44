// A note as plain text with its structure, for analysis by rules.
import { inlineText, isTextBlock, type NoteNode } from './note.ts';
import { withoutSourceLines } from './note-source-line.ts';
import { clamp, numberIn } from './values.ts';
import { OUTLINE_LINK } from './wiki-link.ts';

const LISTS = new Set(['bulletList', 'orderedList', 'taskList']);

/** Longest bold line that is taken for a heading, UTF-16 units. */
const BOLD_HEADING_MAX = 80;

export const isList = (node: NoteNode): boolean => LISTS.has(node.type);

/** The text of a node, with the shown words of links in place of the links. */
export const wordsOf = (node: NoteNode): string => inlineText(node, '\n').replace(OUTLINE_LINK, '$1');

/** As long for a task as for any other point, so that neither moves what is behind it. */
const markerOf = ({ type, attrs }: NoteNode): string =>
  type === 'taskItem' ? (attrs?.['checked'] === true ? '☑ ' : '☐ ') : '- ';

const listLines = (list: NoteNode, depth: number): string[] => {
  const start = typeof list.attrs?.['start'] === 'number' ? list.attrs['start'] : 1;
  return (list.content ?? []).flatMap((item, i) => {
    const marker = list.type === 'orderedList' ? `${start + i}. ` : markerOf(item);
    return (item.content ?? []).flatMap((child, n) =>
      isList(child)
        ? listLines(child, depth + 1)
        : [`${'  '.repeat(depth)}${n === 0 ? marker : '  '}${wordsOf(child)}`],
    );
  });
};

const headingLine = (node: NoteNode): string => {
  const level = clamp(numberIn(node.attrs?.['level']) ?? 2, 1, 6);
  return `${'#'.repeat(level)} ${wordsOf(node)}`;
};

/** The lines of a text block, as the runs between its breaks. */
const linesOf = (block: NoteNode): NoteNode[][] => {
  const lines: NoteNode[][] = [[]];
  for (const run of block.content ?? []) {
    if (run.type === 'hardBreak') lines.push([]);
    else lines.at(-1)!.push(run);
  }
  return lines;
};

/** A line of a text block in the outline: its words, and what stands before and behind them. */
interface TextLine {
  words: string;
  mark: '' | '**';
}

/** The lines of a text block; a short one that is all bold is marked, because many people write headings so. */
export const textLines = (block: NoteNode): TextLine[] =>
  linesOf(block).map((runs) => {
    const words = wordsOf({ type: 'paragraph', content: runs });
    const isAllBold = runs.every((run) => run.marks?.some((mark) => mark.type === 'bold'));
    return { words, mark: runs.length > 0 && isAllBold && words.length < BOLD_HEADING_MAX ? '**' : '' };
  });

/** The lines of one block in the outline of its note, with the blank one below it. */
export const blockLines = (node: NoteNode): string[] => {
  if (isList(node)) return [...listLines(node, 0), ''];
  if (node.type === 'heading') return [headingLine(node), ''];
  if (node.type === 'horizontalRule') return ['---', ''];
  if (isTextBlock(node)) return [...textLines(node).map(({ words, mark }) => mark + words + mark), ''];
  if (node.type === 'tableRow') return [(node.content ?? []).map(wordsOf).join(' | '), ''];
  return (node.content ?? []).flatMap(blockLines);
};

/**
 * A note as its writer would type it in plain text: headings after "#", list items after "-", "1.", "☐" or
 * "☑", a blank line between blocks, without the app's own lines. Nothing is escaped, and it is not meant to be read back.
 */
export const noteOutline = (nodes: readonly NoteNode[]): string =>
  withoutSourceLines(nodes)
    .flatMap(blockLines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
