// Reads the pages of a SQLite file as they are, without SQLite, which stops at the first damaged one. Pages that were
// committed to the -wal come from there. Format: https://www.sqlite.org/fileformat2.html
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

export interface PageFile {
  /** Bytes per page, all of them usable: the relay reserves none. */
  readonly pageSize: number;
  /** Pages are numbered from 1 to this. */
  readonly pageCount: number;
  /** Null for a number without a page. */
  page(number: number): Buffer | null;
  close(): void;
}

const HEADER_BYTES = 100;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** What the relay's SQLite makes, for a file whose header cannot be read. */
const DEFAULT_PAGE_SIZE = 4096;
const WAL_MAGIC = 0x377f0682;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

const isPageSize = (size: number): boolean => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0;

/** A file that can be read in parts; what is behind its end is missing from the answer. */
interface OpenFile {
  readonly size: number;
  read(position: number, length: number): Buffer;
  close(): void;
}

const openFile = (path: string): OpenFile => {
  const descriptor = openSync(path, 'r');
  return {
    size: fstatSync(descriptor).size,
    read: (position, length) => {
      const bytes = Buffer.alloc(length);
      try {
        return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
      } catch {
        return bytes.subarray(0, 0); // reason: a sector that the disk cannot read is one more that is lost
      }
    },
    close: () => closeSync(descriptor),
  };
};

type Sums = readonly [number, number];

/** The checksum of a -wal over more bytes, in words of 32 bits. */
const addToSums = ([first, second]: Sums, bytes: Buffer, isBigEndian: boolean): Sums => {
  let [a, b] = [first, second];
  for (let i = 0; i + 8 <= bytes.length; i += 8) {
    const [x, y] = isBigEndian
      ? [bytes.readUInt32BE(i), bytes.readUInt32BE(i + 4)]
      : [bytes.readUInt32LE(i), bytes.readUInt32LE(i + 4)];
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
};

const areSumsAt = ([a, b]: Sums, bytes: Buffer, at: number): boolean =>
  bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;

interface Wal {
  pageSize: number;
  /** Where in the -wal the last committed version of a page starts. */
  positions: ReadonlyMap<number, number>;
}

/** What of a -wal SQLite would use: everything up to the last commit before the first frame that is not sound. */
const readWal = (file: OpenFile): Wal | null => {
  const header = file.read(0, WAL_HEADER_BYTES);
  if (header.length < WAL_HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  const isBigEndian = (magic & 1) === 1;
  const pageSize = header.readUInt32BE(8);
  let sums = addToSums([0, 0], header.subarray(0, 24), isBigEndian);
  if ((magic & ~1) !== WAL_MAGIC || !isPageSize(pageSize) || !areSumsAt(sums, header, 24)) return null;
  const positions = new Map<number, number>();
  let uncommitted = new Map<number, number>();
  for (let at = WAL_HEADER_BYTES; ; at += FRAME_HEADER_BYTES + pageSize) {
    const frame = file.read(at, FRAME_HEADER_BYTES + pageSize);
    if (frame.length < FRAME_HEADER_BYTES + pageSize) break;
    const isOfThisWal = frame.subarray(8, 16).equals(header.subarray(16, 24));
    sums = addToSums(sums, frame.subarray(0, 8), isBigEndian);
    sums = addToSums(sums, frame.subarray(FRAME_HEADER_BYTES), isBigEndian);
    if (!isOfThisWal || !areSumsAt(sums, frame, 16)) break;
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER_BYTES);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, position] of uncommitted) positions.set(page, position);
    uncommitted = new Map();
  }
  return { pageSize, positions };
};

/** From the header, or from what else tells it. */
const pageSizeOf = (header: Buffer, wal: Wal | null): number => {
  if (wal) return wal.pageSize;
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return DEFAULT_PAGE_SIZE;
  const stored = header.readUInt16BE(16);
  const size = stored === 1 ? 65_536 : stored;
  return isPageSize(size) ? size : DEFAULT_PAGE_SIZE;
};

/** Throws only if the database cannot be opened for reading at all. */
export const openPageFile = (path: string): PageFile => {
  const file = openFile(path);
  const walFile = existsSync(`${path}-wal`) ? openFile(`${path}-wal`) : null;
  const wal = walFile && readWal(walFile);
  const pageSize = pageSizeOf(file.read(0, HEADER_BYTES), wal);
  const inWal = wal?.positions ?? new Map<number, number>();
  const pageCount = Math.max(Math.ceil(file.size / pageSize), ...inWal.keys());
  return {
    pageSize,
    pageCount,
    page: (number) => {
      if (number < 1 || number > pageCount) return null;
      const position = inWal.get(number);
      const bytes =
        position === undefined ? file.read((number - 1) * pageSize, pageSize) : walFile?.read(position, pageSize);
      if (!bytes || bytes.length === 0) return null;
      // The last page of a file that was cut off ends early: what is there of it may still tell something.
      return bytes.length === pageSize ? bytes : Buffer.concat([bytes, Buffer.alloc(pageSize - bytes.length)]);
    },
    close: () => {
      file.close();
      walFile?.close();
    },
  };
};
