// Owns running SQL that somebody typed: one reading statement, in a transaction that cannot write, as a role that may only
// read, with at most so many rows fetched. What runs on for ever is not stopped here: one thread has no time limit, so the
// caller replaces the worker.
import type { Database } from './index-db/sql.ts';

export interface SqlResult {
  columns: string[];
  rows: unknown[][];
  /** More rows than were fetched. */
  isCut: boolean;
}
/** `detail` is Postgres's own sentence. */
export type SqlRefused = { type: 'NotAQuery' } | { type: 'SqlFailed'; detail: string };

/** Rows fetched at most; a table longer than this is read by nobody. */
export const ROW_LIMIT = 1000;

// Comments before the first word.
const bare = (sql: string): string => sql.replace(/^(?:\s+|--[^\n]*\n?|\/\*[\s\S]*?\*\/)+/, '');

/** True for statements that read: the first word decides, the transaction and the role make sure. */
export const isReading = (sql: string): boolean => /^(?:select|with|values|table|explain|show)\b|^\(/i.test(bare(sql));

export const runReadOnly = async (
  db: Database,
  sql: string,
): Promise<{ ok: true; value: SqlResult } | { ok: false; error: SqlRefused }> => {
  const statement = sql.trim().replace(/;\s*$/, '');
  if (!isReading(statement)) return { ok: false, error: { type: 'NotAQuery' } };
  try {
    return await db.transaction(async (tx) => {
      await tx.exec('SET TRANSACTION READ ONLY; SET LOCAL ROLE campaign_reader');
      const isPlain = /^(?:explain|show)\b/i.test(bare(statement));
      // A cursor fetches no more than is shown. `query` takes one statement only: a second one is refused by Postgres.
      if (!isPlain) await tx.query(`DECLARE answer NO SCROLL CURSOR FOR ${statement}`);
      const result = await tx.query<Record<string, unknown>>(
        isPlain ? statement : `FETCH ${ROW_LIMIT + 1} FROM answer`,
      );
      const columns = (result.fields ?? []).map((f) => f.name);
      const rows = result.rows.slice(0, ROW_LIMIT).map((row) => columns.map((c) => row[c]));
      return { ok: true as const, value: { columns, rows, isCut: result.rows.length > ROW_LIMIT } };
    });
  } catch (error) {
    return { ok: false, error: { type: 'SqlFailed', detail: error instanceof Error ? error.message : String(error) } };
  }
};

/** A cell as people read it. */
export const cellText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value
          .toISOString()
          .replace('T', ' ')
          .replace(/\.000Z$/, 'Z')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** RFC 4180: quotes where a comma, a quote or a line break asks for them; a formula of a spreadsheet is made plain text. */
export const toCsv = ({ columns, rows }: Pick<SqlResult, 'columns' | 'rows'>): string => {
  const cell = (value: unknown): string => {
    const text = cellText(value).replace(/^(?=[=+\-@\t\r])(?!-?\d+(?:\.\d+)?$)/, "'");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
};
