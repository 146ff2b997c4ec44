// Opens what a GM picked (files, a folder, or a ZIP) as one list of files with clean paths. A ZIP is hostile until
// proven otherwise: sizes are counted as they unpack, paths must stay inside, and files that no reader knows are not
// unpacked.
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { err, ok, plural, pluralWord, type Result } from '@emberkeep/domain';
import { concatBytes } from '../bytes.ts';
import { crc32 } from '../crc32.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';
import { nameOfEntry, zipNames } from './zip-names.ts';

/** `path`: forward slashes, no `.` or `..`. `size`: bytes. */
export interface SourceFile {
  path: string;
  size: number;
  read(): Promise<Uint8Array>;
}

/**
 * `limit`: a count of files or a size in bytes. `NothingThere`: no file that any reader knows. `Stopped`: by the
 * caller.
 */
export type ArchiveError =
  | { type: 'NotAZip'; name: string }
  | { type: 'ZipLocked'; name: string }
  | { type: 'PathOutside'; name: string; path: string }
  | { type: 'TooManyFiles'; name: string; limit: number }
  | { type: 'UnpacksTooLarge'; name: string; limit: number }
  | { type: 'NothingThere'; name: string }
  | { type: 'Stopped' };

export interface ArchiveLimits {
  /** Files in a ZIP or folder, including those that are skipped. */
  files: number;
  /** Bytes of one file. */
  file: number;
  /** Bytes of all files together. */
  total: number;
}

/** Ten times a vault of 20 years, and what an old tablet can still hold. */
export const ARCHIVE_LIMITS: ArchiveLimits = { files: 50_000, file: 50_000_000, total: 400_000_000 };

const READABLE = /\.(?:md|markdown|txt|html?|json|db|ndjson|jsonl|png|jpe?g|webp|gif|avif|bmp)$/i;
/** Files of programs: settings, trash, versions. */
const PROGRAM_FILES = /(?:^|\/)(?:\.[^/]+|node_modules)(?:\/|$)/;
/** What macOS and Windows add beside a person's files: nobody misses them in a report. */
const SYSTEM_FILES = /(?:^|\/)(?:__MACOSX(?:\/|$)|\._|(?:\.DS_Store|Thumbs\.db|desktop\.ini)$)/i;

/** Longest path in an error message, UTF-16 units. */
const SHOWN_PATH = 120;

/** Windows writes backslashes; macOS takes letters and their accents apart. */
const slashedPath = (path: string): string => path.replaceAll('\\', '/').normalize('NFC');

/** The path with forward slashes; null if it is absolute, leads out of its folder, or is empty. */
export const cleanPath = (path: string): string | null => {
  const slashed = slashedPath(path);
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  if (/^(?:\/|[a-z]:)/i.test(slashed) || /[\u0000-\u001f]/.test(slashed)) return null;
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || parts.length === 0 ? null : parts.join('/');
};

export interface Unpacked {
  files: SourceFile[];
  /** Paths that were skipped: no reader knows them, or they are too large, damaged or cut off. */
  passedOver: string[];
  /** A sentence on what a damaged ZIP lacks; empty for a whole one. */
  damage: string;
}

const isWanted = (path: string): boolean => READABLE.test(path) && !PROGRAM_FILES.test(path);

/** Bytes of a ZIP to unpack between two reports of progress. */
const STEP = 1 << 18;
/**
 * Bytes handed to fflate at once. It calls itself once for each file that begins in them, so that a thousand small files
 * in one piece overflow the stack of a worker.
 */
const SLICE = 1 << 13;

const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** Bit 0 of the first file's flags. */
const isEncrypted = (bytes: Uint8Array): boolean => ((bytes[6] ?? 0) & 1) === 1;

/** A ZIP while it unpacks. A failure ends it: nothing is taken from a hostile ZIP; a damaged file is left out. */
interface Unpacking {
  readonly name: string;
  readonly limits: ArchiveLimits;
  /** The directory at its end; null where the ZIP ends before it. */
  readonly directory: readonly ZipEntry[] | null;
  /** Names of entries by those that fflate gives. */
  readonly names: ReadonlyMap<string, string>;
  readonly files: SourceFile[];
  /** Checksums of what was unpacked, by path. */
  readonly checksums: Map<string, number>;
  readonly passedOver: string[];
  readonly seen: Set<string>;
  /** Paths whose last byte has not come yet. */
  readonly unfinished: Set<string>;
  /** Paths of files that do not unpack. */
  readonly broken: Set<string>;
  failure: ArchiveError | null;
  /** Files so far, and bytes of all of them. */
  count: number;
  total: number;
}

const startUnpacking = (name: string, bytes: Uint8Array, limits: ArchiveLimits): Unpacking => {
  const directory = readZipDirectory(bytes);
  return {
    name,
    limits,
    directory,
    names: zipNames(directory ?? []),
    files: [],
    checksums: new Map(),
    passedOver: [],
    seen: new Set(),
    unfinished: new Set(),
    broken: new Set(),
    failure: null,
    count: 0,
    total: 0,
  };
};

/** Handles a file of the ZIP when its header has been read. */
const onFile = (unpacking: Unpacking, file: UnzipFile): void => {
  const { name, limits, seen, passedOver } = unpacking;
  if (unpacking.failure) return;
  unpacking.count += 1;
  if (unpacking.count > limits.files) {
    unpacking.failure = { type: 'TooManyFiles', name, limit: limits.files };
    return;
  }
  const entry = slashedPath(unpacking.names.get(file.name) ?? file.name);
  if (entry.endsWith('/') || SYSTEM_FILES.test(entry)) return;
  const path = cleanPath(entry);
  if (path === null) unpacking.failure = { type: 'PathOutside', name, path: entry.slice(0, SHOWN_PATH) };
  else if (!isWanted(path) || seen.has(path)) passedOver.push(path);
  else {
    seen.add(path);
    unpackFile(unpacking, path, file);
  }
};

const unpackFile = (unpacking: Unpacking, path: string, file: UnzipFile): void => {
  const { name, limits, unfinished, broken } = unpacking;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let checksum = 0;
  unfinished.add(path);
  file.ondata = (error, chunk, final) => {
    if (unpacking.failure || broken.has(path)) return;
    if (error) {
      unfinished.delete(path);
      broken.add(path);
      return;
    }
    size += chunk.length;
    unpacking.total += chunk.length;
    if (size > limits.file || unpacking.total > limits.total) {
      unpacking.failure = { type: 'UnpacksTooLarge', name, limit: size > limits.file ? limits.file : limits.total };
      return;
    }
    chunks.push(chunk);
    checksum = crc32(chunk, checksum);
    if (!final) return;
    unfinished.delete(path);
    unpacking.checksums.set(path, checksum);
    const bytes = concatBytes(chunks);
    unpacking.files.push({ path, size, read: () => Promise.resolve(bytes) });
  };
  try {
    file.start();
  } catch {
    // A compression method that fflate does not know and current tools do not write.
    unfinished.delete(path);
    unpacking.passedOver.push(path);
  }
};

const pushSlices = (stream: Unzip, bytes: Uint8Array, isLast: boolean): void => {
  for (let at = 0; at < bytes.length; at += SLICE) {
    const end = Math.min(bytes.length, at + SLICE);
    stream.push(bytes.subarray(at, end), isLast && end === bytes.length);
  }
};

/** Unpacks a ZIP in memory. `onStep` is called with the share done; it may wait, and false stops. */
export const unzip = async (
  name: string,
  bytes: Uint8Array,
  onStep: (share: number) => boolean | Promise<boolean> = () => true,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Result<Unpacked, ArchiveError>> => {
  if (!isZip(bytes)) return err({ type: 'NotAZip', name });
  const unpacking = startUnpacking(name, bytes, limits);
  const stream = new Unzip((file) => onFile(unpacking, file));
  stream.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !unpacking.failure; at += STEP) {
      const end = Math.min(bytes.length, at + STEP);
      pushSlices(stream, bytes.subarray(at, end), end === bytes.length);
      if (!(await onStep(end / bytes.length))) return err({ type: 'Stopped' });
    }
  } catch {
    // Truncated or damaged further on: the files that are whole count, the rest are named.
  }
  if (unpacking.failure) return err(unpacking.failure);
  if (isEncrypted(bytes)) return err({ type: 'ZipLocked', name });
  const { files, damaged, damage } = checkUnpacked(unpacking);
  if (files.length === 0 && damaged.length > 0) return err({ type: 'NotAZip', name });
  return unpacked(name, files, [...unpacking.passedOver, ...damaged], damage);
};

/** The checksums of the files that the directory names and that are wanted, by path: of one named twice, the first. */
const listedFiles = ({ directory }: Unpacking): Map<string, number> | null => {
  if (!directory) return null;
  const listed = new Map<string, number>();
  for (const entry of directory) {
    const path = cleanPath(slashedPath(nameOfEntry(entry)));
    if (path && isWanted(path) && !SYSTEM_FILES.test(path) && !listed.has(path)) listed.set(path, entry.crc);
  }
  return listed;
};

/** The files that are as they were packed, a name for each of the others, and a sentence where there are any. */
const checkUnpacked = (unpacking: Unpacking): { files: SourceFile[]; damaged: string[]; damage: string } => {
  const { unfinished, checksums, passedOver } = unpacking;
  const listed = listedFiles(unpacking);
  const isSound = ({ path }: SourceFile): boolean => (listed?.get(path) ?? checksums.get(path)) === checksums.get(path);
  const files = unpacking.files.filter(isSound);
  const knownPaths = new Set([...files.map(({ path }) => path), ...unfinished, ...passedOver]);
  const broken = new Set([...unpacking.broken, ...[...(listed?.keys() ?? [])].filter((path) => !knownPaths.has(path))]);
  const damaged = [
    ...[...broken].map((path) => `${path} (damaged)`),
    ...[...unfinished].map((path) => `${path} (cut off)`),
  ];
  return { files, damaged, damage: damageSentence(listed, files.length, damaged.length) };
};

const damageSentence = (listed: ReadonlyMap<string, number> | null, sound: number, damaged: number): string => {
  // A ZIP names its files at its end: how many there were is cut off with it.
  if (!listed) {
    const whole = damaged > 0 ? ` of at least ${sound + damaged}` : '';
    return `This ZIP ends early. ${plural(sound, 'file')}${whole} could be read; what comes after ${pluralWord(sound, 'it', 'them')} is missing.`;
  }
  return damaged > 0 ? `This ZIP is damaged. ${sound} of its ${plural(sound + damaged, 'file')} could be read.` : '';
};

/** Picked files, or the files of a picked folder, whose own name is removed from the paths. */
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
    if (path === null) return err({ type: 'PathOutside', name, path: file.path.slice(0, SHOWN_PATH) });
    if (SYSTEM_FILES.test(path)) continue;
    if (!isWanted(path) || file.size > limits.file) passedOver.push(path);
    else {
      total += file.size;
      files.push({ ...file, path });
    }
  }
  if (total > limits.total) return err({ type: 'UnpacksTooLarge', name, limit: limits.total });
  return unpacked(name, files, passedOver, '');
};

const unpacked = (
  name: string,
  files: readonly SourceFile[],
  passedOver: string[],
  damage: string,
): Result<Unpacked, ArchiveError> =>
  files.length === 0 ? err({ type: 'NothingThere', name }) : ok({ files: withoutOwnFolder(files), passedOver, damage });

/** Removes the folder that a vault is often packed or picked with. */
const withoutOwnFolder = (files: readonly SourceFile[]): SourceFile[] => {
  const folder = `${files[0]!.path.split('/')[0]}/`;
  return files.every((f) => f.path.startsWith(folder))
    ? files.map((f) => ({ ...f, path: f.path.slice(folder.length) }))
    : [...files];
};
