// Owns marking words of a note on screen: what a suggestion was read from. Decorations only; the note is never touched.
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Editor } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';

const key = new PluginKey<DecorationSet>('quote');

/** Words as they compare: no markup of lists or headings, one blank between. */
const flat = (text: string): string =>
  text
    .replace(/…$/, '')
    .replace(/^[\s#>*\-•]+|^\d+[.)]\s/, '')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** A block's words as a reader has them, links by what they show, with the place in the block of each character. */
const readable = (node: ProseNode): { text: string; at: number[] } => {
  // A leaf counts one place, and a line break reads as one blank.
  const raw = node.textBetween(0, node.content.size, ' ', ' ');
  let text = '';
  const at: number[] = [];
  let from = 0;
  const take = (start: number, end: number): void => {
    for (let i = start; i < end; i++) {
      text += raw[i] === '\n' ? ' ' : raw[i]!;
      at.push(i);
    }
  };
  for (const match of raw.matchAll(/\[\[((?:[^\]|\n]*\|)?)([^\]|\n]*)\]\]/g)) {
    take(from, match.index);
    const shown = match.index + 2 + match[1]!.length;
    take(shown, shown + match[2]!.length);
    from = match.index + match[0].length;
  }
  take(from, raw.length);
  return { text, at };
};

/** Blocks that hold the words of the quote, whole or their part of it. */
const draw = (doc: ProseNode, quote: string): DecorationSet => {
  const lines = quote
    .split('\n')
    .map(flat)
    .filter((l) => l.length > 2);
  const marks: Decoration[] = [];
  if (lines.length === 0) return DecorationSet.empty;
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const { text, at } = readable(node);
    for (const line of lines) {
      const found = text.indexOf(line);
      const [start, length] =
        found !== -1
          ? [found, line.length]
          : text.length > 8 && line.startsWith(text.trim())
            ? [0, text.length]
            : [-1, 0];
      if (start !== -1)
        marks.push(
          Decoration.inline(position + 1 + at[start]!, position + 2 + at[start + length - 1]!, { class: 'quoted' }),
        );
    }
    return false;
  });
  return DecorationSet.create(doc, marks);
};

export const QuoteHighlight = Extension.create({
  name: 'quoteHighlight',
  addProseMirrorPlugins: () => [
    new Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, marks) => {
          const quote = transaction.getMeta(key) as string | undefined;
          return quote === undefined
            ? marks.map(transaction.mapping, transaction.doc)
            : quote === ''
              ? DecorationSet.empty
              : draw(transaction.doc, quote);
        },
      },
      props: { decorations: (state) => key.getState(state) ?? null },
    }),
  ],
});

/** Marks the words and brings them into sight; an empty quote takes the marks away. */
export const showQuote = (editor: Editor, quote: string): void => {
  if (editor.isDestroyed) return;
  editor.view.dispatch(editor.state.tr.setMeta(key, quote).setMeta('addToHistory', false));
  if (quote) editor.view.dom.querySelector('.quoted')?.scrollIntoView({ block: 'center' });
};
