// Owns the way to a Postgres that several relays share: pooled statements, one connection that listens to the others, and knowing
// when the engine cannot be reached. Away means away: whoever cannot ask the engine serves nobody, so that no reader misses what
// others write meanwhile (fails closed), and is back by itself.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Database, Row, Value } from './database.ts';
import type { NodeMessage, Nodes } from './nodes.ts';

export interface PostgresEngine {
  database: Database;
  nodes: Nodes;
  /** Who writes: this process, until it cannot know whether something of its own was kept. */
  writer(): string;
  /** A new name: what the old one wrote without our knowing is now heard like anybody else's. */
  renew(): void;
  /** `bytes`: about how much goes or comes; what is large is waited for longer. */
  query(sql: string, values: readonly unknown[], bytes?: number): Promise<Row[]>;
  /** The same, on the connection that listens: its own notice comes back with the answer, and wakes nobody. Rejects while away. */
  queryHere(name: string, sql: string, values: readonly unknown[], bytes: number): Promise<Row[]>;
  /** Somebody wrote. */
  onDoorbell(run: (notice: Doorbell) => void): void;
  /** Called when the engine cannot be reached any more. */
  onAway(run: (error: Error) => void): void;
  /** Begins to listen; `back` runs then, and whenever the engine is back. Resolves after the first time. */
  start(back: () => Promise<void>): Promise<void>;
  isUp(): boolean;
  close(): Promise<void>;
}

/** A tick was committed: sequences `first` to `upTo`; `entries` where all of it was small enough to be said along. Without `first`: all we know is how far the log has come. */
export interface Doorbell {
  upTo: number;
  first?: number;
  isOurs: boolean;
  entries?: readonly (readonly [sequence: number, room: string, tag: string, base64: string])[];
}

export const CHANNEL = 'emberkeep';
/** An engine that is silent so long is away, ms: a stalled network says nothing else. */
const PATIENCE_MS = 4000;
/** Asked this often whether it is there; also how late a lost doorbell may make an update, ms. */
const LOOK_MS = 1500;
/** And so much longer for each MB that goes or comes: a slow disk behind a slow wire. */
const PATIENCE_MS_PER_MB = 500;
const RETRY_MS = 300;
/** Postgres carries 8,000 bytes a notice. */
const NOTICE_MAX = 7800;
/** What is said to other nodes is gathered so long, ms. */
const GATHER_MS = 30;

/** Tables in the embedded engine's words, in Postgres'. Names are compared by bytes, as SQLite does. */
export const inPostgres = (ddl: string): string =>
  ddl
    .replace(/\bSTRICT(?:, WITHOUT ROWID)?/g, '')
    .replace(/\bWITHOUT ROWID\b/g, '')
    .replace(/\bBLOB\b/g, 'BYTEA')
    .replace(/\bINTEGER\b/g, 'BIGINT')
    .replace(/\bTEXT\b/g, 'TEXT COLLATE "C"');

/** `?` becomes `$1`, `$2` …: none of our statements has one in a text. */
const numbered = (sql: string): string => {
  let n = 0;
  return sql.replace(/\?/g, () => `$${++n}`);
};

/** Says where, and never with which password. */
export class DatabaseAway extends Error {
  constructor(host: string, port: number, cause: Error & { code?: string }) {
    super(`The database at ${host}:${port} cannot be used: ${cause.message || cause.code || 'no answer'}.`, { cause });
  }
}

export const connectPostgres = async (url: string): Promise<PostgresEngine> => {
  const node = randomUUID();
  let writer = node;
  const options = {
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    keepAlive: true,
    application_name: 'emberkeep relay',
  };
  const pool = new pg.Pool({ ...options, max: 10 });
  pool.on('error', () => undefined); // an idle connection that broke is replaced when it is needed
  // The driver's types do not know that a statement may have a patience of its own.
  const patient = (text: string, values: readonly unknown[], bytes: number, name?: string): pg.QueryConfig =>
    ({
      text,
      values: [...values],
      query_timeout: PATIENCE_MS + (bytes / 1e6) * PATIENCE_MS_PER_MB,
      ...(name ? { name } : {}),
    }) as pg.QueryConfig;
  const query = async (sql: string, values: readonly unknown[], bytes = 0): Promise<Row[]> =>
    (await pool.query(patient(sql, values, bytes))).rows as Row[];

  const inTransaction = async <T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const value = await run(client);
      await client.query('COMMIT');
      return value;
    } catch (error) {
      broken = error as Error; // given up with its transaction
      throw error;
    } finally {
      client.release(broken);
    }
  };
  const lock = (client: pg.PoolClient, key: string): Promise<unknown> =>
    client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);

  const database: Database = {
    all: (sql, ...values) => query(numbered(sql), values),
    batch: (key, statements) =>
      inTransaction(async (client) => {
        await lock(client, key);
        const rows: Row[][] = [];
        for (const [sql, ...values] of statements)
          rows.push((await client.query(numbered(sql), values as Value[])).rows as Row[]);
        return rows;
      }),
    define: ({ create, added }) =>
      inTransaction(async (client) => {
        await lock(client, 'tables'); // nodes that start together would make the same table twice
        await client.query(inPostgres(create));
        for (const { table, column, type } of added)
          await client.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} ${inPostgres(type)}`);
      }),
    check: async () => {
      const [row] = await query("SELECT current_setting('fsync') AS fsync", []);
      return row?.['fsync'] === 'on' ? 'ok' : 'Postgres runs with fsync off: what is acknowledged may be lost';
    },
  };

  let away: (error: Error) => void = () => undefined;
  let back: () => Promise<void> = async () => undefined;
  let doorbell: Parameters<PostgresEngine['onDoorbell']>[0] = () => undefined;
  let heard: (message: NodeMessage, from: string) => void = () => undefined;
  let listener: pg.Client | null = null;
  let isUp = false;
  let isClosed = false;
  /** Statements on the listening connection. */
  let underWay = 0;
  let timer: NodeJS.Timeout | null = null;

  const onNotice = (text: string | undefined): void => {
    try {
      const notice = JSON.parse(text ?? '') as { from: string; message?: NodeMessage } & Partial<Doorbell>;
      // Our own ticks, too: what comes after them follows on from them.
      if (notice.upTo !== undefined) doorbell({ ...notice, upTo: notice.upTo, isOurs: notice.from === writer });
      if (notice.message && notice.from !== node) heard(notice.message, notice.from);
    } catch {
      // Somebody else's word on our channel.
    }
  };
  // A goodbye over a network that stalls is never answered.
  const drop = (client: pg.Client): void => {
    void client.end().catch(() => undefined);
    // reason: the driver's types leave out the socket that a client stands on
    (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  };
  const lost = (error: Error): void => {
    const current = listener;
    listener = null;
    if (timer) clearTimeout(timer);
    if (current) drop(current);
    if (isClosed) return;
    if (isUp) {
      isUp = false;
      away(error);
    }
    timer = setTimeout(() => void listen(), RETRY_MS + Math.random() * RETRY_MS);
  };
  const look = async (client: pg.Client): Promise<void> => {
    // What is under way has its own patience, and would be waited for first.
    if (underWay > 0) return void (timer = setTimeout(() => void look(client), LOOK_MS));
    try {
      const { rows } = await client.query('SELECT coalesce(max(sequence), 0) AS last FROM update_log');
      if (client !== listener) return;
      doorbell({ upTo: Number((rows as Row[])[0]?.['last']), isOurs: false });
      timer = setTimeout(() => void look(client), LOOK_MS);
    } catch (error) {
      if (client === listener) lost(error as Error);
    }
  };
  const listen = async (): Promise<void> => {
    const client = new pg.Client(options);
    listener = client;
    client.on('error', (error) => client === listener && lost(error));
    client.on('end', () => client === listener && lost(new Error('The database closed the connection.')));
    client.on('notification', (notice) => onNotice(notice.payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (client !== listener) return;
      await back();
      isUp = true;
      timer = setTimeout(() => void look(client), LOOK_MS);
    } catch (error) {
      if (client === listener) lost(error as Error);
    }
  };

  let outbox: string[] = [];
  let telling: NodeJS.Timeout | null = null;
  const post = async (): Promise<void> => {
    if (telling) clearTimeout(telling);
    telling = null;
    const texts = outbox;
    outbox = [];
    if (texts.length > 0)
      await query('SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said', [CHANNEL, texts]).catch(
        () => undefined,
      ); // nothing that must arrive
  };
  const tell = (message: NodeMessage): void => {
    const text = JSON.stringify({ from: node, message });
    if (Buffer.byteLength(text) > NOTICE_MAX) {
      // Presence of many is said in halves; of one that is so large, not at all.
      if (message.type !== 'presence' || message.entries.length < 2) return;
      const half = message.entries.length >> 1;
      tell({ ...message, entries: message.entries.slice(0, half) });
      tell({ ...message, entries: message.entries.slice(half) });
      return;
    }
    outbox.push(text);
    telling ??= setTimeout(() => void post(), GATHER_MS);
  };

  // Wrong settings must say so at once, and not be tried for ever.
  const first = new pg.Client(options);
  first.on('error', () => undefined);
  try {
    await first.connect();
    await first.query('SELECT 1');
  } catch (error) {
    throw new DatabaseAway(first.host, first.port, error as Error);
  } finally {
    await first.end().catch(() => undefined);
  }
  return {
    database,
    query,
    writer: () => writer,
    renew: () => void (writer = randomUUID()),
    nodes: { tell, listen: (run) => void (heard = run) },
    queryHere: async (name, text, values, bytes) => {
      const client = listener;
      if (!client || !isUp) throw new Error('The database cannot be reached.');
      underWay += 1;
      try {
        return (await client.query(patient(text, values, bytes, name))).rows as Row[];
      } catch (error) {
        // A statement that the engine refused is one thing, an engine that does not answer another.
        if (!(error instanceof pg.DatabaseError) && client === listener) lost(error as Error);
        throw error;
      } finally {
        underWay -= 1;
      }
    },
    onDoorbell: (run) => void (doorbell = run),
    onAway: (run) => void (away = run),
    start: async (run) => {
      back = run;
      await listen();
    },
    isUp: () => isUp,
    close: async () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await post();
      const current = listener;
      listener = null;
      if (current) drop(current);
      await pool.end();
    },
  };
};
