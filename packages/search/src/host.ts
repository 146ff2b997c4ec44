// Owns the worker's side of the index: one Postgres for all tabs of a campaign, in the worker of the tab that leads. Starts
// from the seed, is filled from the documents, and serves queries meanwhile. When the leading tab goes, the next one's worker
// starts anew: nothing of an index is worth keeping.
import { PGlite } from '@electric-sql/pglite';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { worker } from '@electric-sql/pglite/worker';
import { vector } from '@electric-sql/pglite-pgvector';
import { INDEX_FAILED } from './client.ts';
import type { Database } from './index-db/sql.ts';

/** What Postgres keeps in memory for pages; the default is eight times as much and a tablet has little. */
const MEMORY = ['shared_buffers=16MB'];

export interface IndexHost<M> {
  /** The empty index as a file. */
  seed(meta: M): Promise<Blob>;
  /** Fills it; not waited for. A rejection leaves the phase at `failed`. */
  fill(db: Database, meta: M): Promise<void>;
}

/** Starts an index from its seed. */
export const startFromSeed = (seed: Blob): Promise<PGlite> =>
  PGlite.create({ loadDataDir: seed, extensions: { vector, pg_trgm, fuzzystrmatch }, postgresqlconf: MEMORY });

/** Serves the index from this worker; call once, at its start. */
export const serveIndex = <M>(host: IndexHost<M>): Promise<void> =>
  worker({
    init: async ({ meta }) => {
      let db: PGlite;
      // PGlite fetches its parts without waiting for each: one that fails while another is awaited is nobody's.
      let fail: (reason: unknown) => void;
      const partFailed = new Promise<never>((_, reject) => (fail = reject));
      const onRejection = (event: PromiseRejectionEvent): void => {
        event.preventDefault();
        fail(event.reason);
      };
      self.addEventListener('unhandledrejection', onRejection);
      try {
        db = await Promise.race([host.seed(meta as M).then(startFromSeed), partFailed]);
      } catch (error) {
        // PGlite would go on asking for a start that failed, sixty times a second, and keep the lead. The next tab may do better.
        self.postMessage({ type: INDEX_FAILED, message: String(error) });
        self.close();
        return new Promise<never>(() => undefined);
      } finally {
        self.removeEventListener('unhandledrejection', onRejection);
      }
      host.fill(db, meta as M).catch(async (error: unknown) => {
        console.warn('the search index could not be filled', error);
        await db.query(`UPDATE index_state SET phase = 'failed'`).catch(() => undefined);
      });
      return db;
    },
  });
