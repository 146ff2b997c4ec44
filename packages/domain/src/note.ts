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
  table: [],
  tableRow: [],
  tableHeader: ['colspan', 'rowspan', 'colwidth', 'align'],
  tableCell: ['colspan', 'rowspan', 'colwidth', 'align'],
};
export const NOTE_MARKS: Readonly<Record<string, readonly string[]>> = {
  bold: [],
  italic: [],
  strike: [],
  code: [],
  link: ['href', 'target', 'rel', 'class', 'title'],
};

const TEXT_BLOCKS = new Set(['paragraph', 'heading', 'codeBlock']);
const LISTS = new Set(['bulletList', 'orderedList', 'taskList']);

/** The lines of a note as plain text, one per text block, in reading order; hard breaks become spaces. */
export const noteLines = (nodes: readonly NoteNode[]): string[] => {
  const lines: string[] = [];
  const inline = (node: NoteNode): string =>
    node.type === 'hardBreak' ? ' ' : (node.text ?? (node.content ?? []).map(inline).join(''));
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

/**
 * A note as its writer would type it plain: headings behind #, list points behind - or 1., a blank line between blocks.
 * For reading it by rules; nothing is escaped and nothing is read back. Links show their words.
 */
export const noteOutline = (nodes: readonly NoteNode[]): string => {
  const out: string[] = [];
  const inline = (node: NoteNode): string =>
    node.type === 'hardBreak'
      ? '\n'
      : node.type === 'text'
        ? (node.text ?? '')
        : (node.content ?? []).map(inline).join('');
  const words = (node: NoteNode): string => inline(node).replace(/\[\[(?:[^\]|\n]*\|)?([^\]|\n]*)\]\]/g, '$1');
  const list = (node: NoteNode, depth: number): void => {
    const start = typeof node.attrs?.['start'] === 'number' ? node.attrs['start'] : 1;
    (node.content ?? []).forEach((item, i) => {
      const mark = node.type === 'orderedList' ? `${start + i}. ` : '- ';
      (item.content ?? []).forEach((child, n) => {
        if (LISTS.has(child.type)) list(child, depth + 1);
        else out.push(`${'  '.repeat(depth)}${n === 0 ? mark : '  '}${words(child)}`);
      });
    });
  };
  const walk = (node: NoteNode): void => {
    if (LISTS.has(node.type)) list(node, 0);
    else if (node.type === 'heading')
      out.push(`${'#'.repeat(Math.min(6, Math.max(1, Number(node.attrs?.['level'] ?? 2))))} ${words(node)}`);
    else if (node.type === 'horizontalRule') out.push('---');
    else if (TEXT_BLOCKS.has(node.type)) {
      // A paragraph that is one bold line is how many write a heading.
      const runs = node.content ?? [];
      const isBold =
        runs.length > 0 &&
        runs.every((r) => r.type === 'text' && r.marks?.some((m) => m.type === 'bold')) &&
        words(node).length < 80;
      out.push(isBold ? `**${words(node)}**` : words(node));
    } else if (node.type === 'tableRow') out.push((node.content ?? []).map(words).join(' | '));
    else return void (node.content ?? []).forEach(walk);
    out.push('');
  };
  nodes.forEach((node) => {
    walk(node);
    if (LISTS.has(node.type)) out.push('');
  });
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
};
