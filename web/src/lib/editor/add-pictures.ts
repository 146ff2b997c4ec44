// Adds pictures to a note: pasted, dropped, chosen or taken with the camera. They come into the note also where it was
// closed while they were read.
import type { Editor } from '@tiptap/core';
import { ok, pictureNode, type Result } from '@emberkeep/domain';
import { insertIntoNote, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import type { RelativePosition } from 'yjs';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { LARGEST_PICTURE_BYTES } from '#lib/device/redraw-pictures.ts';
import { showDoneText } from '#lib/records/command-feedback.ts';
import { attempt } from '#lib/services/attempt.ts';
import type { Attaching } from '#lib/services/pictures/attach-pictures.ts';
import { storePictures } from '#lib/services/pictures/store-pictures.ts';
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
  /** Those that came after the note was closed. */
  const late: string[] = [];
  const add = async (attaching: Attaching, file: File): Promise<Result<void, { type: string }>> => {
    const kept = await attaching.keepForNotes(docs, file.name, file);
    if (!kept.ok) return kept;
    if (!(await inserter?.insert(kept.value))) late.push(kept.value);
    return ok(undefined);
  };
  const stored = await storePictures(docs.campaignId, { isForNotes: true }, async (attaching) => {
    for (const file of files) {
      // Where one fails, the others are added all the same.
      const added = await attempt(() => add(attaching, file));
      if (!added.ok) toasts.show(sentenceOf(added.error, file));
    }
    return ok(undefined);
  });
  if (!stored.ok) toasts.show(sentenceFor(stored.error));
  if (late.length > 0) addToClosed(note, late, inserter?.next() ?? place.relative);
  inserter?.stop();
};
