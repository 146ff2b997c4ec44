// Runs SQL that a GM typed: one reading statement, in a read-only transaction, as a role that may only read, with a
// limit on the rows fetched. A statement that never ends is not stopped here: wasm has one thread and no time limit,
// so the caller replaces the worker.
import type { Database } from './index-db/sql.ts';

export interface SqlResult {
  columns: string[];
  /** For each column, whether it holds days without a time of day. */
  areDays: boolean[];
  rows: unknown[][];
  /** There were more rows than {@link ROW_LIMIT}. */
  isCut: boolean;
}

/** `detail` is Postgres's own sentence. */
export type SqlRefused = { type: 'NotAQuery' } | { type: 'SqlFailed'; detail: string };

/** Rows fetched at most: nobody reads a longer table. */
export const ROW_LIMIT = 1000;

/** Postgres's number for the type `date`. */
const DATE_TYPE = 1082;

const LEADING_COMMENTS = /^(?:\s+|--[^\n]*\n?|\/\*[\s\S]*?\*\/)+/;
const READING_WORD = /^(?:select|with|values|table|explain|show)\b|^\(/i;
const NOT_FOR_CURSORS = /^(?:explain|show)\b/i;

const withoutComments = (sql: string): string => sql.replace(LEADING_COMMENTS, '');

/** True for statements that start like a query; the transaction and the role enforce that they only read. */
export const isReading = (sql: string): boolean => READING_WORD.test(withoutComments(sql));

const runInTransaction = (db: Database, statement: string): Promise<SqlResult> =>
  db.transaction(async (tx) => {
    await tx.exec('SET TRANSACTION READ ONLY; SET LOCAL ROLE campaign_reader');
    const isPlain = NOT_FOR_CURSORS.test(withoutComments(statement));
    // A cursor fetches no more rows than are shown. `query` takes one statement: Postgres refuses a second one.
    if (!isPlain) await tx.query(`DECLARE answer NO SCROLL CURSOR FOR ${statement}`);
    const result = await tx.query<Record<string, unknown>>(isPlain ? statement : `FETCH ${ROW_LIMIT + 1} FROM answer`);
    const fields = result.fields ?? [];
    const columns = fields.map((field) => field.name);
    const areDays = fields.map((field) => field.dataTypeID === DATE_TYPE);
    const rows = result.rows.slice(0, ROW_LIMIT).map((row) => columns.map((column) => row[column]));
    return { columns, areDays, rows, isCut: result.rows.length > ROW_LIMIT };
  });

export const runReadOnly = async (
  db: Database,
  sql: string,
): Promise<{ ok: true; value: SqlResult } | { ok: false; error: SqlRefused }> => {
  const statement = sql.trim().replace(/;\s*$/, '');
  if (!isReading(statement)) return { ok: false, error: { type: 'NotAQuery' } };
  try {
    return { ok: true, value: await runInTransaction(db, statement) };
  } catch (error) {
    return { ok: false, error: { type: 'SqlFailed', detail: error instanceof Error ? error.message : String(error) } };
  }
};

/** Postgres knows days that no Date can hold, such as infinity and those after the year 275760. */
const NO_DATE = '?';

const dateText = (date: Date): string =>
  Number.isNaN(date.getTime())
    ? NO_DATE
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.000Z$/, 'Z');

/** Bytes as Postgres writes them. */
const bytesText = (bytes: Uint8Array): string =>
  `\\x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** JSON, in which the values that JSON lacks are texts. */
const jsonText = (value: object): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, written: unknown) {
    // A Date has become a text already, or null.
    const each = this[key];
    if (each instanceof Date || each instanceof Uint8Array || typeof each === 'bigint') return cellText(each);
    return typeof each === 'number' && !Number.isFinite(each) ? String(each) : written;
  });

/** A cell as it is shown. Never throws for anything that a query returns. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return bytesText(value);
  return typeof value === 'object' ? jsonText(value) : String(value);
};

/** What a spreadsheet would run as a formula; a plain number is none. */
const FORMULA = /^(?=[=+\-@\t\r])(?!-?\d+(?:\.\d+)?$)/;

const csvCell = (value: unknown): string => {
  const text = cellText(value).replace(FORMULA, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV by RFC 4180. A spreadsheet's formula is turned into text. */
export const toCsv = ({ columns, rows }: Pick<SqlResult, 'columns' | 'rows'>): string =>
  [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
