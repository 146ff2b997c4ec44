// Writes a note as Markdown (GFM). Wiki links are written as they were typed; everything else goes through
// remark-stringify, which escapes text that would read as markup. A picture is an image with its caption as its text.
import { unified } from 'unified';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import type { BlockContent, List, ListItem, PhrasingContent, Root, RootContent, Table, TableRow } from 'mdast';
import {
  findWikiLinks,
  inlineText,
  isTextBlock,
  pictureAddress,
  pictureOfNode,
  type NoteMark,
  type NoteNode,
} from '@emberkeep/domain';
import { joinText, MARK_ORDER } from './note-marks.ts';

/** A node type of our own, whose handler below writes the brackets unescaped. */
interface WikiLinkNode {
  type: 'wikiLink';
  value: string;
}

interface HandlerState {
  stack: string[];
  safe(value: string, config: { before: string; after: string }): string;
}

const writer = unified()
  .use(remarkGfm, { singleTilde: false })
  .use(remarkStringify, {
    bullet: '-',
    emphasis: '*',
    rule: '-',
    fences: true,
    listItemIndent: 'one',
    handlers: {
      // The cast below: remark accepts handlers for any node type, its types only those for standard ones.
      wikiLink: (node: WikiLinkNode, _parent: unknown, state: HandlerState): string => {
        const inside = node.value
          .slice(2, -2)
          .split('|')
          .map((part) => state.safe(part, { before: '[', after: ']' }));
        return `[[${inside.join(state.stack.includes('tableCell') ? '\\|' : '|')}]]`;
      },
    } as never,
  });

const splitWikiLinks = (value: string): (PhrasingContent | WikiLinkNode)[] => {
  const parts: (PhrasingContent | WikiLinkNode)[] = [];
  let at = 0;
  for (const link of findWikiLinks(value)) {
    if (link.start > at) parts.push({ type: 'text', value: value.slice(at, link.start) });
    parts.push({ type: 'wikiLink', value: value.slice(link.start, link.end) });
    at = link.end;
  }
  if (at < value.length) parts.push({ type: 'text', value: value.slice(at) });
  return parts;
};

const wrapInMark = (mark: NoteMark, children: PhrasingContent[]): PhrasingContent => {
  switch (mark.type) {
    case 'bold':
      return { type: 'strong', children };
    case 'italic':
      return { type: 'emphasis', children };
    case 'strike':
      return { type: 'delete', children };
    default: {
      const href = mark.attrs?.['href'];
      return { type: 'link', url: typeof href === 'string' ? href : '', children };
    }
  }
};

const outermostMark = (node: NoteNode): NoteMark | undefined => node.marks?.[0];

/** Groups neighbours that share their outermost mark, so that `**a *b* c**` is one strong node and not three. */
const phrasing = (nodes: readonly NoteNode[]): PhrasingContent[] => {
  const out: PhrasingContent[] = [];
  for (let i = 0; i < nodes.length;) {
    const node = nodes[i] as NoteNode;
    const mark = outermostMark(node);
    if (node.type === 'hardBreak') {
      out.push({ type: 'break' });
      i += 1;
    } else if (!mark) {
      out.push(...(splitWikiLinks(node.text ?? '') as PhrasingContent[]));
      i += 1;
    } else if (mark.type === 'code') {
      out.push({ type: 'inlineCode', value: node.text ?? '' });
      i += 1;
    } else {
      let end = i;
      while (end < nodes.length && JSON.stringify(outermostMark(nodes[end] as NoteNode)) === JSON.stringify(mark))
        end += 1;
      out.push(wrapInMark(mark, phrasing(nodes.slice(i, end).map((n) => ({ ...n, marks: (n.marks ?? []).slice(1) })))));
      i = end;
    }
  }
  return out;
};

/** Marks that Markdown cannot express are dropped; the rest are in canonical order. */
const canonicalMarks = (nodes: readonly NoteNode[]): NoteNode[] =>
  joinText(nodes.map((n) => (n.marks ? { ...n, marks: n.marks.filter((m) => MARK_ORDER.includes(m.type)) } : n)));

const inline = (node: NoteNode): PhrasingContent[] => phrasing(canonicalMarks(node.content ?? []));

const listOf = (node: NoteNode, addressOf: AddressOfPicture): List => {
  const ordered = node.type === 'orderedList';
  const start = node.attrs?.['start'];
  return {
    type: 'list',
    ordered,
    spread: false,
    ...(ordered ? { start: typeof start === 'number' ? start : 1 } : {}),
    children: (node.content ?? []).map((child): ListItem => ({
      type: 'listItem',
      spread: (child.content ?? []).length > 1 && child.content?.[1]?.type === 'paragraph',
      ...(node.type === 'taskList' ? { checked: child.attrs?.['checked'] === true } : {}),
      children: blocks(child.content ?? [], addressOf) as BlockContent[],
    })),
  };
};

const tableOf = (node: NoteNode): Table => ({
  type: 'table',
  children: (node.content ?? []).map((row): TableRow => ({
    type: 'tableRow',
    // A Markdown cell is one line: the lines of a cell are joined by a space.
    children: (row.content ?? []).map((cell) => ({
      type: 'tableCell',
      children: textBlocks(cell).flatMap((block, i) => [
        ...(i > 0 ? [{ type: 'text', value: ' ' } as PhrasingContent] : []),
        ...inline(block),
      ]),
    })),
  })),
});

/** The blocks with text in a node, whatever lists, quotes and tables they are in. */
const textBlocks = (node: NoteNode): NoteNode[] =>
  (node.content ?? []).flatMap((block) => (isTextBlock(block) ? [block] : textBlocks(block)));

/** The address of a picture of a note, by the hash that the note names it by; null where no file of it goes along. */
export type AddressOfPicture = (file: string) => string | null;

/** For Markdown that goes to other programs by itself: a picture is "(picture: caption)". */
export const WITHOUT_PICTURES: AddressOfPicture = () => null;

const pictureOf = (node: NoteNode, addressOf: AddressOfPicture): RootContent[] => {
  const file = pictureOfNode(node);
  const caption = inlineText(node, ' ');
  if (!file) return [{ type: 'paragraph', children: caption ? [{ type: 'text', value: caption }] : [] }];
  const url = addressOf(file);
  if (url === null) {
    const words: PhrasingContent[] = [{ type: 'text', value: '(picture' }];
    if (caption) words.push({ type: 'text', value: ': ' }, ...(splitWikiLinks(caption) as PhrasingContent[]));
    return [{ type: 'paragraph', children: [...words, { type: 'text', value: ')' }] }];
  }
  return [{ type: 'paragraph', children: [{ type: 'image', url, alt: caption }] }];
};

const block = (node: NoteNode, addressOf: AddressOfPicture): RootContent[] => {
  switch (node.type) {
    case 'picture':
      return pictureOf(node, addressOf);
    case 'pictureCaption':
    case 'paragraph':
      return [{ type: 'paragraph', children: inline(node) }];
    case 'heading': {
      const level = node.attrs?.['level'];
      return [
        {
          type: 'heading',
          depth: Math.max(1, Math.min(6, typeof level === 'number' ? level : 1)) as 1,
          children: inline(node),
        },
      ];
    }
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return [listOf(node, addressOf)];
    case 'blockquote':
      return [{ type: 'blockquote', children: blocks(node.content ?? [], addressOf) as BlockContent[] }];
    case 'codeBlock': {
      const language = node.attrs?.['language'];
      return [
        {
          type: 'code',
          lang: typeof language === 'string' ? language : null,
          value: (node.content ?? []).map((n) => n.text ?? '').join(''),
        },
      ];
    }
    case 'horizontalRule':
      return [{ type: 'thematicBreak' }];
    case 'table':
      return [tableOf(node)];
    default:
      // A block type of a newer version: keep its text.
      return [
        { type: 'paragraph', children: inline({ type: 'paragraph', content: [{ type: 'text', text: plain(node) }] }) },
      ];
  }
};
const plain = (node: NoteNode): string => node.text ?? (node.content ?? []).map(plain).join(' ');
const blocks = (nodes: readonly NoteNode[], addressOf: AddressOfPicture): RootContent[] =>
  nodes.flatMap((node) => block(node, addressOf));

/** The note as Markdown, ending in one newline; empty for an empty note. Empty paragraphs are dropped. */
export const noteToMarkdown = (nodes: readonly NoteNode[], addressOf: AddressOfPicture = pictureAddress): string => {
  const kept = blocks(nodes, addressOf).filter((n) => !(n.type === 'paragraph' && n.children.length === 0));
  if (kept.length === 0) return '';
  const root: Root = { type: 'root', children: kept };
  return writer.stringify(root as never); // mdast's types do not know wikiLink nodes
};
