// Maps a Markdown syntax tree (mdast) to note nodes. Whatever a note has no node for (raw HTML, other images, footnotes)
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
import { isSafeLink, pictureNode, pictureOfAddress, type NoteMark, type NoteNode } from '@emberkeep/domain';
import { noteLists } from './note-lists.ts';
import { joinText, withMark } from './note-marks.ts';
import { widthToFill } from './table-width.ts';

const LINE_BREAK_TAG = /^<br\s*\/?>$/i;

interface Context {
  /** The text that the positions in the tree refer to. */
  source: string;
  /** Link definitions by lower-case identifier. */
  definitions: ReadonlyMap<string, Definition>;
  /** Definitions that a link of the note has taken over; any other stays text. */
  used: ReadonlySet<Definition>;
}

/** Maps a tree to note nodes. `source`: the text that positions refer to, to keep what has no node of its own. */
export const mdastToNote = (root: Root, source: string): NoteNode[] => {
  const nodes = nodesOf(root);
  const definitions = new Map<string, Definition>();
  for (const node of nodes)
    if (node.type === 'definition' && !definitions.has(node.identifier.toLowerCase()))
      definitions.set(node.identifier.toLowerCase(), node);
  const used = new Set<Definition>();
  for (const node of nodes) {
    const target = node.type === 'linkReference' ? definitions.get(node.identifier.toLowerCase()) : undefined;
    if (target && isSafeLink(target.url)) used.add(target);
  }
  return blocks(root.children, { source, definitions, used });
};

/** A node and all below it that become nodes of the note; a footnote stays as it was written. */
const nodesOf = (root: Nodes): Nodes[] => {
  const nodes: Nodes[] = [root];
  for (const node of nodes)
    if ('children' in node && node.type !== 'footnoteDefinition') for (const child of node.children) nodes.push(child);
  return nodes;
};

/** The node as it was written; empty if its position is unknown. */
const literal = (node: Nodes, { source }: Context): string =>
  node.position ? source.slice(node.position.start.offset, node.position.end.offset) : '';

const text = (value: string, marks: readonly NoteMark[] = []): NoteNode[] =>
  value === '' ? [] : [{ type: 'text', text: value, ...(marks.length > 0 ? { marks: [...marks] } : {}) }];

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';

/** A line without the blanks at the sides that meet another line. A pattern for this would take quadratic time. */
const withoutBlanks = (line: string, at: { start: boolean; end: boolean }): string => {
  let [from, to] = [0, line.length];
  while (at.start && from < to && isBlank(line[from])) from += 1;
  while (at.end && to > from && isBlank(line[to - 1])) to -= 1;
  return line.slice(from, to);
};

/** Text whose line breaks are kept: half of all notes list one property a line. */
const lines = (value: string, marks: readonly NoteMark[] = []): NoteNode[] =>
  value.split(/\r?\n/).flatMap((line, i, all): NoteNode[] => {
    const words = withoutBlanks(line, { start: i > 0, end: i < all.length - 1 });
    return [...(i > 0 ? [{ type: 'hardBreak' }] : []), ...text(words, marks)];
  });

/** The title of a link, which readers see when they point at it. */
const titleText = (title: string | null | undefined, marks: readonly NoteMark[]): NoteNode[] =>
  title ? lines(` (${title})`, marks) : [];

const inlines = (nodes: readonly PhrasingContent[], marks: readonly NoteMark[], context: Context): NoteNode[] =>
  nodes.flatMap((node) => inline(node, marks, context));

const inline = (node: PhrasingContent, marks: readonly NoteMark[], context: Context): NoteNode[] => {
  const marked = (children: readonly PhrasingContent[], mark: NoteMark): NoteNode[] =>
    inlines(children, withMark(marks, mark), context);
  switch (node.type) {
    case 'text':
      return lines(node.value, marks);
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
      return [
        ...(isSafeLink(node.url)
          ? marked(node.children, { type: 'link', attrs: { href: node.url } })
          : [...inlines(node.children, marks, context), ...text(node.url === '' ? '' : ` (${node.url})`, marks)]),
        ...titleText(node.title, marks),
      ];
    case 'linkReference':
      return linkReference(node, marks, context);
    case 'image':
      // In a heading, a cell or a link a picture has no place of its own.
      return pictureOfAddress(node.url)
        ? text(node.alt ? `(picture: ${node.alt})` : '(picture)', marks)
        : lines(literal(node, context), marks);
    case 'html':
      return LINE_BREAK_TAG.test(node.value) ? [{ type: 'hardBreak' }] : lines(node.value, marks);
    default:
      return lines(literal(node, context), marks);
  }
};

const linkReference = (node: LinkReference, marks: readonly NoteMark[], context: Context): NoteNode[] => {
  const target = context.definitions.get(node.identifier.toLowerCase());
  return target && context.used.has(target)
    ? [
        ...inlines(node.children, withMark(marks, { type: 'link', attrs: { href: target.url } }), context),
        ...titleText(target.title, marks),
      ]
    : lines(literal(node, context), marks);
};

const withContent = (node: NoteNode, content: NoteNode[]): NoteNode =>
  content.length > 0 ? { ...node, content } : node;

const paragraph = (content: NoteNode[]): NoteNode => withContent({ type: 'paragraph' }, joinText(content));

/** Line breaks at the sides, where a picture was beside them. */
const withoutEdges = (nodes: readonly NoteNode[]): NoteNode[] => {
  const isGap = (node: NoteNode): boolean => node.type === 'hardBreak' || node.text?.trim() === '';
  const first = nodes.findIndex((node) => !isGap(node));
  return first === -1 ? [] : nodes.slice(first, nodes.findLastIndex((node) => !isGap(node)) + 1);
};

/** A paragraph; one with pictures of ours is these, and what is before, between and behind them. */
const paragraphs = (children: readonly PhrasingContent[], context: Context): NoteNode[] => {
  const isPicture = (node: PhrasingContent): boolean => node.type === 'image' && pictureOfAddress(node.url) !== '';
  if (!children.some(isPicture)) return [paragraph(inlines(children, [], context))];
  const out: NoteNode[] = [];
  let words: PhrasingContent[] = [];
  const endWords = (): void => {
    const content = withoutEdges(inlines(words, [], context));
    if (content.length > 0) out.push(paragraph(content));
    words = [];
  };
  for (const node of children) {
    if (node.type === 'image' && isPicture(node)) {
      endWords();
      out.push(pictureNode(pictureOfAddress(node.url), node.alt ?? ''));
    } else words.push(node);
  }
  endWords();
  return out;
};

const blocks = (nodes: readonly RootContent[], context: Context): NoteNode[] =>
  nodes.flatMap((node) => block(node, context));

const block = (node: RootContent, context: Context): NoteNode[] => {
  switch (node.type) {
    case 'paragraph':
      return paragraphs(node.children, context);
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
        ...(node.meta ? [paragraph(text(node.meta))] : []),
        withContent({ type: 'codeBlock', ...(node.lang ? { attrs: { language: node.lang } } : {}) }, text(node.value)),
      ];
    case 'thematicBreak':
      return [{ type: 'horizontalRule' }];
    case 'table':
      return [table(node, context)];
    case 'definition':
      return context.used.has(node) ? [] : [paragraph(lines(literal(node, context)))];
    default: {
      const kept = literal(node, context).trim();
      return kept ? [paragraph(lines(kept))] : [];
    }
  }
};

const heading = (node: Heading, context: Context): NoteNode =>
  withContent({ type: 'heading', attrs: { level: node.depth } }, joinText(inlines(node.children, [], context)));

/** The items of a list in the groups that its writer parted by blank lines; all of them where every item is apart. */
const itemGroups = ({ children }: List): ListItem[][] => {
  const isApart = children.map(
    (item, i) => i > 0 && (item.position?.start.line ?? 0) - (children[i - 1]!.position?.end.line ?? 0) > 1,
  );
  if (isApart.slice(1).every(Boolean)) return [children];
  const groups: ListItem[][] = [];
  for (const [i, item] of children.entries()) {
    if (i === 0 || isApart[i]) groups.push([]);
    groups.at(-1)!.push(item);
  }
  return groups;
};

const lists = (node: List, context: Context): NoteNode[] => {
  let start = node.start ?? 1;
  return itemGroups(node).flatMap((group) => {
    const items = group.map((item) => ({ checked: item.checked ?? null, content: blocks(item.children, context) }));
    const made = noteLists(items, node.ordered ? { start } : null);
    start += group.length;
    return made;
  });
};

/** Short rows are filled up: every row of a note's table has the same number of cells. */
const table = (node: Table, context: Context): NoteNode => {
  const width = widthToFill(node.children.map((row) => row.children.length));
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
