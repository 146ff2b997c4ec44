// A Postgres that several relays share. While it cannot be reached this node serves nobody, because its readers
// would miss what others write meanwhile; it is back by itself once the engine is.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DatabaseAway } from './database-away.ts';
import type { Database, Row, Transaction } from './database.ts';
import type { NodeMessage, Nodes } from './nodes.ts';
import { createListener } from './postgres-listener.ts';
import { createOutbox } from './postgres-outbox.ts';
import { clientOptions, createPostgresPool, type Query } from './postgres-pool.ts';

export interface PostgresEngine {
  database: Database;
  transaction: Transaction;
  nodes: Nodes;
  /** The name under which this process writes. */
  writer(): string;
  /** Takes a new name after a write whose outcome is unknown: if it was stored, it is heard like anyone else's. */
  renew(): void;
  /** `bytes`: roughly how much is sent or received; large statements are waited for longer. */
  query: Query;
  /**
   * The same, prepared, on the connection that listens: the statement's own notice comes back with the answer. Rejects
   * while the engine is away.
   */
  queryHere(name: string, sql: string, values: readonly unknown[], bytes: number): Promise<Row[]>;
  /** Some node has committed a tick. */
  onCommitted(run: (notice: CommitNotice) => void): void;
  /** The engine cannot be reached any more. */
  onAway(run: (error: Error) => void): void;
  /** Begins to listen; `onBack` runs then, and whenever the engine is back. Resolves after the first time. */
  start(onBack: () => Promise<void>): Promise<void>;
  isUp(): boolean;
  close(): Promise<void>;
}

/**
 * A committed tick with the sequences `first` to `upTo`, and its entries if they are small enough to be sent along.
 * Without `first` only the end of the log is known.
 */
export interface CommitNotice {
  upTo: number;
  first?: number;
  isOurs: boolean;
  entries?: readonly (readonly [sequence: number, room: string, tag: string, base64: string])[];
}

/** What comes over the channel: a committed tick, or a message of a node. */
interface Notice extends Partial<Omit<CommitNotice, 'isOurs'>> {
  from: string;
  message?: NodeMessage;
}

const parseNotice = (text: string | undefined): Notice | null => {
  try {
    return JSON.parse(text ?? '') as Notice;
  } catch {
    return null; // reason: another program may use the same channel
  }
};

/** Wrong settings are reported at once instead of being retried for ever. */
const checkConnection = async (url: string): Promise<void> => {
  const client = new pg.Client(clientOptions(url));
  client.on('error', () => undefined); // reason: the rejection below reports it
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new DatabaseAway(client.host, client.port, error as Error);
  } finally {
    await client.end().catch(() => undefined); // reason: the connection is of no use any more
  }
};

export const connectPostgres = async (url: string): Promise<PostgresEngine> => {
  const node = randomUUID();
  let writer = node;
  let onAway: (error: Error) => void = () => undefined;
  let onCommitted: (notice: CommitNotice) => void = () => undefined;
  let onMessage: (message: NodeMessage, from: string) => void = () => undefined;

  const onNotice = (text: string | undefined): void => {
    const notice = parseNotice(text);
    if (!notice) return;
    const { from, message, upTo } = notice;
    // Our own ticks count, too: the ticks of others follow on from them.
    if (upTo !== undefined) onCommitted({ ...notice, upTo, isOurs: from === writer });
    if (message && from !== node) onMessage(message, from);
  };

  await checkConnection(url);
  const pool = createPostgresPool(url);
  const outbox = createOutbox(node, pool.query);
  const listener = createListener({
    url,
    onNotice,
    onNewest: (upTo) => onCommitted({ upTo, isOurs: false }),
    onAway: (error) => onAway(error),
  });

  return {
    database: pool.database,
    transaction: pool.transaction,
    query: pool.query,
    writer: () => writer,
    renew: () => void (writer = randomUUID()),
    nodes: { tell: outbox.tell, listen: (run) => void (onMessage = run) },
    queryHere: listener.query,
    onCommitted: (run) => void (onCommitted = run),
    onAway: (run) => void (onAway = run),
    start: listener.start,
    isUp: listener.isUp,
    close: async () => {
      // Nothing connects again from here on; what waits is sent before the pool ends.
      listener.close();
      await outbox.flush();
      await pool.close();
    },
  };
};
