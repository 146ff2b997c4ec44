// Undo of this author's typing in one note.
import Collaboration from '@tiptap/extension-collaboration';
import type { Extension } from '@tiptap/core';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { TextUndo } from '@emberkeep/store';

/**
 * The undo of an editor over `fragment`. Only edits made in the editor become steps: where its binding tidies up a
 * node that a merge left invalid, the removed text is offered back instead.
 */
export const createNoteUndo = (fragment: Y.XmlFragment): TextUndo =>
  new TextUndo([fragment], {
    trackedOrigins: [ySyncPluginKey],
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') === true,
  });

/** An undo or a redo that changed nothing. `hadStep`: there was a step, but others had removed what it wrote. */
export interface NothingTaken {
  command: 'undo' | 'redo';
  hadStep: boolean;
}

type TakeCommand = () => (props: {
  tr: { setMeta(key: string, value: unknown): unknown };
  dispatch: unknown;
}) => boolean;

/** Co-editing of a note, whose commands `undo` and `redo` are true only where they changed something. */
export const noteCollaboration = (
  fragment: Y.XmlFragment,
  undoManager: TextUndo,
  onNothing: (taken: NothingTaken) => void = () => undefined,
): Extension => {
  const take =
    (command: NothingTaken['command']): TakeCommand =>
    () =>
    ({ tr, dispatch }) => {
      tr.setMeta('preventDispatch', true);
      const hadStep = (command === 'undo' ? undoManager.undoStack : undoManager.redoStack).length > 0;
      if (!dispatch) return hadStep;
      const isTaken = hadStep && undoManager[command]() !== null;
      if (!isTaken) onNothing({ command, hadStep });
      return isTaken;
    };
  return Collaboration.extend({
    addCommands: () => ({ undo: take('undo'), redo: take('redo') }),
    // A key that changed nothing is done with, too: the browser has an undo of its own.
    addKeyboardShortcuts() {
      const press = (command: NothingTaken['command']) => (): boolean => {
        this.editor.commands[command]();
        return true;
      };
      return { 'Mod-z': press('undo'), 'Mod-y': press('redo'), 'Shift-Mod-z': press('redo') };
    },
  }).configure({ fragment, yUndoOptions: { undoManager } });
};
