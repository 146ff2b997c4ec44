// Draws wiki links: plain text in the document, decorations on screen. A link shows its name alone, and one to a renamed
// entity the current name; one that the caret is in shows what is typed. ProseMirror's names with $ are reserved in
// Svelte files, so this file is plain.
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
  /** `around` is the text of the block that the link is in. */
  onOpen(link: { name: string; heading: string; target: LinkTarget; around: string }): void;
}

interface Drawn {
  links: DecorationSet;
  /** The selection that they were drawn for. */
  at: { from: number; to: number };
}
const key = new PluginKey<Drawn>('wikiLinks');

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

/** One element for screen readers, and the text that is not shown. */
interface Look {
  shown: string;
  /** What is shown is not what is written. */
  isAnew: boolean;
  /** The caret is in the link or at its edge: its brackets are seen. */
  isNear: boolean;
  attributes: Record<string, string>;
}

const lookOf = (link: WikiLink, from: number, { selection }: EditorState, options: WikiLinkOptions): Look => {
  const to = from + link.end - link.start;
  const target = options.resolve(link.name);
  const current = target.type === 'resolved' ? options.nameOf(target.id) : link.name;
  const shown = link.hasOwnWords ? link.shown : current;
  const spoken =
    target.type === 'missing'
      ? m.editor_wikiLinks_not_created_yet({ shown })
      : target.type === 'ambiguous'
        ? m.editor_wikiLinks_several_have_this_name({ shown })
        : shown;
  const type = target.type === 'resolved' ? ` wl-${options.typeOf(target.id)}` : '';
  const isInside = selection.empty && selection.head > from && selection.head < to;
  return {
    shown,
    isAnew: (link.hasOwnWords || current !== link.name) && !isInside,
    isNear: selection.from >= from && selection.to <= to,
    attributes: {
      nodeName: 'span',
      class: `wl wl-${target.type}${type}`,
      role: 'link',
      'aria-label': spoken,
      'data-link': link.name,
    },
  };
};

/** The decorations of a link that begins at `from`. */
const drawLink = (link: WikiLink, from: number, { shown, isAnew, isNear, attributes }: Look): Decoration[] => {
  const to = from + link.end - link.start;
  // Drawn anew at its first character, so that a co-GM's cursor inside does not draw it twice.
  if (isAnew)
    return [
      Decoration.inline(from, from + 1, {
        ...attributes,
        class: `${attributes['class']} wl-drawn`,
        'data-shown': shown,
      }),
      Decoration.inline(from + 1, to, { class: 'wl-rest', 'aria-hidden': 'true' }),
    ];
  const bracket = { class: isNear ? 'wl-bracket wl-near' : 'wl-bracket' };
  return [
    Decoration.inline(from, from + 2, bracket),
    Decoration.inline(from + 2, to - 2, attributes),
    Decoration.inline(to - 2, to, bracket),
  ];
};

const draw = (state: EditorState, options: WikiLinkOptions): Drawn => {
  const decorations: Decoration[] = [];
  state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    if (node.type.spec.code) return false;
    for (const link of linksOf(node)) {
      const from = position + 1 + link.start;
      decorations.push(...drawLink(link, from, lookOf(link, from, state, options)));
    }
    return false;
  });
  const { from, to } = state.selection;
  return { links: DecorationSet.create(state.doc, decorations), at: { from, to } };
};

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
            return composing.isOn
              ? { ...drawn, links: drawn.links.map(transaction.mapping, transaction.doc) }
              : draw(state, options);
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
