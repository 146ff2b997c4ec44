// An empty index in memory, made from its DDL, in Node as well as in a browser's worker.
import { PGlite } from '@electric-sql/pglite';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

/** `schema` is SQL. Takes about four seconds. */
export const createEmptyIndex = async (schema: string): Promise<PGlite> => {
  const db = await PGlite.create({ extensions: { pg_trgm, fuzzystrmatch } });
  await db.exec(schema);
  return db;
};
