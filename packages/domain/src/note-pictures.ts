// Pictures in notes. A note names a picture by the hash of the file that it came from, so that two GMs who import one
// file apart have the same note. The campaign's record says which stored pictures that is, and keeps them: a note in the
// trash, in an earlier version or behind an undo names a picture that is still there.
import { isPictureHash, readAttachedPicture, type AttachedPicture } from './entity-pictures.ts';
import type { NoteNode } from './note.ts';

/** The campaign's entries of its pictures, by the hash of their files. */
export type PictureEntries = Readonly<Record<string, unknown>>;

/** The hash that a node of a note names its picture by; empty for any other node and for what is no hash. */
export const pictureOfNode = ({ type, attrs }: NoteNode): string => {
  const file = type === 'picture' ? attrs?.['file'] : undefined;
  return isPictureHash(file) ? file : '';
};

/** A picture of a note with its caption. `file`: the hash of the file that it came from. */
export const pictureNode = (file: string, caption: string): NoteNode => ({
  type: 'picture',
  attrs: { file },
  content: [{ type: 'pictureCaption', ...(caption ? { content: [{ type: 'text', text: caption }] } : {}) }],
});

/** The stored pictures of entries by the hash of the one at full size; the first of several. */
const storedByHash = new WeakMap<PictureEntries, ReadonlyMap<string, AttachedPicture>>();

// Kept by the entries: a note of a thousand pictures that the campaign does not know would look at all of them each time.
const storedPictures = (entries: PictureEntries): ReadonlyMap<string, AttachedPicture> => {
  const known = storedByHash.get(entries);
  if (known) return known;
  const stored = new Map<string, AttachedPicture>();
  for (const entry of Object.values(entries)) {
    const picture = readAttachedPicture(entry);
    if (picture && !stored.has(picture.full)) stored.set(picture.full, picture);
  }
  storedByHash.set(entries, stored);
  return stored;
};

/**
 * The stored picture that a note names; null while the campaign does not know it. In a folder of notes a picture is
 * named by the hash of the stored one. `entries` must not change afterwards.
 */
export const namedPicture = (entries: PictureEntries, file: string): AttachedPicture | null =>
  Object.hasOwn(entries, file) ? readAttachedPicture(entries[file]) : (storedPictures(entries).get(file) ?? null);

/** The hashes of the files whose pictures notes show, in reading order. */
export const picturesInNotes = (nodes: readonly NoteNode[]): string[] =>
  nodes.flatMap((node) => {
    const file = pictureOfNode(node);
    return [...(file ? [file] : []), ...picturesInNotes(node.content ?? [])];
  });

const PICTURE_ADDRESS = /^(?:picture:|(?:\.\.?\/)*Pictures\/)([0-9a-f]{64})(?:\.(?:webp|png|jpeg))?$/;

/** How Markdown names a picture of a note where its file is not at hand. */
export const pictureAddress = (file: string): string => `picture:${file}`;

/** The hash that an address in Markdown names a picture of ours by; empty for any other address. */
export const pictureOfAddress = (address: string): string => PICTURE_ADDRESS.exec(address)?.[1] ?? '';
