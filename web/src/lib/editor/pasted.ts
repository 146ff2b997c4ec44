// What is known of a paste before it is read, and what both parts of pasting ask of the editor.
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { EditorState, Selection } from '@tiptap/pm/state';
import type * as Y from 'yjs';
import type { Clipboard } from '@emberkeep/files';
import type { NoteSource, ReadNote } from '#lib/services/transfer/read-note.ts';

export interface NotePasteOptions {
  /** Reads what was pasted; null where it was stopped. */
  read(source: NoteSource): Promise<ReadNote | null>;
  /** Says what was left out, or what went wrong. */
  onRemark(sentence: string): void;
  /** Adds pictures at a position of the note; by default where the caret is. */
  onPictures(files: readonly File[], at?: number): void;
}

/** One paste, and the selection that it replaces: by position, and relative to the document's content. */
export interface Pasted {
  event: ClipboardEvent;
  clipboard: Clipboard;
  /** Pasted without formatting: its lines are all there is. */
  isPlain: boolean;
  selection: Selection;
  anchor: unknown;
  head: unknown;
}

export const isInTable = ({ selection: { $head } }: EditorState): boolean =>
  Array.from({ length: $head.depth }, (_, i) => $head.node(i + 1)).some((node) => node.type.name === 'table');

/** The part of the binding that relates positions to the document; y-tiptap has no public type for it. */
interface Binding {
  type: Y.XmlFragment;
  mapping: Parameters<typeof absolutePositionToRelativePosition>[2];
}
export const bindingOf = (state: EditorState): Binding =>
  (ySyncPluginKey.getState(state) as { binding: Binding }).binding;

/** A position relative to the document's content: it stays where it was meant, whoever writes what meanwhile. */
export const relativeIn = (state: EditorState, at: number): Y.RelativePosition => {
  const { type, mapping } = bindingOf(state);
  // reason: y-tiptap's types leave open what it gives
  return absolutePositionToRelativePosition(at, type, mapping) as Y.RelativePosition;
};

/** Where given pictures go, and the selection of that moment. */
export interface PicturePlace {
  relative: Y.RelativePosition;
  selection: Selection;
}

/** `at`: by default where the caret is. */
export const picturePlace = (state: EditorState, at = state.selection.to): PicturePlace => ({
  relative: relativeIn(state, at),
  selection: state.selection,
});
