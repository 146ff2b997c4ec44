// Writes a note as HTML: known blocks and marks as elements, everything else as its text, every character escaped.
import {
  findWikiLinks,
  inlineText,
  isInlineCode,
  isSafeLink,
  pictureOfNode,
  type NoteMark,
  type NoteNode,
} from '@emberkeep/domain';

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const TAGS: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bulletList: 'ul',
  orderedList: 'ol',
  taskList: 'ul',
  listItem: 'li',
  taskItem: 'li',
  blockquote: 'blockquote',
  codeBlock: 'pre',
  table: 'table',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
  pictureCaption: 'figcaption',
};
const MARKS: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

export interface HtmlOptions {
  /** The text to write for a wiki link; by default the shown words. */
  link?: (name: string, shown: string) => string;
  /** The HTML heading level for a heading of the note; by default its own. */
  heading?: (level: number) => number;
  /** Keeps links to the web. Off by default, for files that must be self-contained. */
  keepsLinks?: boolean;
  /** The source of a picture, by the hash that the note names it by; null leaves only its caption, as by default. */
  picture?: (file: string) => string | null;
}

const replaceWikiLinks = (text: string, link: NonNullable<HtmlOptions['link']>): string => {
  let out = '';
  let at = 0;
  for (const found of findWikiLinks(text)) {
    out += text.slice(at, found.start) + link(found.name, found.shown);
    at = found.end;
  }
  return out + text.slice(at);
};

const wrapInMark = (html: string, mark: NoteMark, keepsLinks: boolean): string => {
  const href = mark.type === 'link' ? mark.attrs?.['href'] : undefined;
  if (keepsLinks && isSafeLink(href)) return `<a href="${escapeHtml(href)}">${html}</a>`;
  const tag = MARKS[mark.type];
  return tag ? `<${tag}>${html}</${tag}>` : html;
};

const headingTag = (node: NoteNode, heading: NonNullable<HtmlOptions['heading']>): string => {
  const level = node.attrs?.['level'];
  return `h${heading(typeof level === 'number' ? Math.min(6, Math.max(1, level)) : 2)}`;
};

const pictureToHtml = (node: NoteNode, options: HtmlOptions): string => {
  const caption = noteToHtml(node.content ?? [], options);
  const file = pictureOfNode(node);
  const source = file ? options.picture?.(file) : null;
  if (!source) return caption.replaceAll('figcaption>', 'p>');
  return `<figure><img src="${escapeHtml(source)}" alt="${escapeHtml(inlineText(node, ' '))}">${caption}</figure>`;
};

const nodeToHtml = (node: NoteNode, options: HtmlOptions): string => {
  const { link = (_, shown) => shown, heading = (level) => level, keepsLinks = false } = options;
  if (node.type === 'text') {
    const text = node.text ?? '';
    const html = escapeHtml(isInlineCode(node) ? text : replaceWikiLinks(text, link));
    return (node.marks ?? []).reduce((inner, mark) => wrapInMark(inner, mark, keepsLinks), html);
  }
  if (node.type === 'hardBreak') return '<br>';
  if (node.type === 'horizontalRule') return '<hr>';
  if (node.type === 'picture') return pictureToHtml(node, options);
  const inner = noteToHtml(node.content ?? [], options);
  const tag = node.type === 'heading' ? headingTag(node, heading) : TAGS[node.type];
  return tag ? `<${tag}>${inner}</${tag}>` : inner;
};

export const noteToHtml = (nodes: readonly NoteNode[], options: HtmlOptions = {}): string =>
  nodes.map((node) => nodeToHtml(node, options)).join('');
