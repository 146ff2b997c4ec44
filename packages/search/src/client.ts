// Owns a page's side of the index: a connection to the one Postgres of the campaign, whichever tab's worker it lives in.
import { PGliteWorker } from '@electric-sql/pglite/worker';
import type { Database } from './index-db/sql.ts';

export interface IndexConnection extends Database {
  readonly isLeader: boolean;
  /** The index moved to another tab's worker and is being filled anew. */
  onLeaderChange(callback: () => void): void;
  close(): Promise<void>;
}

/** Resolves once queries are answered, which is before the index is filled. `name` is shared by the tabs that share it. */
export const connectIndex = async (worker: Worker, name: string, meta: unknown): Promise<IndexConnection> => {
  const db = await PGliteWorker.create(worker, { id: name, meta });
  return {
    get isLeader() {
      return db.isLeader;
    },
    query: (text, params, options) => db.query(text, params, options) as never,
    exec: (text) => db.exec(text),
    transaction: (run) => db.transaction((tx) => run(tx as never)) as never,
    onLeaderChange: (callback) => void db.onLeaderChange(callback),
    close: () => db.close(),
  };
};
