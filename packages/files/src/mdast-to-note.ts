// Maps a Markdown syntax tree (mdast) to note nodes. Whatever a note has no node for (raw HTML, images, footnotes)
// stays as the text it was, so nothing is lost. Only links with a safe address stay links.
import type {
  Definition,
  Heading,
  LinkReference,
  List,
  ListItem,
  Nodes,
  PhrasingContent,
  Root,
  RootContent,
  Table,
} from 'mdast';
import type { NoteMark, NoteNode } from '@emberkeep/domain';
import { joinText, withMark } from './note-marks.ts';

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

interface Context {
  /** The text that the positions in the tree refer to. */
  source: string;
  /** Link definitions by lower-case identifier. */
  definitions: ReadonlyMap<string, Definition>;
}

/** Maps a tree to note nodes. `source`: the text that positions refer to, to keep what has no node of its own. */
export const mdastToNote = (root: Root, source = ''): NoteNode[] => {
  const definitions = new Map<string, Definition>();
  for (const node of root.children)
    if (node.type === 'definition') definitions.set(node.identifier.toLowerCase(), node);
  return blocks(root.children, { source, definitions });
};

/** The node as it was written; empty if its position is unknown. */
const literal = (node: Nodes, { source }: Context): string =>
  node.position ? source.slice(node.position.start.offset, node.position.end.offset) : '';

const literalOrValue = (node: Nodes, context: Context): string =>
  literal(node, context) || ('value' in node ? String(node.value) : '');

const text = (value: string, marks: readonly NoteMark[] = []): NoteNode[] =>
  value === '' ? [] : [{ type: 'text', text: value, ...(marks.length > 0 ? { marks: [...marks] } : {}) }];

const inlines = (nodes: readonly PhrasingContent[], marks: readonly NoteMark[], context: Context): NoteNode[] =>
  nodes.flatMap((node) => inline(node, marks, context));

const inline = (node: PhrasingContent, marks: readonly NoteMark[], context: Context): NoteNode[] => {
  const marked = (children: readonly PhrasingContent[], mark: NoteMark): NoteNode[] =>
    inlines(children, withMark(marks, mark), context);
  switch (node.type) {
    case 'text':
      return text(node.value.replace(/\r?\n/g, ' '), marks);
    case 'strong':
      return marked(node.children, { type: 'bold' });
    case 'emphasis':
      return marked(node.children, { type: 'italic' });
    case 'delete':
      return marked(node.children, { type: 'strike' });
    case 'inlineCode':
      return text(node.value, [{ type: 'code' }]);
    case 'break':
      return [{ type: 'hardBreak' }];
    case 'link':
      return SAFE_LINK.test(node.url)
        ? marked(node.children, { type: 'link', attrs: { href: node.url } })
        : [...inlines(node.children, marks, context), ...text(node.url === '' ? '' : ` (${node.url})`, marks)];
    case 'linkReference':
      return linkReference(node, marks, context);
    case 'image':
      return text(`![${node.alt ?? ''}](${node.url})`, marks);
    default:
      return text(literalOrValue(node, context), marks);
  }
};

const linkReference = (node: LinkReference, marks: readonly NoteMark[], context: Context): NoteNode[] => {
  const target = context.definitions.get(node.identifier.toLowerCase());
  return target && SAFE_LINK.test(target.url)
    ? inlines(node.children, withMark(marks, { type: 'link', attrs: { href: target.url } }), context)
    : text(literal(node, context) || node.identifier, marks);
};

const withContent = (node: NoteNode, content: NoteNode[]): NoteNode =>
  content.length > 0 ? { ...node, content } : node;

const paragraph = (content: NoteNode[]): NoteNode => withContent({ type: 'paragraph' }, joinText(content));

const blocks = (nodes: readonly RootContent[], context: Context): NoteNode[] =>
  nodes.flatMap((node) => block(node, context));

const block = (node: RootContent, context: Context): NoteNode[] => {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(inlines(node.children, [], context))];
    case 'heading':
      return [heading(node, context)];
    case 'blockquote': {
      const content = blocks(node.children, context);
      return [{ type: 'blockquote', content: content.length > 0 ? content : [{ type: 'paragraph' }] }];
    }
    case 'list':
      return lists(node, context);
    case 'code':
      return [
        withContent({ type: 'codeBlock', ...(node.lang ? { attrs: { language: node.lang } } : {}) }, text(node.value)),
      ];
    case 'thematicBreak':
      return [{ type: 'horizontalRule' }];
    case 'table':
      return [table(node, context)];
    case 'definition':
      return SAFE_LINK.test(node.url) ? [] : [paragraph(text(literal(node, context)))];
    default: {
      const kept = literalOrValue(node, context);
      return kept.trim() ? [paragraph(text(kept.replace(/\s*\n\s*/g, ' ')))] : [];
    }
  }
};

const heading = (node: Heading, context: Context): NoteNode =>
  withContent({ type: 'heading', attrs: { level: node.depth } }, joinText(inlines(node.children, [], context)));

const listItem = (node: ListItem, isTask: boolean, context: Context): NoteNode => {
  const content = blocks(node.children, context);
  if (content[0]?.type !== 'paragraph') content.unshift({ type: 'paragraph' });
  return isTask
    ? { type: 'taskItem', attrs: { checked: node.checked === true }, content }
    : { type: 'listItem', content };
};

/**
 * A Markdown list may mix tasks and plain items; a note's list is one or the other, so it is split where they change.
 */
const lists = (node: List, context: Context): NoteNode[] => {
  const runs: { isTask: boolean; items: ListItem[] }[] = [];
  for (const child of node.children) {
    const isTask = typeof child.checked === 'boolean';
    const last = runs.at(-1);
    if (last?.isTask === isTask) last.items.push(child);
    else runs.push({ isTask, items: [child] });
  }
  return runs.map(({ isTask, items }) => {
    const content = items.map((item) => listItem(item, isTask, context));
    if (isTask) return { type: 'taskList', content };
    if (!node.ordered) return { type: 'bulletList', content };
    const start = node.start && node.start !== 1 ? { attrs: { start: node.start } } : {};
    return { type: 'orderedList', ...start, content };
  });
};

/** Short rows are filled up: every row of a note's table has the same number of cells. */
const table = (node: Table, context: Context): NoteNode => {
  const width = Math.max(1, ...node.children.map((row) => row.children.length));
  const rows = node.children.map((row, i): NoteNode => {
    const type = i === 0 ? 'tableHeader' : 'tableCell';
    const cells = row.children.map((cell): NoteNode => ({
      type,
      content: [paragraph(inlines(cell.children, [], context))],
    }));
    while (cells.length < width) cells.push({ type, content: [{ type: 'paragraph' }] });
    return { type: 'tableRow', content: cells };
  });
  return { type: 'table', content: rows };
};
