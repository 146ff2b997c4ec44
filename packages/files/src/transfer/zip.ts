// Packs texts and pictures as a ZIP, one file at a time so that the page stays responsive.
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { concatBytes } from '../bytes.ts';

export interface FileToPack {
  path: string;
  content: string | Uint8Array;
}

/**
 * The time of every file, so that the same campaign gives the same bytes: the first day that ZIP can express
 * everywhere.
 */
const MTIME = '1980-01-02T00:00:00Z';

/** Files packed between two reports of progress. */
const FILES_PER_STEP = 20;

/** The ZIP's bytes. `onStep` is called with the share done. */
export const pack = async (
  files: readonly FileToPack[],
  onStep: (share: number) => void | Promise<void> = () => undefined,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk);
  });
  for (const [i, { path, content }] of files.entries()) {
    const isText = typeof content === 'string';
    const entry = isText ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    entry.mtime = MTIME;
    zip.add(entry);
    entry.push(isText ? strToU8(content) : content, true);
    if ((i + 1) % FILES_PER_STEP === 0) await onStep((i + 1) / files.length);
  }
  zip.end();
  if (failure) throw failure as Error;
  return concatBytes(chunks);
};
