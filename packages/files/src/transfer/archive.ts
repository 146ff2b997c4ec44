// Owns opening what a GM picked: single files, a folder, or a ZIP, as one list of files with clean paths. Everything in a ZIP is
// hostile until counted: sizes are what really comes out, paths stay inside, and what nobody reads is never unpacked.
import { Unzip, UnzipInflate } from 'fflate';
import { err, ok, type Result } from '@emberkeep/domain';

/** A file of what was picked. `path` has slashes and no dots; `size` in bytes. */
export interface SourceFile {
  path: string;
  size: number;
  read(): Promise<Uint8Array>;
}

/** Counts and sizes in bytes. `NothingThere`: no file that any reader knows. */
export type ArchiveError =
  | { type: 'NotAZip'; name: string }
  | { type: 'ZipLocked'; name: string }
  | { type: 'PathOutside'; name: string; path: string }
  | { type: 'TooManyFiles'; name: string; limit: number }
  | { type: 'UnpacksTooLarge'; name: string; limit: number }
  | { type: 'NothingThere'; name: string }
  | { type: 'Stopped' };

export interface ArchiveLimits {
  /** Files in a ZIP or folder, those that are passed over included. */
  files: number;
  /** Bytes of one file. */
  file: number;
  /** Bytes of everything that is read. */
  total: number;
}

/** A vault of twenty years is a tenth of it; an old tablet still holds it. */
export const ARCHIVE_LIMITS: ArchiveLimits = { files: 50_000, file: 50_000_000, total: 400_000_000 };

const READ = /\.(?:md|markdown|txt|html?|json|db|ndjson|jsonl|png|jpe?g|webp|gif)$/i;
// Of programs and not of people: settings, trash, versions, thumbnails of a Mac.
const PASSED_OVER = /(?:^|\/)(?:\.[^/]+|__MACOSX|node_modules)(?:\/|$)/;

/** The path with forward slashes, or null where it leads out of its folder or is none. */
export const cleanPath = (path: string): string | null => {
  const slashed = path.replaceAll('\\', '/');
  // eslint-disable-next-line no-control-regex -- reason: exactly these have no place in a path
  if (/^(?:\/|[a-z]:)/i.test(slashed) || /[\u0000-\u001f]/.test(slashed)) return null;
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || parts.length === 0 ? null : parts.join('/');
};

export interface Unpacked {
  files: SourceFile[];
  /** Paths that no reader knows. */
  passedOver: string[];
}

const isWanted = (path: string): boolean => READ.test(path) && !PASSED_OVER.test(path);

/** A step at a time, so that a caller can show progress and stop: gives the share that is done. */
const STEP = 1 << 18;

const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** Unpacks a ZIP in memory, counting what really comes out. `onStep` says the share done; it may wait, and false stops. */
export const unzip = async (
  name: string,
  bytes: Uint8Array,
  onStep: (share: number) => boolean | Promise<boolean> = () => true,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Result<Unpacked, ArchiveError>> => {
  if (!isZip(bytes)) return err({ type: 'NotAZip', name });
  const files: SourceFile[] = [];
  const passedOver: string[] = [];
  const cut = new Set<string>();
  const seen = new Set<string>();
  let failure: ArchiveError | null = null;
  let total = 0;
  let count = 0;
  const fail = (error: ArchiveError): void => void (failure ??= error);
  const stream = new Unzip((file) => {
    if (failure) return;
    count += 1;
    if (count > limits.files) return fail({ type: 'TooManyFiles', name, limit: limits.files });
    if (file.name.endsWith('/')) return;
    const path = cleanPath(file.name);
    if (path === null) return fail({ type: 'PathOutside', name, path: file.name.slice(0, 120) });
    if (!isWanted(path) || seen.has(path)) return void passedOver.push(path);
    seen.add(path);
    cut.add(path);
    const chunks: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, chunk, final) => {
      if (failure) return;
      if (error) return fail({ type: 'NotAZip', name });
      size += chunk.length;
      total += chunk.length;
      if (size > limits.file || total > limits.total)
        return fail({ type: 'UnpacksTooLarge', name, limit: size > limits.file ? limits.file : limits.total });
      chunks.push(chunk);
      if (!final) return;
      cut.delete(path);
      const whole = new Uint8Array(size);
      let at = 0;
      for (const each of chunks) {
        whole.set(each, at);
        at += each.length;
      }
      files.push({ path, size, read: () => Promise.resolve(whole) });
    };
    try {
      file.start();
    } catch {
      cut.delete(path);
      passedOver.push(path); // a way of packing that nobody uses any more
    }
  });
  stream.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !failure; at += STEP) {
      const end = Math.min(bytes.length, at + STEP);
      stream.push(bytes.subarray(at, end), end === bytes.length);
      if (!(await onStep(end / bytes.length))) return err({ type: 'Stopped' });
    }
  } catch {
    // It ends too early, or is no ZIP further on: what is whole counts, the rest is named.
  }
  if (failure) return err(failure);
  // Bit 0 of the flags: encrypted.
  if (((bytes[6] ?? 0) & 1) === 1) return err({ type: 'ZipLocked', name });
  for (const path of cut) passedOver.push(`${path} (cut off)`);
  return files.length === 0 ? err({ type: 'NothingThere', name }) : ok({ files: withoutFolder(files), passedOver });
};

/** Files that were picked, by themselves or as a folder; the folder's own name is taken off. */
export const ofPicked = (
  name: string,
  picked: readonly SourceFile[],
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Result<Unpacked, ArchiveError> => {
  if (picked.length > limits.files) return err({ type: 'TooManyFiles', name, limit: limits.files });
  const files: SourceFile[] = [];
  const passedOver: string[] = [];
  let total = 0;
  for (const file of picked) {
    const path = cleanPath(file.path);
    if (path === null) return err({ type: 'PathOutside', name, path: file.path.slice(0, 120) });
    if (!isWanted(path) || file.size > limits.file) passedOver.push(path);
    else {
      total += file.size;
      files.push({ ...file, path });
    }
  }
  if (total > limits.total) return err({ type: 'UnpacksTooLarge', name, limit: limits.total });
  return files.length === 0 ? err({ type: 'NothingThere', name }) : ok({ files: withoutFolder(files), passedOver });
};

// A vault is often packed or picked with its own folder round it.
const withoutFolder = (files: readonly SourceFile[]): SourceFile[] => {
  const first = files[0]!.path.split('/')[0]!;
  return files.every((f) => f.path.startsWith(`${first}/`))
    ? files.map((f) => ({ ...f, path: f.path.slice(first.length + 1) }))
    : [...files];
};
