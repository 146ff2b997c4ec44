// Owns a rich text as plain data: the tree that the editor, the documents, Markdown import and export all meet in.
// Names follow the editor's schema; they are append-only, because a note written today is opened by every later version.

/** Marks on a run of text. */
export interface NoteMark {
  type: string;
  attrs?: Record<string, unknown>;
}

/** A block or a run of text. `text` only where `type` is "text"; `attrs` holds no null values. */
export interface NoteNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: NoteNode[];
  text?: string;
  marks?: NoteMark[];
}

/** Attributes by node and mark. A node, mark or attribute that is not here makes a note read-only on this version. */
export const NOTE_NODES: Readonly<Record<string, readonly string[]>> = {
  paragraph: [], text: [], heading: ['level'], bulletList: [], orderedList: ['start', 'type'], listItem: [], taskList: [], taskItem: ['checked'],
  blockquote: [], horizontalRule: [], codeBlock: ['language'], hardBreak: [],
  table: [], tableRow: [], tableHeader: ['colspan', 'rowspan', 'colwidth', 'align'], tableCell: ['colspan', 'rowspan', 'colwidth', 'align'],
};
export const NOTE_MARKS: Readonly<Record<string, readonly string[]>> = {
  bold: [], italic: [], strike: [], code: [], link: ['href', 'target', 'rel', 'class', 'title'],
};

const TEXT_BLOCKS = new Set(['paragraph', 'heading', 'codeBlock']);

/** The lines of a note as plain text, one per text block, in reading order; hard breaks become spaces. */
export const noteLines = (nodes: readonly NoteNode[]): string[] => {
  const lines: string[] = [];
  const inline = (node: NoteNode): string => (node.type === 'hardBreak' ? ' ' : (node.text ?? (node.content ?? []).map(inline).join('')));
  const walk = (node: NoteNode): void => {
    if (TEXT_BLOCKS.has(node.type)) lines.push((node.content ?? []).map(inline).join(''));
    else if (node.type === 'text') lines.push(node.text ?? '');
    else (node.content ?? []).forEach(walk);
  };
  nodes.forEach(walk);
  return lines;
};

/** True when nothing would be seen or lost: no text, rule, table or task in it. */
export const isEmptyNote = (nodes: readonly NoteNode[]): boolean =>
  nodes.every((n) => n.type === 'paragraph' && noteLines([n]).every((line) => line.trim() === ''));
