// Owns the index as SQL: the tables of the records and the passages, for any PostgreSQL. Vectors and the vocabulary are left
// out: they follow from the passages, and need extensions that a server may not have.
import { TABLES, type TableName } from './tables.ts';

type Ask = <T>(text: string) => Promise<readonly T[]>;

/** Rows fetched at once. */
const STEP = 500;

// In the order of the file, so that foreign keys hold while it is loaded.
const DUMPED = (Object.keys(TABLES) as TableName[]).filter((name) => name !== 'passage_vectors');

const key = (table: TableName): string => Object.keys(TABLES[table])[0]!;

/** The dump, a piece at a time. `ddl`: the files of schema/. `at`: when it is made, for its first line. */
export async function* dumpSql(
  ask: Ask,
  ddl: { records: string; passages: string },
  campaign: string,
  at: Date,
): AsyncIterable<string> {
  yield `-- ${campaign.replace(/\s+/g, ' ')}: the records and passages of one campaign, ${at.toISOString()}.\n-- For PostgreSQL 14 and later; load it into an empty database with psql -v ON_ERROR_STOP=1 -f FILE.\n-- A copy for asking questions: it does not come back into Emberkeep. The backup and the folder of notes do.\n\nBEGIN;\n\n`;
  yield `${ddl.records.replace(/^CREATE EXTENSION[^;]*;\n?/gm, '')}\n${/^CREATE TABLE passages \([\s\S]*?^\);$/m.exec(ddl.passages)?.[0] ?? ''}\n`;
  for (const table of DUMPED) {
    const columns = Object.keys(TABLES[table]);
    // Postgres writes the literals itself: a quoted text reads as any type.
    const line = columns.map((c) => `quote_nullable(${c}::text)`).join(` || ', ' || `);
    for (let from = 0; ; from += STEP) {
      const rows = await ask<{ line: string }>(
        `SELECT ${line} AS line FROM ${table} ORDER BY ${key(table)} LIMIT ${STEP} OFFSET ${from}`,
      );
      if (rows.length > 0)
        yield `\nINSERT INTO ${table} (${columns.join(', ')}) VALUES\n${rows.map((r) => `(${r.line})`).join(',\n')};\n`;
      if (rows.length < STEP) break;
    }
  }
  yield '\nCOMMIT;\n';
}
