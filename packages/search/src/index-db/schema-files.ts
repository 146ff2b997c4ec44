// The schema on disk, and fresh databases made from it, for whatever runs in Node: the build, tests, evaluations.
import { readdirSync, readFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { createEmptyIndex } from './empty-index.ts';

const FOLDER = new URL('../../schema/', import.meta.url);

/** The DDL, files in order of name. */
export const schemaSql = (): string =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
    .join('\n');

/** An empty index in memory; takes about four seconds. */
export const createIndexDatabase = (): Promise<PGlite> => createEmptyIndex(schemaSql());

/** The empty index as one compressed file, from which it starts in a tenth of that time. */
export const dumpSeed = async (): Promise<Uint8Array> => {
  const db = await createIndexDatabase();
  await db.exec('VACUUM ANALYZE');
  const seed = await db.dumpDataDir('gzip');
  await db.close();
  return new Uint8Array(await seed.arrayBuffer());
};
