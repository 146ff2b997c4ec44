// Chooses the engine: a folder of this relay's own, or a Postgres that several relays share. Everything above uses
// ports.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { ACCESS_TABLES } from '../access/access.ts';
import { BLOB_TABLES } from '../blobs/blobs.ts';
import { HISTORY_TABLES } from '../history/history.ts';
import type { FilePort } from '../update-log/disk-sync.ts';
import type { RelayLog } from '../update-log/relay-log.ts';
import { createSqliteLog, upgradeTables } from '../update-log/sqlite-log.ts';
import type { Database, Tables, Transaction } from './database.ts';
import { NO_OTHER_NODES, type Nodes } from './nodes.ts';
import { createDamageWatch } from './damage-watch.ts';
import { freeBytes } from './free-space.ts';
import { claimSchema } from './schema-version.ts';
import { DATABASE_FILE, openSqlite, sqliteDatabase } from './sqlite.ts';
import { createTidying, prepareTidying } from './tidy.ts';

export interface Storage {
  log: RelayLog;
  db: Database;
  nodes: Nodes;
  /** The embedded database, for copying it; null if the engine is shared. */
  file: DatabaseSync | null;
  /** Null for the embedded database, whose one connection others use meanwhile. */
  transaction: Transaction | null;
  /** Gives free pages back to the disk, in small steps; `everything`: also those that will soon be used again. */
  tidy(everything?: 'everything'): Promise<void>;
  /** The engine can be reached. */
  isUp(): boolean;
  /** What is wrong with the embedded database and what to do; null as long as no damaged page was read. */
  damage(): string | null;
  onAway(run: (error: Error) => void): void;
  close(): Promise<void>;
}

/** Every table beside the log. */
const TABLES: readonly Tables[] = [ACCESS_TABLES, BLOB_TABLES, HISTORY_TABLES];

export interface StorageDeps {
  dataDir: string;
  /** Empty for the embedded engine in `dataDir`. */
  databaseUrl: string;
  /** Refuse a folder or a Postgres in which no relay has stored anything, instead of preparing it for one. */
  mustExist?: boolean;
  /** Tests make the disk fail here. */
  files?: FilePort;
  onError?(error: Error): void;
}

/** No relay has stored anything there. */
export class NoRelayData extends Error {}

/** Makes every table that is missing from an embedded database, and the columns that a later relay added. */
export const defineAll = async (file: DatabaseSync): Promise<void> => {
  await claimSchema(sqliteDatabase(file));
  upgradeTables(file);
  for (const tables of TABLES) await sqliteDatabase(file).define(tables);
};

const openFolder = async ({ dataDir, files, mustExist, onError = () => undefined }: StorageDeps): Promise<Storage> => {
  if (mustExist && !existsSync(join(dataDir, DATABASE_FILE)))
    throw new NoRelayData(`There is no relay’s database in ${dataDir}.`);
  const file = openSqlite(dataDir);
  try {
    await claimSchema(sqliteDatabase(file));
  } catch (error) {
    file.close();
    throw error;
  }
  // A command that only looks at the data does not rebuild it.
  prepareTidying(file, mustExist ? 0 : (freeBytes(dataDir) ?? 0));
  const log = createSqliteLog({
    db: file,
    folder: dataDir,
    fileName: DATABASE_FILE,
    nowMs: () => Date.now(),
    ...(files ? { files } : {}),
  });
  await defineAll(file);
  const watch = createDamageWatch(file, onError);
  const tidying = createTidying(file, delay);
  return {
    log: watch.guard(log),
    db: watch.guard(sqliteDatabase(file)),
    file,
    damage: watch.damage,
    transaction: null,
    nodes: NO_OTHER_NODES,
    isUp: () => true,
    onAway: () => undefined,
    tidy: tidying.run,
    close: async () => {
      await tidying.stop();
      await log.close();
      file.close();
    },
  };
};

const openShared = async ({ databaseUrl, mustExist, onError = () => undefined }: StorageDeps): Promise<Storage> => {
  // Loaded only where it is used: most relays have a folder, and less memory.
  const [{ connectPostgres }, { createPostgresLog }] = await Promise.all([
    import('./postgres.ts'),
    import('../update-log/postgres-log.ts'),
  ]);
  const engine = await connectPostgres(databaseUrl);
  try {
    if (mustExist && (await engine.query("SELECT to_regclass('update_log') AS log", []))[0]?.['log'] === null)
      throw new NoRelayData('No relay has stored anything in the database of DATABASE_URL.');
    await claimSchema(engine.database);
    for (const tables of TABLES) await engine.database.define(tables);
    const log = await createPostgresLog({ engine, nowMs: () => Date.now(), onError });
    return {
      log,
      db: engine.database,
      file: null,
      transaction: engine.transaction,
      nodes: engine.nodes,
      isUp: engine.isUp,
      damage: () => null,
      // Postgres does this by itself.
      tidy: () => Promise.resolve(),
      onAway: engine.onAway,
      close: engine.close,
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};

/** Rejects if the folder is in use, if the engine cannot be reached, or with `NoRelayData`. */
export const openStorage = (deps: StorageDeps): Promise<Storage> =>
  deps.databaseUrl === '' ? openFolder(deps) : openShared(deps);

/** The folder of the operator's models. */
export const modelsFolder = (dataDir: string): string => join(dataDir, 'models');
