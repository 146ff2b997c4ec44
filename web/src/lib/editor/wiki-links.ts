// Wiki links in the editor: plain text in the document, decorations on screen, opened by a tap or a key. ProseMirror's
// names with $ are reserved in Svelte files, so this file is plain.
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { LinkTarget, WikiLink } from '@emberkeep/domain';
import { draw, linksOf, redraw, type Drawn, type LinkNames } from './draw-wiki-links.ts';

export interface WikiLinkOptions extends LinkNames {
  /** `around` is the text of the block that the link is in. */
  onOpen(link: { name: string; heading: string; target: LinkTarget; around: string }): void;
}

const key = new PluginKey<Drawn>('wikiLinks');

/** The link at a position of the document, if there is one. */
const linkAt = (state: EditorState, position: number): (WikiLink & { around: string }) | null => {
  const $at = state.doc.resolve(position);
  if (!$at.parent.isTextblock) return null;
  const offset = $at.parentOffset;
  const link = linksOf($at.parent).find((l) => offset > l.start && offset < l.end);
  return link ? { ...link, around: $at.parent.textContent } : null;
};

/** Transaction meta that redraws the links after entities were renamed. */
export const NAMES_CHANGED = 'wikiLinkNamesChanged';

/** How long ProseMirror takes to read what an input method has composed, ms. */
const COMPOSED_AFTER_MS = 50;

/** Follows the input method of an editor: what it composes must not be drawn anew under it. */
class Composing {
  isOn = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  watch(view: EditorView): { destroy: () => void } {
    const { dom } = view;
    const begin = (): void => {
      clearTimeout(this.#timer);
      this.isOn = true;
    };
    const end = (): void => {
      if (!this.isOn) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.isOn = false;
        if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(NAMES_CHANGED, true).setMeta('addToHistory', false));
      }, COMPOSED_AFTER_MS);
    };
    dom.addEventListener('compositionstart', begin);
    for (const event of ['compositionend', 'blur']) dom.addEventListener(event, end);
    return {
      destroy: () => {
        clearTimeout(this.#timer);
        dom.removeEventListener('compositionstart', begin);
        for (const event of ['compositionend', 'blur']) dom.removeEventListener(event, end);
      },
    };
  }
}

export const WikiLinks = Extension.create<WikiLinkOptions>({
  name: 'wikiLinks',
  priority: 1000, // Before the hard break, which uses Mod-Enter too.
  addOptions: () => ({
    resolve: () => ({ type: 'missing' }),
    nameOf: (id) => id,
    typeOf: () => 'other',
    onOpen: () => undefined,
  }),
  addKeyboardShortcuts() {
    return {
      // Opens the link that the caret is in, as a tap does.
      'Mod-Enter': ({ editor }) => {
        // The editor learns of a moved caret a moment later, so the page's own selection is asked first.
        const dom = editor.view.dom.ownerDocument.getSelection();
        const shown =
          dom?.focusNode && editor.view.dom.contains(dom.focusNode)
            ? editor.view.posAtDOM(dom.focusNode, dom.focusOffset)
            : editor.state.selection.head;
        const link = linkAt(editor.state, shown) ?? linkAt(editor.state, editor.state.selection.head);
        if (!link) return false;
        const { name, heading, around } = link;
        this.options.onOpen({ name, heading, around, target: this.options.resolve(name) });
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    const { options } = this;
    const composing = new Composing();
    const openLink = (view: EditorView, position: number, event: MouseEvent): boolean => {
      const element = event.target instanceof Element ? event.target.closest('.wl') : null;
      if (!element || event.button !== 0) return false;
      const link =
        linkAt(view.state, position) ?? linkAt(view.state, Math.min(position + 1, view.state.doc.content.size));
      const name = link?.name ?? element.getAttribute('data-link');
      if (!name) return false;
      options.onOpen({ name, heading: link?.heading ?? '', around: link?.around ?? '', target: options.resolve(name) });
      return true;
    };
    return [
      new Plugin({
        key,
        state: {
          init: (_config, state) => draw(state, options),
          apply: (transaction, drawn, _before, state) => {
            const { from, to } = state.selection;
            const isMoved = from !== drawn.at.from || to !== drawn.at.to;
            if (!transaction.docChanged && !isMoved && !transaction.getMeta(NAMES_CHANGED)) return drawn;
            if (composing.isOn) return { ...drawn, links: drawn.links.map(transaction.mapping, transaction.doc) };
            return transaction.getMeta(NAMES_CHANGED)
              ? draw(state, options)
              : redraw(transaction, drawn, state, options);
          },
        },
        view: (view) => composing.watch(view),
        props: {
          decorations: (state) => key.getState(state)?.links ?? null,
          handleClick: openLink,
          // A second tap soon after, as when the first one's panel was closed again; it still selects the word.
          handleDoubleClick: (view, position, event) => {
            openLink(view, position, event);
            return false;
          },
        },
      }),
    ];
  },
});
