// Owns a page's side of the index: a connection to the one Postgres of the campaign, whichever tab's worker it lives in.
import { PGliteWorker } from '@electric-sql/pglite/worker';
import type { Database } from './index-db/sql.ts';

/** What a worker says to its page when it could not start the index and is gone. */
export const INDEX_FAILED = 'index-failed';

export interface IndexConnection extends Database {
  readonly isLeader: boolean;
  /** The index moved to another tab's worker and is being filled anew. */
  onLeaderChange(callback: () => void): void;
  /** This tab's worker came to lead, could not start an index, and is gone. */
  onFailed(callback: () => void): void;
  close(): Promise<void>;
}

/**
 * Resolves once queries are answered, which is before the index is filled; rejects when the worker could not start it. `name`
 * is shared by the tabs that share it.
 */
export const connectIndex = async (worker: Worker, name: string, meta: unknown): Promise<IndexConnection> => {
  const failed = new Promise<Error>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown; message?: unknown }>) => {
      if (data.type === INDEX_FAILED) resolve(new Error(String(data.message)));
    });
    worker.addEventListener('error', () => resolve(new Error('the worker of the index failed')));
  });
  const started = async (): Promise<PGliteWorker> => {
    const db = await PGliteWorker.create(worker, { id: name, meta });
    await db.waitReady;
    return db;
  };
  const db = await Promise.race([started(), failed]);
  if (db instanceof Error) throw db;
  return {
    get isLeader() {
      return db.isLeader;
    },
    query: (text, params, options) => db.query(text, params, options) as never,
    exec: (text) => db.exec(text),
    transaction: (run) => db.transaction((tx) => run(tx as never)) as never,
    onLeaderChange: (callback) => void db.onLeaderChange(callback),
    onFailed: (callback) => void failed.then(callback),
    close: () => db.close(),
  };
};
