// Owns the `[[` completion: when it opens, what it offers, what it inserts. Drawing is LinkList.svelte's.
import { Extension, type Editor } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import Suggestion, { type SuggestionProps } from '@tiptap/suggestion';
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

export const LinkCompletion = Extension.create<CompletionOptions>({
  name: 'linkCompletion',
  addOptions: () => ({ choices: () => [], onCreate: () => undefined, onView: () => undefined }),
  addProseMirrorPlugins() {
    const { options } = this;
    return [
      Suggestion<LinkChoice, LinkChoice>({
        editor: this.editor,
        pluginKey: new PluginKey('linkCompletion'),
        char: '[[',
        allowSpaces: true,
        // Our own matcher: the stock one opens again inside a finished link.
        findSuggestionMatch: ({ $position }) => {
          if (!$position.parent.isTextblock || $position.parent.type.spec.code) return null;
          const before = $position.parent.textBetween(0, $position.parentOffset, '\n', '\n');
          const match = /\[\[([^[\]|\n]{0,80})$/.exec(before);
          if (!match) return null;
          const after = $position.parent.textBetween($position.parentOffset, $position.parent.content.size, '\n', '\n');
          if (/^[^[\n]*?\]\]/.test(after)) return null; // the caret stands in a finished link
          const from = $position.pos - match[0].length;
          return { range: { from, to: $position.pos }, query: match[1] ?? '', text: match[0] };
        },
        items: ({ query }) => options.choices(query),
        command: ({ editor, range, props }) => {
          if (props.type === 'create') options.onCreate(props.name);
          insertLink(editor, range, props.name);
        },
        render: () => {
          let props: SuggestionProps<LinkChoice, LinkChoice> | null = null;
          let selected = 0;
          const show = (): void =>
            options.onView(
              props && props.items.length > 0
                ? { items: props.items, selected, query: props.query, rect: props.clientRect?.() ?? null, choose: (index) => props?.items[index] && props.command(props.items[index]) }
                : null,
            );
          return {
            onStart: (next) => {
              props = next;
              selected = 0;
              show();
            },
            onUpdate: (next) => {
              if (next.query !== props?.query) selected = 0;
              props = next;
              show();
            },
            onExit: () => {
              props = null;
              options.onView(null);
            },
            onKeyDown: ({ event }) => {
              const count = props?.items.length ?? 0;
              if (!props || count === 0) return false;
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                selected = (selected + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
                show();
                return true;
              }
              if (event.key === 'Enter' || event.key === 'Tab') {
                const item = props.items[selected];
                if (item) props.command(item);
                return true;
              }
              return false;
            },
          };
        },
      }),
    ];
  },
});

const insertLink = (editor: Editor, range: { from: number; to: number }, name: string): void => {
  const after = editor.state.doc.textBetween(range.to, Math.min(range.to + 2, editor.state.doc.content.size), '\n', '\n');
  const to = after === ']]' ? range.to + 2 : range.to; // keyboards that close brackets by themselves
  editor.chain().focus().insertContentAt({ from: range.from, to }, [{ type: 'text', text: writeWikiLink(name) }]).run();
};
