// Rewrites the links of a note, where a GM asks for it: after a rename, or as plain words.
import * as Y from 'yjs';
import { ok, rewriteLinks, unlinkNames, type LinkRewrite, type Result } from '@emberkeep/domain';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { replaceParts } from '../shared-rewrite.ts';
import { undoable, type UndoableText } from '../undoable-text.ts';
import { writableNote, type UnknownContent } from './notes.ts';

/**
 * A text without its formatting, at the same offsets: an embedded object counts as one character. Code is blank,
 * because it holds no links.
 */
const linkableText = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[])
    .map(({ insert, attributes }) => {
      if (typeof insert !== 'string') return ' ';
      return attributes?.['code'] === undefined ? insert : ' '.repeat(insert.length);
    })
    .join('');

/** The rewrites of the links in a text. */
type Rewrites = (text: string) => LinkRewrite[];

/** Returns how many links were rewritten. */
const rewriteLinksIn = (parent: Y.XmlFragment, rewrites: Rewrites): number => {
  let count = 0;
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlElement && child.nodeName !== 'codeBlock') count += rewriteLinksIn(child, rewrites);
    if (!(child instanceof Y.XmlText)) continue;
    const links = rewrites(linkableText(child));
    if (links.length > 0) replaceParts(child, links);
    count += links.length;
  }
  return count;
};

const rewriteNote = (
  doc: OpenDocument,
  name: string,
  rewrites: Rewrites,
): Result<UndoableText & { count: number }, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  let count = 0;
  const isWritable = (now: OpenDocument): boolean => writableNote(now, name).ok;
  const { undo } = undoable(doc, { types: [writable.value], isWritable }, () => {
    count = rewriteLinksIn(writable.value, rewrites);
  });
  return ok({ count, undo });
};

/**
 * Rewrites the links of one note from any of `oldNames` to `newName`, on the one device where the GM asked for it.
 */
export const updateLinks = (
  doc: OpenDocument,
  name: string,
  oldNames: readonly string[],
  newName: string,
): ReturnType<typeof rewriteNote> => rewriteNote(doc, name, (text) => rewriteLinks(text, oldNames, newName));

/** Turns the links of one note to any of `names` into the words that they show. */
export const removeLinks = (
  doc: OpenDocument,
  name: string,
  names: readonly string[],
): ReturnType<typeof rewriteNote> => rewriteNote(doc, name, (text) => unlinkNames(text, names));
