// Destroys an editor whose Yjs binding threw while applying a remote change: it may restore a selection at a position
// that is gone (found by the fuzz test, seed 184). The editor would be older than the document, and the next key
// would write the old state back, deleting a co-GM's words.
import type { Editor } from '@tiptap/core';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';

type Observer = (events: Y.YEvent<Y.XmlFragment>[], transaction: Y.Transaction) => void;

/** The part of y-tiptap's binding that is used here; it has no public type. */
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
