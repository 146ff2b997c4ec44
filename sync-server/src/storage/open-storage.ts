// Chooses the engine: a folder of this relay's own, or a Postgres that several relays share. Everything above uses
// ports.
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ACCESS_TABLES } from '../access/access.ts';
import { BLOB_TABLES } from '../blobs/blobs.ts';
import { HISTORY_TABLES } from '../history/history.ts';
import type { FilePort } from '../update-log/disk-sync.ts';
import { createPostgresLog } from '../update-log/postgres-log.ts';
import type { RelayLog } from '../update-log/relay-log.ts';
import { createSqliteLog } from '../update-log/sqlite-log.ts';
import type { Database, Tables } from './database.ts';
import { NO_OTHER_NODES, type Nodes } from './nodes.ts';
import { connectPostgres } from './postgres.ts';
import { DATABASE_FILE, openSqlite, sqliteDatabase } from './sqlite.ts';

export interface Storage {
  log: RelayLog;
  db: Database;
  nodes: Nodes;
  /** The embedded database, for copying it; null if the engine is shared. */
  file: DatabaseSync | null;
  /** The engine can be reached. */
  isUp(): boolean;
  onAway(run: (error: Error) => void): void;
  close(): Promise<void>;
}

/** Every table beside the log. */
const TABLES: readonly Tables[] = [ACCESS_TABLES, BLOB_TABLES, HISTORY_TABLES];

export interface StorageDeps {
  dataDir: string;
  /** Empty for the embedded engine in `dataDir`. */
  databaseUrl: string;
  /** Tests make the disk fail here. */
  files?: FilePort;
  onError?(error: Error): void;
}

const openFolder = async ({ dataDir, files }: StorageDeps): Promise<Storage> => {
  const file = openSqlite(dataDir);
  const log = createSqliteLog({
    db: file,
    folder: dataDir,
    fileName: DATABASE_FILE,
    nowMs: () => Date.now(),
    ...(files ? { files } : {}),
  });
  const db = sqliteDatabase(file);
  for (const tables of TABLES) await db.define(tables);
  return {
    log,
    db,
    file,
    nodes: NO_OTHER_NODES,
    isUp: () => true,
    onAway: () => undefined,
    close: async () => {
      await log.close();
      file.close();
    },
  };
};

const openShared = async ({ databaseUrl, onError = () => undefined }: StorageDeps): Promise<Storage> => {
  const engine = await connectPostgres(databaseUrl);
  try {
    for (const tables of TABLES) await engine.database.define(tables);
    const log = await createPostgresLog({ engine, nowMs: () => Date.now(), onError });
    return {
      log,
      db: engine.database,
      file: null,
      nodes: engine.nodes,
      isUp: engine.isUp,
      onAway: engine.onAway,
      close: engine.close,
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};

/** Rejects if the folder is in use, or if the engine cannot be reached. */
export const openStorage = (deps: StorageDeps): Promise<Storage> =>
  deps.databaseUrl === '' ? openFolder(deps) : openShared(deps);

/** The folder of the operator's models. */
export const modelsFolder = (dataDir: string): string => join(dataDir, 'models');
