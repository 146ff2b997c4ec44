// Highlights the words of a note that a suggestion was read from. Decorations only: the note does not change.
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { OUTLINE_LINK } from '@emberkeep/domain';
import type { Editor } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';

const key = new PluginKey<DecorationSet>('quote');

/** Text as it is compared: without markup of lists and headings, and with single spaces. */
const normalize = (text: string): string =>
  text
    .replace(/…$/, '')
    .replace(/^[\s#>*\-•]+|^\d+[.)]\s/, '')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** A block's text as a reader sees it, links by what they show; `at` is the position in the block of each character. */
const readable = (node: ProseNode): { text: string; at: number[] } => {
  // A leaf counts one position, and a line break reads as one space.
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
  for (const match of raw.matchAll(OUTLINE_LINK)) {
    take(from, match.index);
    const end = match.index + match[0].length - 2;
    take(end - match[1]!.length, end);
    from = match.index + match[0].length;
  }
  take(from, raw.length);
  return { text, at };
};

/** Decorations for each line of the quote: in a block that contains it, or a whole block that starts it. */
const draw = (doc: ProseNode, quote: string): DecorationSet => {
  const lines = quote
    .split('\n')
    .map(normalize)
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

/** Highlights the words and scrolls to them; an empty quote removes the highlight. */
export const showQuote = (editor: Editor, quote: string): void => {
  if (editor.isDestroyed) return;
  editor.view.dispatch(editor.state.tr.setMeta(key, quote).setMeta('addToHistory', false));
  if (quote) editor.view.dom.querySelector('.quoted')?.scrollIntoView({ block: 'center' });
};
