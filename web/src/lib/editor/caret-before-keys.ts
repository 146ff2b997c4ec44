// Lets the editor hear where the caret is before it handles a key. A browser tells of a caret that moved only with its
// next frame, which a slow tablet draws late: a key that came between acted where the caret had been before the tap.
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';

export const CaretBeforeKeys = Extension.create({
  name: 'caretBeforeKeys',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('caretBeforeKeys'),
      props: {
        handleDOMEvents: {
          // The editor reads the selection at this event, and does nothing where it has seen it already.
          keydown: (_view, { isComposing }) => {
            // A keyboard that composes a word moves the caret itself.
            if (!isComposing) document.dispatchEvent(new Event('selectionchange'));
            return false;
          },
        },
      },
    }),
  ],
});
