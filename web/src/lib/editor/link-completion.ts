// The `[[` completion: when it opens, what it offers, what it inserts. LinkList.svelte draws it.
import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { LINK_CHARACTER, writeWikiLink } from '@emberkeep/domain';

/** One row of the list. A `create` row creates an entity of that name and type. */
export interface LinkChoice {
  type: 'entity' | 'create';
  name: string;
  /** The alias that matched, where it was not the name. */
  via: string | null;
  entityType: string;
}

/** What the list shows. */
export interface CompletionView {
  items: readonly LinkChoice[];
  selected: number;
  query: string;
  /** Where the caret is. */
  rect: DOMRect | null;
  choose(index: number): void;
  /** Closes the list and leaves the name that is typed as it is. */
  dismiss(): void;
}

export interface CompletionOptions {
  choices(query: string): LinkChoice[];
  onCreate(name: string, entityType: string): void;
  /** Null closes the list. */
  onView(view: CompletionView | null): void;
}

/** An unfinished link before the caret: its range, and what is typed of its name. */
interface OpenLink {
  from: number;
  to: number;
  query: string;
}

/**
 * `[[` and at most 80 characters of a name, up to the caret. A name may have brackets of its own, as in “Room [3]”; two
 * closing ones end the link.
 */
const UNFINISHED = /\[\[((?:(?!\[\[|\]\])[^|\n]){0,80})$/;
/** What follows the caret inside a finished link. */
const REST_OF_LINK = new RegExp(String.raw`^(?:${LINK_CHARACTER}|\|)*?\]?\]\]`);

const openLinkAt = ({ selection }: EditorState): OpenLink | null => {
  const { $from } = selection;
  if (!selection.empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, '\n', '\n');
  const match = UNFINISHED.exec(before);
  if (!match) return null;
  const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, '\n', '\n');
  if (REST_OF_LINK.test(after)) return null;
  return { from: $from.pos - match[0].length, to: $from.pos, query: match[1] ?? '' };
};

const insertLink = (editor: Editor, range: { from: number; to: number }, name: string): void => {
  const { doc } = editor.state;
  const after = doc.textBetween(range.to, Math.min(range.to + 3, doc.content.size), '\n', '\n');
  // Some keyboards close brackets by themselves, also the one within “Room [3]”.
  const to = range.to + (/^\]{2,3}/.exec(after)?.[0].length ?? 0);
  editor
    .chain()
    .focus()
    .insertContentAt({ from: range.from, to }, [{ type: 'text', text: writeWikiLink(name) }])
    .run();
};

/** The state of the list in one editor. */
class Completion {
  #link: OpenLink | null = null;
  #items: readonly LinkChoice[] = [];
  #selected = 0;
  /** Where the GM closed the list; it stays closed until another link is begun. */
  #closedAt = -1;

  constructor(
    readonly editor: Editor,
    readonly options: CompletionOptions,
  ) {}

  /** After every change of the document or the selection. */
  update(view: EditorView): void {
    const found = view.hasFocus() && view.editable ? openLinkAt(view.state) : null;
    if (found?.from !== this.#closedAt) this.#closedAt = -1;
    if (!found && !this.#link) return;
    if (!found || this.#closedAt !== -1) return this.close();
    const isNew = found.query !== this.#link?.query;
    if (isNew) this.#selected = 0;
    if (isNew || this.#items.length === 0) this.#items = this.options.choices(found.query);
    this.#link = found;
    this.#show(view);
  }

  close(): void {
    [this.#link, this.#items] = [null, []];
    this.options.onView(null);
  }

  /** Closes the list until another link is begun. Brackets in which nothing is typed yet go with it. */
  dismiss(): void {
    const link = this.#link;
    if (link) this.#closedAt = link.from;
    this.close();
    if (link?.query === '') this.editor.commands.deleteRange(link);
  }

  /** True where the key belongs to the list. */
  onKey(view: EditorView, key: string): boolean {
    const count = this.#items.length;
    if (!this.#link || count === 0) return false;
    switch (key) {
      case 'Escape':
        this.dismiss();
        return true;
      case 'ArrowDown':
      case 'ArrowUp':
        this.#selected = (this.#selected + (key === 'ArrowDown' ? 1 : count - 1)) % count;
        this.#show(view);
        return true;
      case 'Enter':
      case 'Tab':
        this.#choose(this.#selected);
        return true;
      default:
        return false;
    }
  }

  #choose(index: number): void {
    const item = this.#items[index];
    const range = this.#link;
    if (!item || !range) return;
    if (item.type === 'create') this.options.onCreate(item.name, item.entityType);
    insertLink(this.editor, range, item.name);
  }

  #show(view: EditorView): void {
    if (!this.#link || this.#items.length === 0) return this.options.onView(null);
    const { left, top, bottom } = view.coordsAtPos(this.#link.to);
    this.options.onView({
      items: this.#items,
      selected: this.#selected,
      query: this.#link.query,
      rect: new DOMRect(left, top, 0, bottom - top),
      choose: (index) => this.#choose(index),
      dismiss: () => this.dismiss(),
    });
  }
}

export const LinkCompletion = Extension.create<CompletionOptions>({
  name: 'linkCompletion',
  addOptions: () => ({ choices: () => [], onCreate: () => undefined, onView: () => undefined }),
  addProseMirrorPlugins() {
    const completion = new Completion(this.editor, this.options);
    return [
      new Plugin({
        key: new PluginKey('linkCompletion'),
        view: () => ({
          update: (view, before) => {
            if (before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return;
            completion.update(view);
          },
          destroy: () => this.options.onView(null),
        }),
        props: {
          handleDOMEvents: {
            blur: () => {
              completion.close();
              return false;
            },
          },
          handleKeyDown: (view, event) => completion.onKey(view, event.key),
        },
      }),
    ];
  },
});
