// What both engines do to an entry: a checksum over its bytes, compared whenever it is read, and a random tag.
import { randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Row } from '../storage/database.ts';
import { UNREADABLE } from './relay-log.ts';

export const checksumOf = (bytes: Uint8Array): number => crc32(bytes);

/**
 * The bytes of an entry, or `UNREADABLE` if the disk returned other bytes than it was given: SQLite checks no byte
 * of its file. Entries of an earlier relay have no checksum and are read as they are.
 */
export const checkedBytes = (row: Row): Uint8Array => {
  const bytes = row['bytes'] as Uint8Array;
  return row['sum'] === null || checksumOf(bytes) === Number(row['sum']) ? bytes : UNREADABLE;
};

/**
 * Bounds of the names of a room and everything below it: `=` the first, or `>=` the second and `<` the third. In byte
 * order '0' follows '/'.
 */
export const prefixBounds = (prefix: string): [string, string, string] => [prefix, `${prefix}/`, `${prefix}0`];

const TAG_BYTES = 9;
const TAGS_PER_FETCH = 256;

/** Makes random tags; randomness is fetched from the system for many at a time. */
export const createTags = (): (() => string) => {
  const pool = Buffer.alloc(TAG_BYTES * TAGS_PER_FETCH);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    return pool.toString('base64url', used, (used += TAG_BYTES));
  };
};
