// Owns what both engines do to an entry: a sum over its bytes, looked at whenever it is read, and its random tag.
import { randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { UNREADABLE } from './relay-log.ts';

export const sumOf = (bytes: Uint8Array): number => crc32(bytes);

/** The bytes of an entry, or what nobody can merge where the disk gave back others than it was given. SQLite itself checks no byte of its file. */
export const soundBytes = (row: Readonly<Record<string, unknown>>): Uint8Array => {
  const bytes = row['bytes'] as Uint8Array;
  return row['sum'] === null || crc32(bytes) === Number(row['sum']) ? bytes : UNREADABLE;
};

const TAG_BYTES = 9;

/** Random tags, fetched from the system many at a time. */
export const createTags = (): (() => string) => {
  const pool = Buffer.alloc(TAG_BYTES * 256);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    return pool.toString('base64url', at, (at += TAG_BYTES));
  };
};
