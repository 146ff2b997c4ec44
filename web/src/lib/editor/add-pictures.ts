// Adds pictures to a note: pasted, dropped, chosen or taken with the camera. They come into the note also where it was
// closed while they were read.
import type { Editor } from '@tiptap/core';
import { pictureNode } from '@emberkeep/domain';
import { insertIntoNote, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import type { RelativePosition } from 'yjs';
import { getDevice } from '#lib/device/device.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { LARGEST_PICTURE_BYTES } from '#lib/device/redraw-pictures.ts';
import { showDoneText } from '#lib/records/command-feedback.ts';
import { loadPart } from '#lib/ui/load-part.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import { startInserting } from './insert-picture.ts';
import type { PicturePlace } from './pasted.ts';

const sentenceOf = (error: { type: string }, { name, size }: File): string => {
  if (error.type === 'PicturesFull') return m.entityViews_entityPictures_full();
  return size > LARGEST_PICTURE_BYTES ? m.editor_addPictures_too_large({ name }) : sentenceFor(error);
};

/** The note that pictures are added to. */
export interface NoteOfPictures {
  docs: CampaignDocs;
  /** Held by whoever adds the pictures, so that they can be written after the note was closed. */
  document: OpenDocument;
  /** Of the note in the document. */
  name: string;
  editor: Editor;
}

/** Writes pictures into a note that was closed, and says so. `files`: the hashes that notes name them by. */
const addToClosed = ({ document, name }: NoteOfPictures, files: readonly string[], at: RelativePosition): void => {
  const nodes = files.map((file) => pictureNode(file, ''));
  const added = insertIntoNote(document, name, nodes, at);
  if (!added.ok) return toasts.show(sentenceFor(added.error));
  showDoneText(m.editor_addPictures_added_to_closed({ count: files.length }), { undo: added.value.undo });
};

/**
 * Stores pictures and puts them into the note, in the order of `files`; what goes wrong is said. `place`: where they go.
 */
export const addPictures = async (note: NoteOfPictures, files: readonly File[], place: PicturePlace): Promise<void> => {
  const { docs, editor } = note;
  const inserter = editor.isDestroyed ? null : startInserting(editor, place);
  const { Attaching, NOTE_SIDE } = await loadPart(() => import('#lib/services/pictures/attach-pictures.ts'));
  const attaching = new Attaching(getDevice().db, undefined, NOTE_SIDE);
  /** Those that came after the note was closed. */
  const late: string[] = [];
  try {
    for (const file of files) {
      try {
        const kept = await attaching.keepForNotes(docs, file.name, file);
        if (!kept.ok) toasts.show(sentenceOf(kept.error, file));
        else if (!(await inserter?.insert(kept.value))) late.push(kept.value);
      } catch (error) {
        // The others are added all the same.
        console.warn('a picture could not be added', error);
        toasts.show(sentenceFor());
      }
    }
    if (late.length > 0) addToClosed(note, late, inserter?.next() ?? place.relative);
  } finally {
    attaching.stop();
    inserter?.stop();
  }
};
