// Adds pictures to a note: pasted, dropped, chosen or taken with the camera.
import type { Editor } from '@tiptap/core';
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from '@tiptap/y-tiptap';
import { TextSelection } from '@tiptap/pm/state';
import type * as Y from 'yjs';
import { pictureNode } from '@emberkeep/domain';
import type { CampaignDocs } from '@emberkeep/store';
import { getDevice } from '#lib/device/device.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { LARGEST_PICTURE_BYTES } from '#lib/device/redraw-pictures.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import { bindingOf } from './pasted.ts';

/** Puts a picture at a position, with the caret in its caption; gives the position behind it. */
const insertPicture = ({ state, view }: Editor, at: number, file: string): number => {
  const node = state.schema.nodeFromJSON(pictureNode(file, ''));
  const { tr } = state;
  tr.replaceRangeWith(at, at, node);
  // Where it came to depends on the block that it was put into.
  let found = at;
  tr.doc.nodesBetween(Math.max(0, at - 2), Math.min(tr.doc.content.size, at + node.nodeSize + 2), (each, pos) => {
    if (each.type === node.type && each.attrs['file'] === file) found = pos;
  });
  tr.setSelection(TextSelection.near(tr.doc.resolve(found + 1)));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return found + node.nodeSize;
};

const sentenceOf = (error: { type: string }, { name, size }: File): string => {
  if (error.type === 'PicturesFull') return m.entityViews_entityPictures_full();
  return size > LARGEST_PICTURE_BYTES ? m.editor_addPictures_too_large({ name }) : sentenceFor(error);
};

/**
 * Stores pictures and puts them into the note, in the order of `files`; what goes wrong is said. Whatever others write
 * meanwhile, they come to the place that was meant. `at`: by default where the caret is.
 */
export const addPictures = async (
  editor: Editor,
  docs: CampaignDocs,
  files: readonly File[],
  at = editor.state.selection.to,
): Promise<void> => {
  const { Attaching, NOTE_SIDE } = await import('#lib/services/pictures/attach-pictures.ts');
  const attaching = new Attaching(getDevice().db, undefined, NOTE_SIDE);
  const relativeTo = (position: number): unknown => {
    const { type, mapping } = bindingOf(editor.state);
    return absolutePositionToRelativePosition(position, type, mapping);
  };
  let place = relativeTo(at);
  for (const file of files) {
    const kept = await attaching.keepForNotes(docs, file.name, file);
    if (!kept.ok) {
      toasts.show(sentenceOf(kept.error, file));
      continue;
    }
    if (editor.isDestroyed) {
      toasts.show(m.editor_insertPasted_the_note_was_closed_before());
      break;
    }
    const { type, mapping } = bindingOf(editor.state);
    const position = relativePositionToAbsolutePosition(type.doc as Y.Doc, type, place, mapping);
    place = relativeTo(insertPicture(editor, position ?? editor.state.selection.to, kept.value));
  }
  attaching.stop();
};
