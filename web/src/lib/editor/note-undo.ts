// Undo of this author's typing in one note.
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
