// Owns writing a note as HTML: blocks and marks that are known, the words of everything else, every word escaped.
import { findWikiLinks, type NoteNode } from '@emberkeep/domain';

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
};
const MARKS: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

export interface HtmlWays {
  /** What stands for a wiki link, as text; the words that are shown where absent. */
  link?: (name: string, shown: string) => string;
  /** The level of heading for a note's own. */
  heading?: (level: number) => number;
  /** Links to other places are kept; a file that is to stand by itself leaves them out. */
  keepsLinks?: boolean;
}

const linked = (text: string, link: NonNullable<HtmlWays['link']>): string => {
  let out = '';
  let at = 0;
  for (const found of findWikiLinks(text)) {
    out += text.slice(at, found.start) + link(found.name, found.shown);
    at = found.end;
  }
  return out + text.slice(at);
};

export const noteToHtml = (nodes: readonly NoteNode[], ways: HtmlWays = {}): string => {
  const { link = (_, shown) => shown, heading = (level) => level, keepsLinks = false } = ways;
  return nodes
    .map((node): string => {
      if (node.type === 'text') {
        return (node.marks ?? []).reduce(
          (html, mark) => {
            const href = mark.type === 'link' ? mark.attrs?.['href'] : undefined;
            if (keepsLinks && typeof href === 'string' && /^(?:https?:\/\/|mailto:)/i.test(href))
              return `<a href="${escapeHtml(href)}">${html}</a>`;
            return MARKS[mark.type] ? `<${MARKS[mark.type]}>${html}</${MARKS[mark.type]}>` : html;
          },
          escapeHtml(linked(node.text ?? '', link)),
        );
      }
      if (node.type === 'hardBreak') return '<br>';
      if (node.type === 'horizontalRule') return '<hr>';
      const inside = noteToHtml(node.content ?? [], ways);
      const level = node.attrs?.['level'];
      const tag =
        node.type === 'heading'
          ? `h${heading(typeof level === 'number' ? Math.min(6, Math.max(1, level)) : 2)}`
          : TAGS[node.type];
      return tag ? `<${tag}>${inside}</${tag}>` : inside;
    })
    .join('');
};
