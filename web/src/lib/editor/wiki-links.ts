// Draws wiki links: plain text in the document, decorations on screen. A link to a renamed entity shows the current
// name; one that the caret is in shows what is typed. ProseMirror's names with $ are reserved in Svelte files, so
// this file is plain.
import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { findWikiLinks, type LinkTarget, type WikiLink } from '@emberkeep/domain';
import { m } from '#messages';

export interface WikiLinkOptions {
  resolve(name: string): LinkTarget;
  nameOf(id: string): string;
  typeOf(id: string): string;
  onOpen(link: { name: string; heading: string; target: LinkTarget }): void;
}

const key = new PluginKey<{ links: DecorationSet; caret: number }>('wikiLinks');

// Nodes are immutable, so the links of an unchanged paragraph are found only once.
const found = new WeakMap<ProseNode, WikiLink[]>();
const linksOf = (block: ProseNode): WikiLink[] => {
  const known = found.get(block);
  if (known) return known;
  let text = '';
  // Code holds no links; blanks keep the offsets.
  block.forEach((node) => {
    const isCode = node.marks.some((mark) => mark.type.name === 'code');
    text += isCode ? ' '.repeat(node.nodeSize) : (node.text ?? '\n'.repeat(node.nodeSize));
  });
  const links = text.includes('[[') ? findWikiLinks(text) : [];
  found.set(block, links);
  return links;
};

const draw = (state: EditorState, options: WikiLinkOptions): DecorationSet => {
  const decorations: Decoration[] = [];
  const caret = state.selection.empty ? state.selection.head : -1;
  state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    if (node.type.spec.code) return false;
    for (const link of linksOf(node)) {
      const from = position + 1 + link.start;
      const to = position + 1 + link.end;
      const target = options.resolve(link.name);
      const isInside = caret > from && caret < to;
      const current = target.type === 'resolved' ? options.nameOf(target.id) : link.name;
      const shown = link.hasOwnWords ? link.shown : current;
      const spoken =
        target.type === 'missing'
          ? m.editor_wikiLinks_not_created_yet({ shown })
          : target.type === 'ambiguous'
            ? m.editor_wikiLinks_several_have_this_name({ shown })
            : shown;
      const type = target.type === 'resolved' ? ` wl-${options.typeOf(target.id)}` : '';
      const isDrawn = (link.hasOwnWords || current !== link.name) && !isInside;
      // One element per link, for screen readers: the name between its brackets, or the whole text where it is drawn
      // anew.
      const [start, end] = isDrawn ? [from, to] : [from + 2, to - 2];
      decorations.push(
        Decoration.inline(start, end, {
          nodeName: 'span',
          class: `wl wl-${target.type}${type}${isDrawn ? ' wl-drawn' : ''}`,
          role: 'link',
          'aria-label': spoken,
          'data-link': link.name,
          ...(isDrawn ? { 'data-shown': shown } : {}),
        }),
      );
      if (!isDrawn)
        decorations.push(
          Decoration.inline(from, from + 2, { class: 'wl-bracket' }),
          Decoration.inline(to - 2, to, { class: 'wl-bracket' }),
        );
    }
    return false;
  });
  return DecorationSet.create(state.doc, decorations);
};

/** The link at a position of the document, if there is one. */
const linkAt = (state: EditorState, position: number): WikiLink | null => {
  const $at = state.doc.resolve(position);
  if (!$at.parent.isTextblock) return null;
  const offset = $at.parentOffset;
  return linksOf($at.parent).find((l) => offset > l.start && offset < l.end) ?? null;
};

/** Transaction meta that redraws the links after entities were renamed. */
export const NAMES_CHANGED = 'wikiLinkNamesChanged';

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
        const { name, heading } = link;
        this.options.onOpen({ name, heading, target: this.options.resolve(name) });
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    const { options } = this;
    const openLink = (view: EditorView, position: number, event: MouseEvent): boolean => {
      const element = event.target instanceof Element ? event.target.closest('.wl') : null;
      if (!element || event.button !== 0) return false;
      const link =
        linkAt(view.state, position) ?? linkAt(view.state, Math.min(position + 1, view.state.doc.content.size));
      const name = link?.name ?? element.getAttribute('data-link');
      if (!name) return false;
      options.onOpen({ name, heading: link?.heading ?? '', target: options.resolve(name) });
      return true;
    };
    return [
      new Plugin({
        key,
        state: {
          init: (_config, state) => ({ links: draw(state, options), caret: state.selection.head }),
          apply: (transaction, value, _before, state) => {
            const moved = transaction.selectionSet && state.selection.head !== value.caret;
            if (!transaction.docChanged && !moved && !transaction.getMeta(NAMES_CHANGED)) return value;
            return { links: draw(state, options), caret: state.selection.head };
          },
        },
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
