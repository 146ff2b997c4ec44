// Where the pictures that are added go: the place of the moment they were given, whoever writes what until they are drawn.
import type { Editor } from '@tiptap/core';
import { relativePositionToAbsolutePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Node } from '@tiptap/pm/model';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import type * as Y from 'yjs';
import { pictureNode } from '@emberkeep/domain';
import { bindingOf, relativeIn, type PicturePlace } from './pasted.ts';

/** How often it is looked whether the composing of a word has ended, ms. */
const COMPOSED_MS = 50;

/** Blocks that hold no picture. */
const CLOSED = ['picture', 'codeBlock'];

/** The position itself; behind the block where that holds no picture, which would be split. */
const outsideOfClosed = (doc: Node, at: number): number => {
  const $at = doc.resolve(at);
  const depth = Array.from({ length: $at.depth }, (_, i) => i + 1).find((each) =>
    CLOSED.includes($at.node(each).type.name),
  );
  return depth === undefined ? at : $at.after(depth);
};

const isOfOthers = (transaction: Transaction): boolean =>
  (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin === true;

/** Text changed under a composing input method makes it lose or double the word. */
const composed = async (editor: Editor): Promise<void> => {
  while (!editor.isDestroyed && editor.view.composing) await new Promise((resolve) => setTimeout(resolve, COMPOSED_MS));
};

/** Puts pictures into a note one behind the other. Call `stop` at the end. */
export interface PictureInserter {
  /** `file`: the hash that notes name it by. False where the note was closed. */
  insert(file: string): Promise<boolean>;
  /** Where the next one goes. */
  next(): Y.RelativePosition;
  stop(): void;
}

/** `place`: where the first one goes. */
export const startInserting = (editor: Editor, place: PicturePlace): PictureInserter => {
  let next = place.relative;
  /** Whether the GM has done nothing in the note since: then the first picture's caption gets the caret. */
  let isWaiting = editor.state.selection.eq(place.selection);
  const watch = ({ transaction }: { transaction: Transaction }): void => {
    if ((transaction.docChanged || transaction.selectionSet) && !isOfOthers(transaction)) isWaiting = false;
  };
  editor.on('transaction', watch);

  const insert = async (file: string): Promise<boolean> => {
    await composed(editor);
    if (editor.isDestroyed) return false;
    const { state, view } = editor;
    const { type, mapping } = bindingOf(state);
    const position = relativePositionToAbsolutePosition(type.doc as Y.Doc, type, next, mapping);
    const at = outsideOfClosed(state.doc, position ?? state.selection.to);
    const node = state.schema.nodeFromJSON(pictureNode(file, ''));
    const { tr } = state;
    tr.replaceRangeWith(at, at, node);
    // Where it came to depends on the block that it was put into.
    let found = at;
    tr.doc.nodesBetween(Math.max(0, at - 2), Math.min(tr.doc.content.size, at + node.nodeSize + 2), (each, pos) => {
      if (each.type === node.type && each.attrs['file'] === file) found = pos;
    });
    const takesCaret = isWaiting && view.hasFocus();
    if (takesCaret) tr.setSelection(TextSelection.near(tr.doc.resolve(found + 1))).scrollIntoView();
    view.dispatch(tr);
    next = relativeIn(editor.state, found + node.nodeSize);
    return true;
  };
  return { insert, next: () => next, stop: () => void editor.off('transaction', watch) };
};
