// Owns the `[[` completion: when it opens, what it offers, what it inserts. Drawing is LinkList.svelte's.
import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { writeWikiLink } from '@emberkeep/domain';

/** One row of the list. `create` rows make what does not exist yet. */
export interface LinkChoice {
  type: 'entity' | 'create';
  name: string;
  /** The alias that matched, where it was not the name. */
  via: string | null;
  entityType: string;
}

export interface CompletionView {
  items: readonly LinkChoice[];
  selected: number;
  query: string;
  rect: DOMRect | null;
  choose(index: number): void;
}

export interface CompletionOptions {
  choices(query: string): LinkChoice[];
  onCreate(name: string): void;
  /** Null closes the list. */
  onView(view: CompletionView | null): void;
}

/** An unfinished link that the caret stands behind: its place and what is typed of its name. */
interface OpenLink {
  from: number;
  to: number;
  query: string;
}

const openLinkAt = ({ selection }: EditorState): OpenLink | null => {
  const { $from } = selection;
  if (!selection.empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, '\n', '\n');
  const match = /\[\[([^[\]|\n]{0,80})$/.exec(before);
  if (!match) return null;
  const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, '\n', '\n');
  if (/^[^[\n]*?\]\]/.test(after)) return null; // the caret stands in a finished link
  return { from: $from.pos - match[0].length, to: $from.pos, query: match[1] ?? '' };
};

export const LinkCompletion = Extension.create<CompletionOptions>({
  name: 'linkCompletion',
  addOptions: () => ({ choices: () => [], onCreate: () => undefined, onView: () => undefined }),
  addProseMirrorPlugins() {
    const { options, editor } = this;
    let link: OpenLink | null = null;
    let items: LinkChoice[] = [];
    let selected = 0;
    // Where Escape closed the list; it stays closed until another link is begun.
    let closedAt = -1;
    const choose = (index: number): void => {
      const item = items[index];
      if (!item || !link) return;
      const range = link;
      if (item.type === 'create') options.onCreate(item.name);
      insertLink(editor, range, item.name);
    };
    const show = (view: EditorView | null): void => {
      if (!view || !link || items.length === 0) return options.onView(null);
      const { left, top, bottom } = view.coordsAtPos(link.to);
      options.onView({ items, selected, query: link.query, rect: new DOMRect(left, top, 0, bottom - top), choose });
    };
    return [
      new Plugin({
        key: new PluginKey('linkCompletion'),
        view: () => ({
          update: (view, before) => {
            if (before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return;
            const found = view.hasFocus() && view.editable ? openLinkAt(view.state) : null;
            if (!found || found.from !== closedAt) closedAt = -1;
            if (!found && !link) return;
            if (!found || closedAt !== -1) {
              [link, items] = [null, []];
              return show(null);
            }
            if (found.query !== link?.query) selected = 0;
            if (found.query !== link?.query || items.length === 0) items = options.choices(found.query);
            link = found;
            show(view);
          },
          destroy: () => options.onView(null),
        }),
        props: {
          handleDOMEvents: {
            blur: () => {
              [link, items] = [null, []];
              show(null);
              return false;
            },
          },
          handleKeyDown: (view, event) => {
            if (!link || items.length === 0) return false;
            if (event.key === 'Escape') {
              closedAt = link.from;
              [link, items] = [null, []];
              show(null);
              return true;
            }
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              selected = (selected + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length;
              show(view);
              return true;
            }
            if (event.key !== 'Enter' && event.key !== 'Tab') return false;
            choose(selected);
            return true;
          },
        },
      }),
    ];
  },
});

const insertLink = (editor: Editor, range: { from: number; to: number }, name: string): void => {
  const after = editor.state.doc.textBetween(
    range.to,
    Math.min(range.to + 2, editor.state.doc.content.size),
    '\n',
    '\n',
  );
  const to = after === ']]' ? range.to + 2 : range.to; // keyboards that close brackets by themselves
  editor
    .chain()
    .focus()
    .insertContentAt({ from: range.from, to }, [{ type: 'text', text: writeWikiLink(name) }])
    .run();
};
