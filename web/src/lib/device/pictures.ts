// Pictures on this device, stored under the hash of their bytes: the same picture twice is stored once.
import { err, ok, type Result } from '@emberkeep/domain';
import { toStorageError, type DeviceDatabase, type DeviceImage, type StorageError } from '@emberkeep/store';
import { hashOf } from './hash-of.ts';

/** Stores a picture; gives its hash. */
export const addPicture = async (db: DeviceDatabase, picture: Blob): Promise<Result<string, StorageError>> => {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const hash = await hashOf(bytes);
  try {
    await db.images.put({ hash, bytes, type: picture.type });
    return ok(hash);
  } catch (error) {
    return err(toStorageError(error));
  }
};

/** Stores pictures from a file or another device. One whose bytes do not have the hash it claims is left out. */
export const addHashedPictures = async (db: DeviceDatabase, pictures: readonly DeviceImage[]): Promise<void> => {
  for (const picture of pictures)
    // One that does not fit on the disk counts as not here yet: it is fetched from the relay later.
    if ((await hashOf(picture.bytes)) === picture.hash) await db.images.put(picture).catch(() => undefined);
};

/** The rows of those of the pictures that are on this device. */
export const picturesOf = async (db: DeviceDatabase, hashes: Iterable<string>): Promise<DeviceImage[]> => {
  // One that cannot be read counts as not here.
  const rows = await Promise.all([...new Set(hashes)].map((hash) => db.images.get(hash).catch(() => undefined)));
  return rows.filter((row) => row !== undefined);
};

/**
 * Null when the picture is not on this device yet, and for one that no browser should decode: another device may have
 * sent some kilobytes that stop the page.
 */
export const readPicture = async (db: DeviceDatabase, hash: string): Promise<Blob | null> => {
  try {
    const row = await db.images.get(hash);
    if (!row) return null;
    const { mayBeShown } = await import('./picture-size.ts');
    return mayBeShown(row.bytes) ? new Blob([row.bytes as BlobPart], { type: row.type }) : null;
  } catch {
    return null; // reason: one that cannot be read counts as not here
  }
};
