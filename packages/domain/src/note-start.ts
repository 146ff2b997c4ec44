// The start of a note, for a preview: as it is drawn, but short enough to be drawn at once.
import { inlineText, isTextBlock, type NoteNode } from './note.ts';

/** Longest text of one block in a preview, UTF-16 units. */
const BLOCK_LENGTH_MAX = 400;

const isEmptyBlock = (block: NoteNode): boolean => inlineText(block, ' ').trim() === '';

/** A text block with at most {@link BLOCK_LENGTH_MAX} of its text, and "…" where something is left out. */
const shortBlock = (block: NoteNode): NoteNode => {
  let left = BLOCK_LENGTH_MAX;
  const content: NoteNode[] = [];
  for (const child of block.content ?? []) {
    const text = child.text ?? '';
    content.push(text.length > left ? { ...child, text: `${text.slice(0, left)}…` } : child);
    left -= text.length;
    if (left < 0) break;
  }
  return { ...block, content };
};

/**
 * The first `blocksMax` blocks that have a text, within the lists, quotes and tables that they are in. `left`: how many
 * such blocks follow.
 */
export const startOfNote = (nodes: readonly NoteNode[], blocksMax: number): { nodes: NoteNode[]; left: number } => {
  let count = 0;
  /** Empty blocks and rules: a sheet may have thousands of empty cells before the next text. */
  let empty = 0;
  const isDrawn = (): boolean => count < blocksMax && ++empty <= blocksMax * 8;
  const startOf = (node: NoteNode): NoteNode[] => {
    if (isTextBlock(node)) {
      if (isEmptyBlock(node)) return isDrawn() ? [node] : [];
      return ++count <= blocksMax ? [shortBlock(node)] : [];
    }
    if (!node.content) return isDrawn() ? [node] : [];
    const content = node.content.flatMap(startOf);
    return content.length > 0 ? [{ ...node, content }] : [];
  };
  const start = nodes.flatMap(startOf);
  return { nodes: start, left: Math.max(0, count - blocksMax) };
};
