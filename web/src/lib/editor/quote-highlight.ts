// Owns marking words of a note on screen: what a suggestion was read from. Decorations only; the note is never touched.
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Editor } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';

const key = new PluginKey<DecorationSet>('quote');

/** Words as they compare: no markup of lists or links, one blank between. */
const flat = (text: string): string => text.replace(/\[\[(?:[^\]|\n]*\|)?([^\]|\n]*)\]\]/g, '$1').replace(/…$/, '').replace(/^[\s#>*\-•\d.)]+/, '').replace(/\*\*/g, '').replace(/\s+/g, ' ').trim();

/** Blocks that hold the words of the quote, whole or their part of it. */
const draw = (doc: ProseNode, quote: string): DecorationSet => {
  const lines = quote.split('\n').map(flat).filter((l) => l.length > 2);
  const marks: Decoration[] = [];
  if (lines.length === 0) return DecorationSet.empty;
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    // A leaf counts one place, and a line break reads as one blank.
    const text = node.textBetween(0, node.content.size, ' ', ' ');
    for (const line of lines) {
      const at = text.indexOf(line);
      if (at !== -1) marks.push(Decoration.inline(position + 1 + at, position + 1 + at + line.length, { class: 'quoted' }));
      else if (flat(text).length > 8 && line.startsWith(flat(text))) marks.push(Decoration.inline(position + 1, position + 1 + text.length, { class: 'quoted' }));
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
          return quote === undefined ? marks.map(transaction.mapping, transaction.doc) : quote === '' ? DecorationSet.empty : draw(transaction.doc, quote);
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
