// Pictures attached to an entity: each at full size, with a small one for lists. Their bytes are stored apart, under
// the hash of their content; an entity's record holds the hashes.
import { compareNames } from './name-index.ts';

/** An attached picture, as one entry of an entity's `pictures`. */
export interface AttachedPicture {
  /** Hex SHA-256 of the picture at full size. */
  full: string;
  /** Hex SHA-256 of the one for lists. */
  small: string;
  /** The name of the file that it came from, without folders. */
  name: string;
  /** Of the picture at full size, pixels. */
  width: number;
  height: number;
  /** Of both together. */
  bytes: number;
}

/** Bytes that the attached pictures of a campaign take at most: a backup holds all of them in one text. */
export const ATTACHED_PICTURES_LIMIT = 200_000_000;

/** Bytes that one attached picture takes at most, both sizes: the relay stores no larger ones. */
export const ATTACHED_PICTURE_MAX = 2 * 4 * 1024 * 1024;

/** Longest name, UTF-16 units. */
const MAX_NAME_LENGTH = 200;

const HASH = /^[0-9a-f]{64}$/;
export const isPictureHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value);

/** Signs that have no place in the name of a file, or turn around how it and what is beside it read. */
const UNSEEN_IN_NAMES = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

const size = (value: unknown): number => (typeof value === 'number' && value > 0 && value < 1e9 ? value : 0);

/** Null for what describes no picture. */
export const readAttachedPicture = (value: unknown): AttachedPicture | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { full, small, name, width, height, bytes } = value as Readonly<Record<string, unknown>>;
  if (!isPictureHash(full) || !isPictureHash(small)) return null;
  const words = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH).replace(UNSEEN_IN_NAMES, '') : '';
  const taken = Math.min(size(bytes), ATTACHED_PICTURE_MAX);
  return { full, small, name: words, width: size(width), height: size(height), bytes: taken };
};

/** The pictures of an entity with the names of their entries, by the names of their files. */
export const attachedPictures = (pictures: Readonly<Record<string, unknown>>): (AttachedPicture & { key: string })[] =>
  Object.entries(pictures)
    .flatMap(([key, value]) => {
      const picture = readAttachedPicture(value);
      return picture ? [{ key, ...picture }] : [];
    })
    .sort((a, b) => compareNames(a.name, b.name) || (a.key < b.key ? -1 : 1));

/** The hashes that one stored value names: of a portrait, a cover or an attached picture. */
export const pictureHashes = (value: unknown): string[] => {
  if (isPictureHash(value)) return [value];
  const picture = readAttachedPicture(value);
  return picture ? [...new Set([picture.full, picture.small])] : [];
};
