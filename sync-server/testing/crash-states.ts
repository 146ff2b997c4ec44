// What a disk can hold after a power loss, from a trace of every write and sync of a process: each file has
// everything that was written before its last sync, and any part of what was written since.
import type { Random } from '@emberkeep/domain/testing';

interface Write {
  at: number;
  offset: number;
  bytes: Uint8Array;
}
interface Truncation {
  at: number;
  size: number;
}
interface Removal {
  at: number;
  isRemoved: true;
}
type Change = Write | Truncation | Removal;

interface FileTrace {
  writes: Change[];
  /** The lines of the trace where each sync began and ended. */
  syncs: { from: number; to: number }[];
}
export interface Trace {
  files: Map<string, FileTrace>;
  /** Numbers that the process was told (`GET /mark/N`), and the lines where it was. */
  marks: { at: number; n: number }[];
  /** Lines of the trace. */
  length: number;
}

const fromHex = (hex: string): Uint8Array => Buffer.from(hex.replace(/\\x/g, ''), 'hex');
const textFromHex = (hex: string): string => Buffer.from(fromHex(hex)).toString('latin1');

// Lines of `strace -f -y -xx`: a descriptor is followed by its path, `7<\x2f…>`, and strings are hex.
const THREAD = /^(\d+)\s/;
const SYNC = /\bf(?:data)?sync\(\d+<([^>]*)>\)?(.*)/;
const SYNC_RESUMED = /<\.\.\. f(?:data)?sync resumed>/;
const SUCCEEDED = / = 0/;
const WRITE = /\bpwrite64\(\d+<([^>]*)>, "([^"]*)", \d+, (\d+)/;
const TRUNCATE = /\bftruncate\(\d+<([^>]*)>, (\d+)/;
const UNLINK = /\bunlink(?:at)?\((?:[^,"]*, )?"([^"]*)"/;
const READ = /\bread\(\d+<[^>]*>, "([^"]*)"/;
const READ_RESUMED = /<\.\.\. read resumed>"([^"]*)"/;
const MARK = /^GET \/mark\/(\d+) /;

/** The write, truncation or removal on a line, with the file's path in hex. SQLite syncs the folder after a removal. */
const changeOn = (line: string, at: number): { path: string; change: Change } | null => {
  const write = WRITE.exec(line);
  if (write) return { path: write[1]!, change: { at, offset: Number(write[3]), bytes: fromHex(write[2]!) } };
  const truncate = TRUNCATE.exec(line);
  if (truncate) return { path: truncate[1]!, change: { at, size: Number(truncate[2]) } };
  const unlink = UNLINK.exec(line);
  return unlink ? { path: unlink[1]!, change: { at, isRemoved: true } } : null;
};

const markOn = (line: string): number | null => {
  const read = READ.exec(line) ?? READ_RESUMED.exec(line);
  const mark = read && MARK.exec(textFromHex(read[1]!));
  return mark ? Number(mark[1]) : null;
};

/** Reads the output of `strace -f -y -xx -s …`; only the files in `folder` count. */
export const readTrace = (lines: readonly string[], folder: string): Trace => {
  const files = new Map<string, FileTrace>();
  const marks: Trace['marks'] = [];
  /** Syncs that have begun, by thread. */
  const running = new Map<string, { path: string; at: number }>();

  const fileAt = (hexPath: string): FileTrace | null => {
    const path = textFromHex(hexPath);
    if (!path.startsWith(`${folder}/`)) return null;
    const name = path.slice(folder.length + 1);
    const file = files.get(name) ?? { writes: [], syncs: [] };
    files.set(name, file);
    return file;
  };

  /** False if the line is about no sync. */
  const readSync = (line: string, at: number): boolean => {
    const thread = THREAD.exec(line)?.[1] ?? '';
    const sync = SYNC.exec(line);
    if (sync) {
      if (sync[2]?.includes('unfinished')) running.set(thread, { path: sync[1]!, at });
      else fileAt(sync[1]!)?.syncs.push({ from: at, to: at });
      return true;
    }
    if (!SYNC_RESUMED.test(line)) return false;
    const begun = running.get(thread);
    running.delete(thread);
    if (begun && SUCCEEDED.test(line)) fileAt(begun.path)?.syncs.push({ from: begun.at, to: at });
    return true;
  };

  lines.forEach((line, at) => {
    if (readSync(line, at)) return;
    const changed = changeOn(line, at);
    if (changed) return void fileAt(changed.path)?.writes.push(changed.change);
    const mark = markOn(line);
    if (mark !== null) marks.push({ at, n: mark });
  });
  return { files, marks, length: lines.length };
};

const SECTOR = 512;
/** Chance that a write which was not synced is whole, if it is there at all. */
const WHOLE_WRITE = 0.7;

/** A sector is written or not; a write of several sectors can end after any of them. */
const tear = (bytes: Uint8Array, random: Random): Uint8Array =>
  bytes.subarray(0, random.int(Math.ceil(bytes.length / SECTOR) + 1) * SECTOR);

/** One file as the disk may have it; `eagerness`: the chance that the disk has what was not synced. */
const crashFile = ({ writes, syncs }: FileTrace, at: number, eagerness: number, random: Random): Uint8Array => {
  const synced = Math.max(-1, ...syncs.filter((sync) => sync.to < at).map((sync) => sync.from));
  let bytes = Buffer.alloc(0);
  const grow = (size: number): void => {
    if (size > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
  };
  for (const write of writes) {
    if (write.at >= at) break;
    if ('isRemoved' in write) {
      bytes = Buffer.alloc(0);
      continue;
    }
    const isSynced = write.at < synced;
    if (!isSynced && !random.chance(eagerness)) continue;
    if ('size' in write) {
      grow(write.size);
      bytes = bytes.subarray(0, write.size);
      continue;
    }
    const stored = isSynced || random.chance(WHOLE_WRITE) ? write.bytes : tear(write.bytes, random);
    grow(write.offset + stored.length);
    bytes.set(stored, write.offset);
  }
  return bytes;
};

/** The files as a disk may have them if the power fails at line `at`. */
export const crashState = ({ files }: Trace, at: number, random: Random): Map<string, Uint8Array> => {
  const state = new Map<string, Uint8Array>();
  // Some disks write nothing before a sync, some everything, most of them something.
  const eagerness = random.pick([0, 0.5, 1]);
  for (const [name, file] of files) {
    const last = file.writes.findLast((write) => write.at < at);
    if (!last || 'isRemoved' in last) continue;
    state.set(name, crashFile(file, at, eagerness, random));
  }
  return state;
};
