// Tables of a note as lines of text, for places that hold no table: a cell of another table.
import { isTextBlock, type NoteNode } from './note.ts';

/** Between two cells of a row that is written as a line. */
const BETWEEN_CELLS: NoteNode = { type: 'text', text: ' | ' };

/** The text blocks below a node. */
const textBlocks = (node: NoteNode): NoteNode[] =>
  isTextBlock(node) ? [node] : (node.content ?? []).flatMap(textBlocks);

const cellContent = (cell: NoteNode): NoteNode[] =>
  textBlocks(cell).flatMap((block, i): NoteNode[] => [
    ...(i > 0 ? [{ type: 'text', text: ' ' }] : []),
    ...(block.content ?? []),
  ]);

/** A paragraph for each row of a table. */
const rowsAsLines = (table: NoteNode): NoteNode[] =>
  (table.content ?? []).map((row) => ({
    type: 'paragraph',
    content: (row.content ?? []).flatMap((cell, i) => [...(i > 0 ? [BETWEEN_CELLS] : []), ...cellContent(cell)]),
  }));

/** The blocks with their tables, at any depth, written as lines. */
export const withoutTables = (nodes: readonly NoteNode[]): NoteNode[] =>
  nodes.flatMap((node): NoteNode[] => {
    if (node.type === 'table') return rowsAsLines(node);
    return [node.content && !isTextBlock(node) ? { ...node, content: withoutTables(node.content) } : node];
  });
