// The one connection that listens to the other nodes, and through it the knowledge whether the engine can be
// reached. It connects again by itself; until then the engine is away.
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Row } from './database.ts';
import { CHANNEL } from './postgres-outbox.ts';
import { clientOptions, patientQuery } from './postgres-pool.ts';

/** How often the engine is asked whether it is there, ms; also how late a lost notice can make an update. */
const LOOK_MS = 1500;
const RETRY_MS = 300;

const NEWEST = `
  SELECT coalesce(max(sequence), 0) AS newest
  FROM update_log
`;

export interface ListenerDeps {
  url: string;
  onNotice(text: string | undefined): void;
  /** How far the log has come, asked for regularly. */
  onNewest(sequence: number): void;
  /** The engine cannot be reached any more. */
  onAway(error: Error): void;
}

export interface Listener {
  /** Connects; `onBack` runs before this resolves, and again whenever the engine is back. Does not reject. */
  start(onBack: () => Promise<void>): Promise<void>;
  isUp(): boolean;
  /** Runs a prepared statement on this connection, so that its own notice comes with the answer. Rejects while away. */
  query(name: string, sql: string, values: readonly unknown[], bytes: number): Promise<Row[]>;
  close(): void;
}

/** Closes without waiting: over a network that stalls a goodbye is never answered. */
const drop = (client: pg.Client): void => {
  void client.end().catch(() => undefined); // reason: the socket is destroyed below in any case
  // reason: the driver's types leave out the socket of a client
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
};

export const createListener = ({ url, onNotice, onNewest, onAway }: ListenerDeps): Listener => {
  let current: pg.Client | null = null;
  let isUp = false;
  let isClosed = false;
  let onBack: () => Promise<void> = async () => undefined;
  /** Statements that run on the connection now. */
  let running = 0;
  /** The next look, or the next attempt to connect. */
  let timer: NodeJS.Timeout | null = null;

  const release = (): void => {
    const client = current;
    current = null;
    if (timer) clearTimeout(timer);
    if (client) drop(client);
  };

  const lose = (error: Error): void => {
    release();
    if (isClosed) return;
    if (isUp) {
      isUp = false;
      onAway(error);
    }
    timer = setTimeout(() => void connect(), RETRY_MS + Math.random() * RETRY_MS);
  };
  /** Events of a connection that was given up already do not count. */
  const loseIfCurrent = (client: pg.Client, error: Error): void => {
    if (client === current) lose(error);
  };

  const lookLater = (client: pg.Client): void => void (timer = setTimeout(() => void look(client), LOOK_MS));

  const look = async (client: pg.Client): Promise<void> => {
    // A running statement has a timeout of its own, and would be waited for first.
    if (running > 0) return lookLater(client);
    try {
      const { rows } = await client.query(NEWEST);
      if (client !== current) return;
      onNewest(Number((rows as Row[])[0]?.['newest']));
      lookLater(client);
    } catch (error) {
      loseIfCurrent(client, error as Error);
    }
  };

  const connect = async (): Promise<void> => {
    const client = new pg.Client(clientOptions(url));
    current = client;
    client.on('error', (error) => loseIfCurrent(client, error));
    client.on('end', () => loseIfCurrent(client, new Error('The database closed the connection.')));
    client.on('notification', (notice) => onNotice(notice.payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (client !== current) return;
      await onBack();
      isUp = true;
      lookLater(client);
    } catch (error) {
      loseIfCurrent(client, error as Error);
    }
  };

  return {
    start: (run) => {
      onBack = run;
      return connect();
    },
    isUp: () => isUp,
    query: async (name, sql, values, bytes) => {
      const client = current;
      if (!client || !isUp) throw new Error('The database cannot be reached.');
      running += 1;
      try {
        return (await client.query(patientQuery(sql, values, { bytes, name }))).rows as Row[];
      } catch (error) {
        // An engine that refuses a statement is there; one that does not answer is away.
        if (!(error instanceof pg.DatabaseError)) loseIfCurrent(client, error as Error);
        throw error;
      } finally {
        running -= 1;
      }
    },
    close: () => {
      isClosed = true;
      release();
    },
  };
};
