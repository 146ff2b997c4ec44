// Owns bringing Markdown into a note. Nothing that was written is dropped: what a note cannot hold as structure (raw HTML,
// images, footnotes) stays as the text it was. Links keep only safe addresses.
import { unified } from 'unified';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import type { Definition, List, ListItem, Nodes, PhrasingContent, Root, RootContent, TableCell } from 'mdast';
import type { NoteMark, NoteNode } from '@emberkeep/domain';
import { textToNote } from './text-to-note.ts';

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

/** A line that opens a hundred quotes or lists at once is no person's: it is read as words. */
const TOO_DEEP = /^(?:[ \t]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]?){100}/gm;

/** Parses Markdown (GFM) into note nodes; empty text gives no nodes. Never throws on any text. */
export const markdownToNote = (markdown: string): NoteNode[] => {
  const text = markdown
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(TOO_DEEP, '\\$&');
  // Front matter is kept as it is, in a block of its own: only `key: value` lines, so that a note may start with a rule.
  const front = /^---\n((?:[\w-]+:.*\n|[ \t]+.*\n|- .*\n)+)---(?:\n|$)/.exec(text);
  const body = front ? text.slice(front[0].length) : text;
  let nodes: NoteNode[];
  try {
    nodes = mdastToNote(parser.parse(body), body);
  } catch (error) {
    // The parser walks by recursion: marks within marks by the thousand end its stack, and stay the words they are.
    if (!(error instanceof RangeError)) throw error;
    nodes = textToNote(body);
  }
  return front
    ? [
        {
          type: 'codeBlock',
          attrs: { language: 'yaml' },
          content: [{ type: 'text', text: (front[1] ?? '').trimEnd() }],
        },
        ...nodes,
      ]
    : nodes;
};

/** Turns a Markdown tree into note nodes. `source` is the text that positions refer to, for keeping what has no node. */
export const mdastToNote = (root: Root, source = ''): NoteNode[] => {
  const definitions = new Map<string, Definition>();
  for (const node of root.children)
    if (node.type === 'definition') definitions.set(node.identifier.toLowerCase(), node);

  const literal = (node: Nodes): string =>
    node.position ? source.slice(node.position.start.offset, node.position.end.offset) : '';

  const text = (value: string, marks: readonly NoteMark[]): NoteNode[] =>
    value === '' ? [] : [{ type: 'text', text: value, ...(marks.length > 0 ? { marks: [...marks] } : {}) }];

  const inline = (nodes: readonly PhrasingContent[], marks: readonly NoteMark[]): NoteNode[] =>
    nodes.flatMap((node): NoteNode[] => {
      switch (node.type) {
        case 'text':
          return text(node.value.replace(/\r?\n/g, ' '), marks);
        case 'strong':
          return inline(node.children, withMark(marks, { type: 'bold' }));
        case 'emphasis':
          return inline(node.children, withMark(marks, { type: 'italic' }));
        case 'delete':
          return inline(node.children, withMark(marks, { type: 'strike' }));
        case 'inlineCode':
          return text(node.value, [{ type: 'code' }]);
        case 'break':
          return [{ type: 'hardBreak' }];
        case 'link':
          return SAFE_LINK.test(node.url)
            ? inline(node.children, withMark(marks, { type: 'link', attrs: { href: node.url } }))
            : [...inline(node.children, marks), ...text(node.url === '' ? '' : ` (${node.url})`, marks)];
        case 'linkReference': {
          const target = definitions.get(node.identifier.toLowerCase());
          return target && SAFE_LINK.test(target.url)
            ? inline(node.children, withMark(marks, { type: 'link', attrs: { href: target.url } }))
            : text(literal(node) || node.identifier, marks);
        }
        case 'image':
          return text(`![${node.alt ?? ''}](${node.url})`, marks);
        default:
          return text(literal(node) || ('value' in node ? String(node.value) : ''), marks);
      }
    });

  const paragraph = (content: NoteNode[]): NoteNode => ({
    type: 'paragraph',
    ...(content.length > 0 ? { content: joinText(content) } : {}),
  });

  const item = (node: ListItem, isTask: boolean): NoteNode => {
    const content = blocks(node.children);
    if (content[0]?.type !== 'paragraph') content.unshift({ type: 'paragraph' });
    return isTask
      ? { type: 'taskItem', attrs: { checked: node.checked === true }, content }
      : { type: 'listItem', content };
  };

  // One Markdown list may mix tasks and plain items; a note's list is one or the other, so it is cut where they change.
  const list = (node: List): NoteNode[] => {
    const runs: { isTask: boolean; items: ListItem[] }[] = [];
    for (const child of node.children) {
      const isTask = typeof child.checked === 'boolean';
      const last = runs.at(-1);
      if (last && last.isTask === isTask) last.items.push(child);
      else runs.push({ isTask, items: [child] });
    }
    return runs.map(({ isTask, items }) => {
      const content = items.map((each) => item(each, isTask));
      if (isTask) return { type: 'taskList', content };
      return node.ordered
        ? { type: 'orderedList', ...(node.start && node.start !== 1 ? { attrs: { start: node.start } } : {}), content }
        : { type: 'bulletList', content };
    });
  };

  const cell = (node: TableCell, type: string): NoteNode => ({ type, content: [paragraph(inline(node.children, []))] });

  const block = (node: RootContent): NoteNode[] => {
    switch (node.type) {
      case 'paragraph':
        return [paragraph(inline(node.children, []))];
      case 'heading': {
        const content = joinText(inline(node.children, []));
        return [{ type: 'heading', attrs: { level: node.depth }, ...(content.length > 0 ? { content } : {}) }];
      }
      case 'blockquote': {
        const content = blocks(node.children);
        return [{ type: 'blockquote', content: content.length > 0 ? content : [{ type: 'paragraph' }] }];
      }
      case 'list':
        return list(node);
      case 'code':
        return [
          {
            type: 'codeBlock',
            ...(node.lang ? { attrs: { language: node.lang } } : {}),
            ...(node.value ? { content: [{ type: 'text', text: node.value }] } : {}),
          },
        ];
      case 'thematicBreak':
        return [{ type: 'horizontalRule' }];
      case 'table': {
        const width = Math.max(1, ...node.children.map((row) => row.children.length));
        return [
          {
            type: 'table',
            content: node.children.map((row, i) => {
              const type = i === 0 ? 'tableHeader' : 'tableCell';
              const cells = row.children.map((c) => cell(c, type));
              while (cells.length < width) cells.push({ type, content: [{ type: 'paragraph' }] });
              return { type: 'tableRow', content: cells };
            }),
          },
        ];
      }
      case 'definition':
        return SAFE_LINK.test(node.url) ? [] : [paragraph(text(literal(node), []))];
      default: {
        const kept = literal(node) || ('value' in node ? String(node.value) : '');
        return kept.trim() ? [paragraph(text(kept.replace(/\s*\n\s*/g, ' '), []))] : [];
      }
    }
  };
  const blocks = (nodes: readonly RootContent[]): NoteNode[] => nodes.flatMap(block);
  return blocks(root.children);
};

// A mark once is enough: `***bold* twice**` nests the same mark.
const withMark = (marks: readonly NoteMark[], mark: NoteMark): NoteMark[] => [
  ...marks.filter((m) => m.type !== mark.type),
  mark,
];

const sameMarks = (a: NoteNode, b: NoteNode): boolean =>
  JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? []);

/** Joins neighbouring runs with the same marks; the order of marks is made canonical. */
export const joinText = (nodes: readonly NoteNode[]): NoteNode[] => {
  const joined: NoteNode[] = [];
  for (const node of nodes) {
    const sorted: NoteNode = node.marks
      ? { ...node, marks: [...node.marks].sort((a, b) => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type)) }
      : { ...node };
    const last = joined.at(-1);
    if (last && last.type === 'text' && sorted.type === 'text' && sameMarks(last, sorted))
      last.text = (last.text ?? '') + (sorted.text ?? '');
    else joined.push(sorted);
  }
  return joined;
};

/** Outermost first. Code is innermost and alone. */
export const MARK_ORDER: readonly string[] = ['link', 'bold', 'italic', 'strike', 'code'];
