// Owns what a disk may hold after the power went: from a trace of every write and sync of a process, files as they are at least
// (everything before their last sync), with any of what was written since, or a torn part of it.
import type { Random } from '@emberkeep/domain/testing';

interface Write {
  at: number;
  offset: number;
  bytes: Uint8Array;
}
interface FileTrace {
  writes: (Write | { at: number; size: number } | { at: number; isGone: true })[];
  /** Begun and done, as places in the trace. */
  syncs: { from: number; to: number }[];
}
export interface Trace {
  files: Map<string, FileTrace>;
  /** Numbers that the process was told (`GET /mark/N`), and where. */
  marks: { at: number; n: number }[];
  length: number;
}

const hex = (text: string): Uint8Array => Buffer.from(text.replace(/\\x/g, ''), 'hex');
const text = (hexed: string): string => Buffer.from(hex(hexed)).toString('latin1');

/** Reads the output of `strace -f -y -xx -s …`. `folder`: only files in it are looked at. */
export const readTrace = (lines: readonly string[], folder: string): Trace => {
  const files = new Map<string, FileTrace>();
  const marks: Trace['marks'] = [];
  const open = new Map<string, { path: string; at: number }>();
  const fileOf = (hexedPath: string): FileTrace | null => {
    const path = text(hexedPath);
    if (!path.startsWith(`${folder}/`)) return null;
    const name = path.slice(folder.length + 1);
    const file = files.get(name) ?? { writes: [], syncs: [] };
    files.set(name, file);
    return file;
  };
  lines.forEach((line, at) => {
    const [, thread = ''] = /^(\d+)\s/.exec(line) ?? [];
    const sync = /\bf(?:data)?sync\(\d+<([^>]*)>\)?(.*)/.exec(line);
    if (sync) {
      if (sync[2]?.includes('unfinished')) open.set(thread, { path: sync[1]!, at });
      else fileOf(sync[1]!)?.syncs.push({ from: at, to: at });
      return;
    }
    if (/<\.\.\. f(?:data)?sync resumed>/.test(line)) {
      const begun = open.get(thread);
      open.delete(thread);
      if (begun && / = 0/.test(line)) fileOf(begun.path)?.syncs.push({ from: begun.at, to: at });
      return;
    }
    const write = /\bpwrite64\(\d+<([^>]*)>, "([^"]*)", \d+, (\d+)/.exec(line);
    if (write) return void fileOf(write[1]!)?.writes.push({ at, offset: Number(write[3]), bytes: hex(write[2]!) });
    const cut = /\bftruncate\(\d+<([^>]*)>, (\d+)/.exec(line);
    if (cut) return void fileOf(cut[1]!)?.writes.push({ at, size: Number(cut[2]) });
    // SQLite syncs the folder after it removes a journal: gone is gone.
    const gone = /\bunlink(?:at)?\((?:[^,"]*, )?"([^"]*)"/.exec(line);
    if (gone) return void fileOf(gone[1]!)?.writes.push({ at, isGone: true });
    const read = /\bread\(\d+<[^>]*>, "([^"]*)"/.exec(line) ?? /<\.\.\. read resumed>"([^"]*)"/.exec(line);
    const mark = read && /^GET \/mark\/(\d+) /.exec(text(read[1]!));
    if (mark) marks.push({ at, n: Number(mark[1]) });
  });
  return { files, marks, length: lines.length };
};

const SECTOR = 512;

/** The files as a disk may have them when the power goes at `at`. */
export const crashState = ({ files }: Trace, at: number, random: Random): Map<string, Uint8Array> => {
  const state = new Map<string, Uint8Array>();
  // Some disks keep nothing unasked, some everything, most something.
  const eagerness = random.pick([0, 0.5, 1]);
  for (const [name, { writes, syncs }] of files) {
    const last = writes.findLast((write) => write.at < at);
    if (!last || 'isGone' in last) continue;
    const synced = Math.max(-1, ...syncs.filter((s) => s.to < at).map((s) => s.from));
    let bytes = Buffer.alloc(0);
    const grow = (size: number): void => {
      if (size > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
    };
    for (const write of writes) {
      if (write.at >= at) break;
      if ('isGone' in write) {
        bytes = Buffer.alloc(0);
        continue;
      }
      const isSure = write.at < synced;
      if (!isSure && !random.chance(eagerness)) continue;
      if ('size' in write) {
        grow(write.size);
        bytes = bytes.subarray(0, write.size);
        continue;
      }
      // A sector is written or not; a write of several may end after any of them.
      const kept =
        isSure || random.chance(0.7)
          ? write.bytes
          : write.bytes.subarray(0, random.int(Math.ceil(write.bytes.length / SECTOR) + 1) * SECTOR);
      grow(write.offset + kept.length);
      bytes.set(kept, write.offset);
    }
    state.set(name, bytes);
  }
  return state;
};
