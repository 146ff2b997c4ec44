// The worker's side of the index: one Postgres for all tabs of a campaign, in the worker of the leading tab. It
// starts from the seed, is filled from the documents, and answers queries meanwhile. When the leading tab goes, the
// next tab's worker starts anew, because an index is a cache.
import { PGlite } from '@electric-sql/pglite';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { worker } from '@electric-sql/pglite/worker';
import { vector } from '@electric-sql/pglite-pgvector';
import { INDEX_FAILED } from './client.ts';
import type { Database } from './index-db/sql.ts';
import type { StaticModel } from './lexicon/static-model.ts';
import { searchIndex } from './query/search.ts';
import { searchChannelName, serveSearch, type OpenSearchChannel } from './search-channel.ts';

/** Postgres's memory for pages: an eighth of the default, because a tablet has little. */
const MEMORY = ['shared_buffers=16MB'];

export interface IndexHost<M> {
  /** Resolves with the empty index as a file. */
  seed(meta: M): Promise<Blob>;
  /** Fills the index in the background. A rejection sets the phase to `failed`. */
  fill(db: Database, meta: M): Promise<void>;
  /** The static model, loaded once; null where its files cannot be had: queries are then answered by words alone. */
  model(): Promise<StaticModel | null>;
  openChannel: OpenSearchChannel;
}

/** Starts an index from its seed. */
export const startFromSeed = (seed: Blob): Promise<PGlite> =>
  PGlite.create({ loadDataDir: seed, extensions: { vector, pg_trgm, fuzzystrmatch }, postgresqlconf: MEMORY });

/**
 * Runs `start`, and rejects where any promise in this worker is rejected meanwhile: PGlite fetches its parts without
 * awaiting each, so that a part that fails while another is awaited is reported to nobody.
 */
const startOrFail = async (start: () => Promise<PGlite>): Promise<PGlite> => {
  let fail: (reason: unknown) => void;
  const partFailed = new Promise<never>((_, reject) => (fail = reject));
  const onRejection = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    fail(event.reason);
  };
  self.addEventListener('unhandledrejection', onRejection);
  try {
    return await Promise.race([start(), partFailed]);
  } finally {
    self.removeEventListener('unhandledrejection', onRejection);
  }
};

/**
 * Ends this worker. PGlite would ask for a failed start again sixty times a second and stay the leader; the next tab
 * may succeed.
 */
const giveUp = (error: unknown): Promise<never> => {
  self.postMessage({ type: INDEX_FAILED, message: String(error) });
  self.close();
  return new Promise<never>(() => undefined);
};

const fillInBackground = async <M>(db: PGlite, host: IndexHost<M>, meta: M): Promise<void> => {
  try {
    await host.fill(db, meta);
  } catch (error) {
    console.warn('the search index could not be filled', error);
    // The database may be closed by now; then nobody reads its phase.
    await db.query(`UPDATE index_state SET phase = 'failed'`).catch(() => undefined);
  }
};

/** Serves the index from this worker; called once, when the worker starts. */
export const serveIndex = <M>(host: IndexHost<M>): Promise<void> =>
  worker({
    init: async ({ id, meta }) => {
      let db: PGlite;
      try {
        db = await startOrFail(() => host.seed(meta as M).then(startFromSeed));
      } catch (error) {
        return giveUp(error);
      }
      // Before PGlite tells the pages that the database is ready, so that no query is lost.
      serveSearch(host.openChannel(searchChannelName(id ?? '')), async (request, vectors) =>
        searchIndex({ sql: db, model: await host.model(), vectors }, request),
      );
      void fillInBackground(db, host, meta as M);
      return db;
    },
  });
