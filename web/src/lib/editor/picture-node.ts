// The nodes of a picture in a note: it names its picture by a hash and never by an address, so that no note can make this
// device fetch anything. Its caption is text like any other: found, linked and merged. How it is drawn, and what adds
// pictures, is loaded with the first one (pictures-in-note.ts).
import { Node } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { NodeView } from '@tiptap/pm/view';
import { isPictureHash } from '@emberkeep/domain';

export interface PictureOptions {
  /** Draws the picture above the caption; without it, only the caption is shown. Gives what removes it. */
  draw: ((host: HTMLElement, view: PictureView) => () => void) | null;
}

/** What a drawn picture knows of its node, and may ask for. */
export interface PictureView {
  file(): string;
  caption(): string;
  remove(): void;
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
    return ({ node: first, view, getPos }): NodeView => {
      let node = first;
      const dom = document.createElement('figure');
      const drawn = document.createElement('div');
      const contentDOM = document.createElement('figcaption');
      drawn.contentEditable = 'false';
      dom.append(drawn, contentDOM);
      const stop = draw(drawn, {
        file: () => String(node.attrs['file']),
        caption: () => node.textContent,
        remove: () => {
          const at = getPos();
          if (at !== undefined) view.dispatch(view.state.tr.delete(at, at + node.nodeSize));
        },
      });
      return {
        dom,
        contentDOM,
        update: (next) => {
          if (next.type !== node.type || next.attrs['file'] !== node.attrs['file']) return false;
          node = next;
          return true;
        },
        stopEvent: ({ target }) => drawn.contains(target as globalThis.Node),
        ignoreMutation: ({ target }) => !contentDOM.contains(target),
        destroy: stop,
      };
    };
  },
});
