// The version of the relay's tables, stored in the database. An older relay does not start on tables that it does not
// know: it would serve and store what it misunderstands.
import type { Database, Tables } from './database.ts';

/** Rises when an older relay would misread the tables. A new table or column that it ignores is no such change. */
export const SCHEMA_VERSION = 1;

/** The database was written by a newer relay. The message says what to do. */
export class NewerSchema extends Error {
  constructor(found: number) {
    super(
      `This data was written by a newer relay (tables of version ${found}; this relay knows ${SCHEMA_VERSION}). ` +
        'Start the newer relay again, or restore a backup from before the update. Nothing was changed.',
    );
  }
}

const SCHEMA_TABLES: Tables = {
  create: 'CREATE TABLE IF NOT EXISTS relay_schema (version INTEGER PRIMARY KEY) STRICT;',
  added: [],
};

/** Throws `NewerSchema`; otherwise notes this relay's version. Comes before any other table is changed. */
export const claimSchema = async (db: Pick<Database, 'all' | 'define'>): Promise<void> => {
  await db.define(SCHEMA_TABLES);
  const [row] = await db.all('SELECT max(version) AS version FROM relay_schema');
  const found = Number(row?.['version'] ?? 0);
  if (found > SCHEMA_VERSION) throw new NewerSchema(found);
  if (found < SCHEMA_VERSION)
    await db.all('INSERT INTO relay_schema (version) VALUES (?) ON CONFLICT DO NOTHING', SCHEMA_VERSION);
};
