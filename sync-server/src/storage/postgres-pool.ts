// Statements on Postgres: pooled connections, transactions, and the port to the tables. A statement waits longer
// for its answer the more bytes it moves.
import pg from 'pg';
import type { Database, Row, Transaction, Value } from './database.ts';

export type Query = (sql: string, values: readonly unknown[], bytes?: number) => Promise<Row[]>;

/** How long an engine that does not answer is waited for, ms. A stalled network gives no other sign. */
const PATIENCE_MS = 4000;
/** How much longer for each MB that is sent or received, ms: a slow disk behind a slow connection. */
const PATIENCE_MS_PER_MB = 500;
const POOL_SIZE = 10;

export const clientOptions = (url: string) => ({
  connectionString: url,
  connectionTimeoutMillis: PATIENCE_MS,
  query_timeout: PATIENCE_MS,
  keepAlive: true,
  application_name: 'emberkeep relay',
});

/** A statement with a timeout that fits its size. `name` has the engine prepare it once per connection. */
export const patientQuery = (
  text: string,
  values: readonly unknown[],
  { bytes, name }: { bytes: number; name?: string },
): pg.QueryConfig => {
  const query = {
    text,
    values: [...values],
    query_timeout: PATIENCE_MS + (bytes / 1e6) * PATIENCE_MS_PER_MB,
    ...(name ? { name } : {}),
  };
  return query as pg.QueryConfig; // reason: the driver's types do not know a timeout per statement
};

/** Tables of SQLite's DDL in Postgres'. Names are compared by bytes, as SQLite does. */
export const inPostgres = (ddl: string): string =>
  ddl
    .replace(/\bSTRICT(?:, WITHOUT ROWID)?/g, '')
    .replace(/\bWITHOUT ROWID\b/g, '')
    .replace(/\bBLOB\b/g, 'BYTEA')
    .replace(/\bINTEGER\b/g, 'BIGINT')
    .replace(/\bTEXT\b/g, 'TEXT COLLATE "C"');

/** Numbers the parameters: `?` becomes `$1`, `$2` and so on. None of our statements has a `?` in a literal. */
const numbered = (sql: string): string => {
  let n = 0;
  return sql.replace(/\?/g, () => `$${++n}`);
};

/** Waits for the transaction's turn among those with the same key, on every node. */
const lock = (client: pg.PoolClient, key: string): Promise<unknown> =>
  client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);

const inTransaction = async <T>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    const value = await run(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    failure = error as Error; // the connection is given up, and its transaction with it
    throw error;
  } finally {
    client.release(failure);
  }
};

export interface PostgresPool {
  query: Query;
  database: Database;
  transaction: Transaction;
  close(): Promise<void>;
}

export const createPostgresPool = (url: string): PostgresPool => {
  const pool = new pg.Pool({ ...clientOptions(url), max: POOL_SIZE });
  pool.on('error', () => undefined); // reason: an idle connection that broke is replaced when one is needed
  const query: Query = async (sql, values, bytes = 0) =>
    (await pool.query(patientQuery(sql, values, { bytes }))).rows as Row[];

  const database: Database = {
    all: (sql, ...values) => query(numbered(sql), values),
    batch: (key, statements) =>
      inTransaction(pool, async (client) => {
        await lock(client, key);
        const rows: Row[][] = [];
        for (const [sql, ...values] of statements)
          rows.push((await client.query(numbered(sql), values as Value[])).rows as Row[]);
        return rows;
      }),
    define: ({ create, added }) =>
      inTransaction(pool, async (client) => {
        await lock(client, 'tables'); // nodes that start together would make the same table twice
        await client.query(inPostgres(create));
        for (const { table, column, type } of added)
          await client.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} ${inPostgres(type)}`);
      }),
    check: async () => {
      const [row] = await query("SELECT current_setting('fsync') AS fsync", []);
      return row?.['fsync'] === 'on' ? 'ok' : 'Postgres runs with fsync off: acknowledged updates can be lost';
    },
  };
  const transaction: Transaction = (key, run) =>
    inTransaction(pool, async (client) => {
      await lock(client, key);
      return run(async (sql, ...values) => {
        const bytes = values.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
        return (await client.query(patientQuery(numbered(sql), values, { bytes }))).rows as Row[];
      });
    });
  return { query, database, transaction, close: () => pool.end() };
};
