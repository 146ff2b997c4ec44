// Writes the index as SQL for any PostgreSQL: the tables of the records and the passages. Vectors and the vocabulary
// are left out, because they follow from the passages and need extensions that a server may not have.
import { TABLES, type TableName } from './tables.ts';

type RunQuery = <T>(text: string) => Promise<readonly T[]>;

/** Rows fetched at once. */
const PAGE_SIZE = 500;

/** In the order of TABLES, so that foreign keys hold while the dump is loaded. */
const DUMPED = (Object.keys(TABLES) as TableName[]).filter((name) => !name.endsWith('_vectors'));

const keyOf = (table: TableName): string => Object.keys(TABLES[table])[0]!;

const headerOf = (campaign: string, at: Date): string =>
  [
    `-- ${campaign.replace(/\s+/g, ' ')}: the records and passages of one campaign, ${at.toISOString()}.`,
    '-- For PostgreSQL 14 and later; load it into an empty database with psql -v ON_ERROR_STOP=1 -f FILE.',
    '-- A copy for asking questions: it does not come back into Emberkeep. The backup and the folder of notes do.',
    '',
    'BEGIN;',
    '',
    '',
  ].join('\n');

interface Ddl {
  records: string;
  passages: string;
}

/** The tables without extensions, and of the passages' schema only the table with the function that it uses. */
const tablesOf = ({ records, passages }: Ddl): string => {
  const withoutExtensions = records.replace(/^CREATE EXTENSION[^;]*;\n?/gm, '');
  const passagesTable =
    /^CREATE FUNCTION fold_letters[\s\S]*?^CREATE TABLE passages \([\s\S]*?^\);$/m.exec(passages)?.[0] ?? '';
  return `${withoutExtensions}\n${passagesTable}\n`;
};

async function* rowsOf(runQuery: RunQuery, table: TableName): AsyncIterable<string> {
  const columns = Object.keys(TABLES[table]);
  // Postgres writes the literals itself: a quoted text is read as any type.
  const values = columns.map((column) => `quote_nullable(${column}::text)`).join(` || ', ' || `);
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const rows = await runQuery<{ line: string }>(
      `SELECT ${values} AS line
      FROM ${table}
      ORDER BY ${keyOf(table)}
      LIMIT ${PAGE_SIZE}
      OFFSET ${offset}`,
    );
    const lines = rows.map((row) => `(${row.line})`).join(',\n');
    if (rows.length > 0) yield `\nINSERT INTO ${table} (${columns.join(', ')}) VALUES\n${lines};\n`;
    if (rows.length < PAGE_SIZE) break;
  }
}

/** The dump, a piece at a time. `ddl`: the files of schema/. `at`: when it is written, for its first line. */
export async function* dumpSql(runQuery: RunQuery, ddl: Ddl, campaign: string, at: Date): AsyncIterable<string> {
  yield headerOf(campaign, at);
  yield tablesOf(ddl);
  for (const table of DUMPED) yield* rowsOf(runQuery, table);
  yield '\nCOMMIT;\n';
}
