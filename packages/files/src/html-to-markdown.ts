// Owns bringing HTML in: sanitised first (no scripts, styles, handlers, embeds), then read as the Markdown it amounts to.
// A large dependency, so it is an entry of its own that the app loads when a GM picks such a file.
import { unified } from 'unified';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { sanitize, defaultSchema } from 'hast-util-sanitize';
import type { Root as HastRoot } from 'hast';
import type { Root } from 'mdast';
import type { NoteNode } from '@emberkeep/domain';
import { mdastToNote } from './markdown-to-note.ts';

/** Parses an HTML document or fragment into note nodes. Hostile markup is dropped with its content where it is code. */
export const htmlToNote = (html: string): NoteNode[] => {
  const parsed = unified().use(rehypeParse).parse(html);
  const clean = sanitize(parsed, { ...defaultSchema, strip: ['script', 'style', 'template', 'noscript', 'title', 'head'] }) as HastRoot;
  const tree = unified().use(rehypeRemark).runSync(clean) as Root;
  return mdastToNote(tree);
};
