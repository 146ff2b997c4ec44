// How much room a folder's disk has.
import { existsSync, statfsSync } from 'node:fs';

/** Bytes; null where there is no such folder. */
export const freeBytes = (folder: string): number | null => {
  if (!existsSync(folder)) return null;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
