// The part of a note that a stretch of its outline was made of, with its formatting.
import { isTextBlock, type NoteNode } from './note.ts';
import { blockLines, isList, textLines } from './note-outline.ts';
import { withoutSourceLines } from './note-source-line.ts';
import { OUTLINE_LINK } from './wiki-link.ts';

interface Range {
  start: number;
  end: number;
}

/** Offsets before the outline joins the blank lines of a note, by offsets in the outline. */
const beforeJoining = (nodes: readonly NoteNode[], { start, end }: Range): Range => {
  const raw = nodes.flatMap(blockLines).join('\n');
  let removed = 0;
  const at: Range = { start, end };
  for (const { index, 0: blank } of raw.matchAll(/\n{3,}/g)) {
    // The outline keeps the first two.
    const behind = index + 2 - removed;
    removed += blank.length - 2;
    if (behind <= start) at.start = start + removed;
    if (behind < end) at.end = end + removed;
  }
  return at;
};

/** The blocks that a block consists of, each as it is alone in a block of the same kind. */
const partsOf = (node: NoteNode): NoteNode[] => {
  const content = node.content ?? [];
  if (!isList(node)) return content;
  const first = typeof node.attrs?.['start'] === 'number' ? node.attrs['start'] : 1;
  const attrs = (i: number): Pick<NoteNode, 'attrs'> =>
    node.type === 'orderedList' ? { attrs: { ...node.attrs, start: first + i } } : {};
  return content.map((item, i) => ({ ...node, ...attrs(i), content: [item] }));
};

/** Puts parts of a block together again. */
const joined = (node: NoteNode, parts: readonly NoteNode[]): NoteNode[] => {
  if (parts.length === 0) return [];
  if (!isList(node)) return [{ ...node, content: [...parts] }];
  return [{ ...parts[0]!, content: parts.flatMap((part) => part.content ?? []) }];
};

/** The offsets in the text of a block by offsets in its words: a link has more text than it shows. */
const inText = (text: string, words: Range): Range => {
  let hidden = 0;
  const at = { ...words };
  for (const { index, 0: link, 1: shown = '' } of text.matchAll(OUTLINE_LINK)) {
    const from = index - hidden;
    const to = from + shown.length;
    hidden += link.length - shown.length;
    // A cut within a link goes around the whole of it.
    if (to <= words.start) at.start = words.start + hidden;
    else if (from < words.start) at.start = index;
    if (to < words.end) at.end = words.end + hidden;
    else if (from < words.end) at.end = index + link.length;
  }
  return at;
};

/** The runs of a block's text between two offsets. */
const cutRuns = (runs: readonly NoteNode[], { start, end }: Range): NoteNode[] => {
  let at = 0;
  return runs.flatMap((run): NoteNode[] => {
    const from = at;
    at += run.text?.length ?? 1;
    if (at <= start || from >= end) return [];
    return run.text === undefined ? [run] : [{ ...run, text: run.text.slice(Math.max(0, start - from), end - from) }];
  });
};

/** The offset in the words of a block by an offset in its lines: a line that is all bold has marks around its words. */
const inWords = (block: NoteNode, offset: number): number => {
  let [line, inLine, length] = [0, 0, 0];
  for (const { words, mark } of textLines(block)) {
    const first = line + mark.length;
    if (offset <= first + words.length) return inLine + Math.max(0, offset - first);
    length = inLine + words.length;
    line = first + words.length + mark.length + 1;
    inLine = length + 1;
  }
  return length;
};

const cutParagraph = (node: NoteNode, at: number, { start, end }: Range): NoteNode[] => {
  const text = (node.content ?? []).map((run) => run.text ?? '\n').join('');
  const range = inText(text, { start: inWords(node, start - at), end: inWords(node, end - at) });
  const content = cutRuns(node.content ?? [], range);
  return content.length === 0 ? [] : [{ ...node, content }];
};

/** What of a block is in the range. `at`: where its lines begin. */
const cutBlock = (node: NoteNode, at: number, range: Range): NoteNode[] => {
  const lines = blockLines(node).join('\n');
  const end = at + lines.trimEnd().length;
  if (at >= range.end || end < range.start || (end === range.start && end > at)) return [];
  if (at >= range.start && end <= range.end) return [node];
  if (node.type === 'paragraph') return cutParagraph(node, at, range);
  const isWhole =
    isTextBlock(node) ||
    node.type === 'tableRow' ||
    node.type === 'picture' ||
    (isList(node) && node.content?.length === 1);
  return isWhole ? [node] : joined(node, cutBlocks(partsOf(node), at, range, isList(node)));
};

/** `inList`: the blocks are the items of one list, without a blank line between them. */
const cutBlocks = (nodes: readonly NoteNode[], at: number, range: Range, inList = false): NoteNode[] => {
  let from = at;
  return nodes.flatMap((node) => {
    const start = from;
    from += blockLines(node).reduce((sum, line) => sum + line.length + 1, 0) - (inList ? 1 : 0);
    return cutBlock(node, start, range);
  });
};

/**
 * The blocks of a note that the outline has at [start, end). At its borders, lists are cut between their items and
 * paragraphs anywhere; an item, a row or a heading that is only partly in it is kept whole.
 */
export const notePassage = (nodes: readonly NoteNode[], start: number, end: number): NoteNode[] => {
  const written = withoutSourceLines(nodes);
  return cutBlocks(written, 0, beforeJoining(written, { start, end }));
};
