// A command that writes texts, with an undo of its own. It can be undone also after the document was closed, and not
// once the document is read-only.
import * as Y from 'yjs';
import type { OpenDocument } from './open-document.ts';
import { IMPORT } from './origins.ts';
import { applyOwnUpdate } from './own-clients.ts';
import { stampWriter } from './shape.ts';
import { importersIn, textsOfOthers } from './text-importers.ts';
import { TextUndo } from './text-undo.ts';

/** What a command did to texts. */
export interface UndoableText {
  /**
   * Removes the command's own text, and nothing that anybody wrote since. False when that changed nothing: the text is
   * read-only by now, or nothing of it is left.
   */
  undo(): Promise<boolean>;
  /** True where the command found its text here already: there is nothing to undo. */
  wroteNothing?(): boolean;
}

/** What a command did to texts that a step of undo takes along. */
export interface RedoableText extends UndoableText {
  /** Writes again what `undo` took back. False when that changed nothing. */
  redo(): Promise<boolean>;
}

export interface UndoableScope {
  types: readonly (Y.XmlFragment | Y.Map<unknown>)[];
  /** Asked before the undo, with the document as it is then. */
  isWritable(doc: OpenDocument): boolean;
}

/**
 * Runs an undo or a redo in the closed document, which still holds the deleted text, and copies what that wrote into the
 * one that was opened since. A document that is read from the disk no longer holds what was deleted.
 */
const runInClosed = (closed: Y.Doc, now: Y.Doc, run: () => boolean): boolean => {
  Y.applyUpdate(closed, Y.encodeStateAsUpdate(now, Y.encodeStateVector(closed)));
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array): void => void updates.push(update);
  closed.on('update', collect);
  let isChanged: boolean;
  try {
    isChanged = run();
  } finally {
    closed.off('update', collect);
  }
  if (updates.length > 0)
    now.transact((transaction) => applyOwnUpdate(transaction, Y.mergeUpdates(updates)), { ...IMPORT });
  return isChanged;
};

/** Runs `write`; returns whether it changed any of these types. */
const runAndDetectChange = (types: UndoableScope['types'], write: () => void): boolean => {
  let isChanged = false;
  const see = (): void => void (isChanged = true);
  for (const type of types) type.observeDeep(see);
  try {
    write();
  } finally {
    for (const type of types) type.unobserveDeep(see);
  }
  return isChanged;
};

/**
 * Runs a command with an undo of its own: its transaction has an origin that no other has. A text that somebody else
 * imported, too, stays when the import is undone.
 */
export const undoable = (doc: OpenDocument, { types, isWritable }: UndoableScope, run: () => void): RedoableText => {
  const origin = { ...IMPORT };
  let staying: ReadonlySet<number> = new Set();
  const manager = new TextUndo([...types, importersIn(doc.doc)], {
    trackedOrigins: [origin],
    captureTimeout: 0,
    keeps: (item) => staying.has(item.id.client),
  });
  doc.doc.transact(() => {
    stampWriter(doc.doc);
    run();
  }, origin);
  // The step is complete, unless the caller's transaction goes on: hundreds of imports must not each listen from now on.
  if (!doc.doc._transaction) manager.stopListening();
  let isTaken = false;
  // Of a text that somebody else imported too, only the note of who imported it is taken back.
  const undo = (): boolean => {
    staying = textsOfOthers(doc.doc);
    isTaken ||= manager.undoStack.length > 0;
    // Of a text that somebody else imported too, only the note of who imported it is taken back.
    return runAndDetectChange(types, () => manager.listeningTo(() => void manager.undo()));
  };
  const redo = (): boolean => runAndDetectChange(types, () => manager.listeningTo(() => void manager.redo()));
  const runAfterClosing = async (run: () => boolean): Promise<boolean> => {
    const opened = await doc.reopen();
    if (!opened.ok) return false;
    try {
      return isWritable(opened.value) && runInClosed(doc.doc, opened.value.doc, run);
    } finally {
      await opened.value.release();
    }
  };
  // In the same tick while the document is open, so a co-GM's edits come after it.
  const runNow = (run: () => boolean): Promise<boolean> =>
    doc.doc.isDestroyed ? runAfterClosing(run) : Promise.resolve(isWritable(doc) && run());
  return {
    wroteNothing: () => !isTaken && manager.undoStack.length === 0,
    undo: () => runNow(undo),
    redo: () => runNow(redo),
  };
};
