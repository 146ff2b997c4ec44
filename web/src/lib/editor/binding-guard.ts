// Owns the third trap of the editor's binding, found by the fuzz (seed 184): while it brings a remote change to the screen
// it may throw (it restores a selection at a place that is gone). The screen is then older than the document, and the next
// key would write the old state back, deleting a co-GM's words. So a throwing binding is unhooked at once and rebuilt.
import type { Editor } from '@tiptap/core';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';

type Observer = (events: Y.YEvent<Y.XmlFragment>[], transaction: Y.Transaction) => void;

interface Binding {
  type: Y.XmlFragment;
  _observeFunction: Observer;
}

/** Watches the binding of an editor; `onBroken` runs at most once, with the editor already destroyed. */
export const guardBinding = (editor: Editor, onBroken: (error: unknown) => void): void => {
  const { binding } = ySyncPluginKey.getState(editor.state) as { binding: Binding };
  const original = binding._observeFunction;
  binding.type.unobserveDeep(original as never);
  binding._observeFunction = (events, transaction) => {
    try {
      original(events, transaction);
    } catch (error) {
      editor.destroy();
      onBroken(error);
    }
  };
  binding.type.observeDeep(binding._observeFunction as never);
};
