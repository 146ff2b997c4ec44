// The links of a note. Code holds none: what looks like a link there is an example of one.
import { isTextBlock, type NoteNode } from './note.ts';
import { findWikiLinks, type WikiLink } from './wiki-link.ts';

/** True for text in inline code. */
export const isInlineCode = (node: NoteNode): boolean => node.marks?.some((mark) => mark.type === 'code') ?? false;

/** The text of a block, and the same with blanks for code, which has the same offsets. */
const textsOf = (block: NoteNode): { line: string; linkable: string } => {
  let [line, linkable] = ['', ''];
  for (const child of block.content ?? []) {
    const text = child.type === 'hardBreak' ? ' ' : (child.text ?? '');
    line += text;
    linkable += isInlineCode(child) || block.type === 'codeBlock' ? ' '.repeat(text.length) : text;
  }
  return { line, linkable };
};

/** The text blocks of a note in reading order, each with its links. Offsets are UTF-16 units of `line`. */
export const noteLinks = (nodes: readonly NoteNode[]): { line: string; links: WikiLink[] }[] =>
  nodes.flatMap((node) => {
    if (!isTextBlock(node)) return noteLinks(node.content ?? []);
    const { line, linkable } = textsOf(node);
    return [{ line, links: findWikiLinks(linkable) }];
  });
