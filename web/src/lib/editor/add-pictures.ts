// Adds pictures to a note: pasted, dropped, chosen or taken with the camera.
import type { Editor } from '@tiptap/core';
import type { CampaignDocs } from '@emberkeep/store';
import { getDevice } from '#lib/device/device.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { LARGEST_PICTURE_BYTES } from '#lib/device/redraw-pictures.ts';
import { loadPart } from '#lib/ui/load-part.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import { startInserting } from './insert-picture.ts';
import type { PicturePlace } from './pasted.ts';

const sentenceOf = (error: { type: string }, { name, size }: File): string => {
  if (error.type === 'PicturesFull') return m.entityViews_entityPictures_full();
  return size > LARGEST_PICTURE_BYTES ? m.editor_addPictures_too_large({ name }) : sentenceFor(error);
};

/**
 * Stores pictures and puts them into the note, in the order of `files`; what goes wrong is said. `editor`: null where the
 * note was closed meanwhile. `place`: where they go.
 */
export const addPictures = async (
  editor: Editor | null,
  docs: CampaignDocs,
  files: readonly File[],
  place: PicturePlace,
): Promise<void> => {
  const sayClosed = (): void => void toasts.show(m.editor_addPictures_note_was_closed());
  if (!editor || editor.isDestroyed) return sayClosed();
  const inserter = startInserting(editor, place);
  const { Attaching, NOTE_SIDE } = await loadPart(() => import('#lib/services/pictures/attach-pictures.ts'));
  const attaching = new Attaching(getDevice().db, undefined, NOTE_SIDE);
  try {
    for (const file of files) {
      try {
        const kept = await attaching.keepForNotes(docs, file.name, file);
        if (!kept.ok) toasts.show(sentenceOf(kept.error, file));
        else if (!(await inserter.insert(kept.value))) return sayClosed();
      } catch (error) {
        // The others are added all the same.
        console.warn('a picture could not be added', error);
        toasts.show(sentenceFor());
      }
    }
  } finally {
    attaching.stop();
    inserter.stop();
  }
};
