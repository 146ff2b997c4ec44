// Finds the records on the pages of a SQLite file. Every number on a page may be wrong: a record that does not fit is
// left out, and nothing throws. Format: https://www.sqlite.org/fileformat2.html#b_tree_pages
import type { PageFile } from './page-file.ts';

export type Field = string | number | null | Uint8Array;

export interface StoredRecord {
  /** The page that the record begins on. */
  page: number;
  /** Of a table with row ids; null in the others, whose records are kept in key order. */
  rowId: number | null;
  fields: Field[];
}

const KINDS = { innerIndex: 0x02, innerTable: 0x05, leafIndex: 0x0a, leafTable: 0x0d } as const;
const FIRST_PAGE_HEADER = 100;
const LEAF_HEADER = 8;
const INNER_HEADER = 12;
/** A table has fewer columns; a record with more is none of the relay's. */
const MAX_FIELDS = 32;
/** No record of the relay is larger, bytes: a document or a picture and what is stored beside it. */
const MAX_RECORD_BYTES = 1100 * 1024 * 1024;

interface Varint {
  value: number;
  next: number;
}

/** Null if it does not end within the bytes. */
const readVarint = (bytes: Buffer, at: number): Varint | null => {
  let value = 0n;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    if (i === 8) return { value: Number(BigInt.asIntN(64, (value << 8n) | BigInt(byte))), next: at + 9 };
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return { value: Number(value), next: at + i + 1 };
  }
  return null;
};

/** Bytes of a payload that are on the page itself; the rest is on overflow pages. */
const localSize = (total: number, usable: number, isTable: boolean): number => {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (total <= most) return total;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const spread = least + ((total - least) % (usable - 4));
  return spread <= most ? spread : least;
};

/** Follows a chain of overflow pages; null if it ends early or comes back to where it was. */
const readOverflow = (file: PageFile, first: number, length: number): Buffer | null => {
  const parts: Buffer[] = [];
  const seen = new Set<number>();
  let [next, left] = [first, length];
  while (left > 0) {
    const page = seen.has(next) ? null : file.page(next);
    if (!page) return null;
    seen.add(next);
    const part = page.subarray(4, 4 + Math.min(left, file.pageSize - 4));
    parts.push(part);
    left -= part.length;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(parts);
};

/** Width of an integer by its serial type, bytes. */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

const readField = (type: number, bytes: Buffer): Field => {
  if (type === 0) return null;
  if (type <= 5) return bytes.readIntBE(0, bytes.length);
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  if (type === 7) return bytes.readDoubleBE(0);
  if (type <= 9) return type - 8;
  return type % 2 === 1 ? bytes.toString('utf8') : new Uint8Array(bytes);
};

/** Null for a type that does not exist. */
const fieldBytes = (type: number): number | null => {
  if (type < 0 || type === 10 || type === 11) return null;
  if (type >= 12) return Math.floor((type - 12) / 2);
  return INTEGER_BYTES[type] ?? (type === 7 ? 8 : 0);
};

/** Null unless the payload is exactly one record. */
const readFields = (payload: Buffer): Field[] | null => {
  const header = readVarint(payload, 0);
  if (!header || header.value > payload.length) return null;
  const fields: Field[] = [];
  let [at, start] = [header.next, header.value];
  while (at < header.value) {
    const type = readVarint(payload, at);
    const length = type && fieldBytes(type.value);
    if (!type || length === null || start + length > payload.length || fields.length === MAX_FIELDS) return null;
    fields.push(readField(type.value, payload.subarray(start, start + length)));
    at = type.next;
    start += length;
  }
  return at === header.value && start === payload.length ? fields : null;
};

/** Null if it is damaged. `at`: where its size is on the page. */
const readPayload = (file: PageFile, page: Buffer, size: Varint, at: number, isTable: boolean): Buffer | null => {
  if (size.value < 1 || size.value > Math.min(MAX_RECORD_BYTES, file.pageCount * file.pageSize)) return null;
  const local = localSize(size.value, file.pageSize, isTable);
  if (at + local > page.length) return null;
  const here = page.subarray(at, at + local);
  if (local === size.value) return here;
  if (at + local + 4 > page.length) return null;
  const rest = readOverflow(file, page.readUInt32BE(at + local), size.value - local);
  return rest && Buffer.concat([here, rest]);
};

const readCell = (file: PageFile, number: number, page: Buffer, at: number, kind: number): StoredRecord | null => {
  const isTable = kind === KINDS.leafTable;
  const size = readVarint(page, kind === KINDS.innerIndex ? at + 4 : at);
  if (!size) return null;
  const rowId = isTable ? readVarint(page, size.next) : null;
  if (isTable && !rowId) return null;
  const payload = readPayload(file, page, size, rowId?.next ?? size.next, isTable);
  const fields = payload && readFields(payload);
  return fields && { page: number, rowId: rowId?.value ?? null, fields };
};

/** Where the cells of a page begin, as far as the page says so. */
const cellsOf = (number: number, page: Buffer): { kind: number; starts: number[]; header: number } | null => {
  const header = number === 1 ? FIRST_PAGE_HEADER : 0;
  const kind = page[header] ?? 0;
  if (!Object.values(KINDS).some((known) => known === kind)) return null;
  const isInner = kind === KINDS.innerIndex || kind === KINDS.innerTable;
  const first = header + (isInner ? INNER_HEADER : LEAF_HEADER);
  const count = Math.min(page.readUInt16BE(header + 3), Math.floor((page.length - first) / 2));
  const starts = Array.from({ length: count }, (_, i) => page.readUInt16BE(first + 2 * i));
  return { kind, header, starts: starts.filter((start) => start > first) };
};

/** Every record on a page that can be read; none on a page of another kind. */
export const recordsOn = (file: PageFile, number: number): StoredRecord[] => {
  const page = file.page(number);
  const cells = page && cellsOf(number, page);
  if (!page || !cells || cells.kind === KINDS.innerTable) return [];
  return cells.starts.flatMap((start) => readCell(file, number, page, start, cells.kind) ?? []);
};

/** The pages of the table with this root, as far as its inner pages can be read. */
export const pagesOfTable = (file: PageFile, root: number): Set<number> => {
  const pages = new Set<number>();
  const waiting = [root];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const page = pages.has(number) ? null : file.page(number);
    const cells = page && cellsOf(number, page);
    if (!page || !cells) continue;
    pages.add(number);
    if (cells.kind !== KINDS.innerTable) continue;
    waiting.push(page.readUInt32BE(cells.header + 8));
    for (const start of cells.starts) if (start + 4 <= page.length) waiting.push(page.readUInt32BE(start));
  }
  return pages;
};

/** Where the first page says on which page the list of free ones begins, and how many are free. */
const FREE_LIST = { start: 32, count: 36 };

/**
 * Pages that contain nothing any more; what was deleted may still be on them. None if the list contradicts itself: it
 * would name pages that are in use.
 */
export const freePages = (file: PageFile): Set<number> => {
  const free = new Set<number>();
  const header = file.page(1);
  let trunk = header ? header.readUInt32BE(FREE_LIST.start) : 0;
  while (trunk !== 0 && !free.has(trunk)) {
    const page = file.page(trunk);
    if (!page) break;
    free.add(trunk);
    const count = Math.min(page.readUInt32BE(4), Math.floor(page.length / 4) - 2);
    for (let i = 0; i < count; i++) free.add(page.readUInt32BE(8 + 4 * i));
    trunk = page.readUInt32BE(0);
  }
  return free.size === header?.readUInt32BE(FREE_LIST.count) ? free : new Set();
};
