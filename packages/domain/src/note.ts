// A rich text as plain data: the tree that the editor, the documents, Markdown import and export share. Its names are
// those of the editor's schema. They never change, because every later version opens the notes of today.

/** A mark on a run of text. */
export interface NoteMark {
  type: string;
  attrs?: Record<string, unknown>;
}

/** A block or a run of text. Only a node of type "text" has `text`; `attrs` has no null values. */
export interface NoteNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: NoteNode[];
  text?: string;
  marks?: NoteMark[];
}

/**
 * The attributes of each node. A note with a node, mark or attribute that is not listed is read-only in this version.
 */
export const NOTE_NODES: Readonly<Record<string, readonly string[]>> = {
  paragraph: [],
  text: [],
  heading: ['level'],
  bulletList: [],
  orderedList: ['start', 'type'],
  listItem: [],
  taskList: [],
  taskItem: ['checked'],
  blockquote: [],
  horizontalRule: [],
  codeBlock: ['language'],
  hardBreak: [],
  /** `file`: the hash of the file that the picture came from; see note-pictures.ts. */
  picture: ['file'],
  pictureCaption: [],
  table: [],
  tableRow: [],
  tableHeader: ['colspan', 'rowspan', 'colwidth', 'align'],
  tableCell: ['colspan', 'rowspan', 'colwidth', 'align'],
};

/** The attributes of each mark. */
export const NOTE_MARKS: Readonly<Record<string, readonly string[]>> = {
  bold: [],
  italic: [],
  strike: [],
  code: [],
  link: ['href', 'target', 'rel', 'class', 'title'],
};

const TEXT_BLOCKS = new Set(['paragraph', 'heading', 'codeBlock', 'pictureCaption']);

/** True for a block that holds text and no other block. */
export const isTextBlock = (node: NoteNode): boolean => TEXT_BLOCKS.has(node.type);

/** The text of a node and its descendants. */
export const inlineText = (node: NoteNode, hardBreak: string): string => {
  if (node.type === 'hardBreak') return hardBreak;
  return node.text ?? (node.content ?? []).map((child) => inlineText(child, hardBreak)).join('');
};

/** A note as plain text, one line per text block, in reading order. Hard breaks become spaces. */
export const noteLines = (nodes: readonly NoteNode[]): string[] => {
  const lines: string[] = [];
  const walk = (node: NoteNode): void => {
    if (isTextBlock(node)) lines.push((node.content ?? []).map((child) => inlineText(child, ' ')).join(''));
    else if (node.type === 'text') lines.push(node.text ?? '');
    else (node.content ?? []).forEach(walk);
  };
  nodes.forEach(walk);
  return lines;
};

/** True for a note without text, rules, pictures, tables and tasks. */
export const isEmptyNote = (nodes: readonly NoteNode[]): boolean =>
  nodes.every((n) => n.type === 'paragraph' && noteLines([n]).every((line) => line.trim() === ''));
