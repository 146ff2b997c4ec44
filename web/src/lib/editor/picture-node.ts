// The nodes of a picture in a note: it names its picture by a hash and never by an address, so that no note can make this
// device fetch anything. Its caption is text like any other: found, linked and merged. How it is drawn, and what adds
// pictures, is loaded with the first one (note-pictures.ts).
import { Node } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { NodeView } from '@tiptap/pm/view';
import { isPictureHash } from '@emberkeep/domain';

/** A picture on screen. What draws it is loaded later, and fills in `onCaption` and `onGone`. */
export interface PictureView {
  /** Where the picture is drawn, above the caption. */
  readonly host: HTMLElement;
  readonly file: string;
  caption: string;
  isGone: boolean;
  onCaption?: (caption: string) => void;
  onGone?: () => void;
  remove(): void;
}

export interface PictureOptions {
  /** Without it, only the caption is shown. */
  draw: ((view: PictureView) => void) | null;
}

export const PictureCaption = Node.create({
  name: 'pictureCaption',
  content: 'text*',
  defining: true,
  parseHTML: () => [{ tag: 'p[data-caption]', context: 'picture/', priority: 60 }],
  renderHTML: () => ['p', { 'data-caption': '' }, 0],
});

export const Picture = Node.create<PictureOptions>({
  name: 'picture',
  group: 'block',
  // Any number, because two devices may each have added one: the binding deletes a node that it cannot build.
  content: 'pictureCaption*',
  isolating: true,
  addOptions: () => ({ draw: null }),
  addAttributes: () => ({
    file: {
      default: null,
      parseHTML: (element: HTMLElement) => element.dataset['picture'],
      renderHTML: ({ file }: Record<string, unknown>) => (isPictureHash(file) ? { 'data-picture': file } : {}),
    },
  }),
  parseHTML: () => [
    { tag: 'figure[data-picture]', getAttrs: (element) => (isPictureHash(element.dataset['picture']) ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['figure', HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor: { state, view } }) => {
        const { $head } = state.selection;
        if ($head.parent.type.name !== 'pictureCaption') return false;
        const after = $head.after(-1);
        view.dispatch(state.tr.insert(after, state.schema.nodes['paragraph']!.create()));
        this.editor.commands.setTextSelection(after + 1);
        return true;
      },
      Backspace: ({ editor: { state, view } }) => {
        const { $head, empty } = state.selection;
        if (!empty || $head.parentOffset > 0 || $head.parent.type.name !== 'pictureCaption') return false;
        view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, $head.before(-1))));
        return true;
      },
    };
  },
  addNodeView() {
    const { draw } = this.options;
    if (!draw) return null;
    return ({ node: { attrs, type, textContent }, editor, getPos }): NodeView => {
      const dom = document.createElement('figure');
      const host = document.createElement('div');
      const contentDOM = document.createElement('figcaption');
      host.contentEditable = 'false';
      dom.append(host, contentDOM);
      const shown: PictureView = {
        host,
        file: String(attrs['file']),
        caption: textContent,
        isGone: false,
        remove: () => {
          const at = getPos();
          if (at !== undefined) editor.chain().setNodeSelection(at).deleteSelection().focus().run();
        },
      };
      draw(shown);
      return {
        dom,
        contentDOM,
        update: (next) => {
          if (next.type !== type || next.attrs['file'] !== attrs['file']) return false;
          shown.caption = next.textContent;
          shown.onCaption?.(shown.caption);
          return true;
        },
        stopEvent: ({ target }) => host.contains(target as globalThis.Node),
        // What draws the picture changes the host, and the editor marks the figure; the rest was done by a keyboard or an
        // extension of the browser, and is read.
        ignoreMutation: ({ type: kind, target }) => host.contains(target) || (kind === 'attributes' && target === dom),
        destroy: () => {
          shown.isGone = true;
          shown.onGone?.();
        },
      };
    };
  },
});
