// Owns packing texts and pictures as one ZIP, a file at a time so that a page can breathe.
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface FileToPack {
  path: string;
  content: string | Uint8Array;
}

/** Time of every file in it, so that the same campaign gives the same bytes: the first day that a ZIP knows. */
const MTIME = '1980-01-02T00:00:00Z';

/** The ZIP's bytes. `onStep` hears the share that is done. */
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
    const entry = typeof content === 'string' ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    entry.mtime = MTIME;
    zip.add(entry);
    entry.push(typeof content === 'string' ? strToU8(content) : content, true);
    if (i % 20 === 19) await onStep((i + 1) / files.length);
  }
  zip.end();
  if (failure) throw failure as Error;
  const whole = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};
