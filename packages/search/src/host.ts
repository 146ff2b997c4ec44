// The worker's side of the index: one Postgres for all tabs of a campaign, in the worker of the leading tab. It
// starts as it was kept on the device and is caught up, or from the seed and is filled from the documents, and answers
// queries meanwhile. When the leading tab goes, the next tab's worker starts anew, because an index is a cache.
import { PGlite } from '@electric-sql/pglite';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { worker } from '@electric-sql/pglite/worker';
import { INDEX_FAILED } from './client.ts';
import type { Database } from './index-db/sql.ts';
import { KeptFilesDamaged, KeptFilesystem, readKeptFiles } from './kept/data-files.ts';
import { IndexKeeper } from './kept/index-keeper.ts';
import { idOf, manifestOf, type KeptStore, type Manifest } from './kept/kept-store.ts';
import type { StaticModel } from './lexicon/static-model.ts';
import { searchIndex } from './query/search.ts';
import { searchChannelName, serveSearch, type OpenSearchChannel } from './search-channel.ts';
import { NearestPassages } from './vectors/nearest-passages.ts';

/**
 * The memory for pages is an eighth of the default, because a tablet has little. The write-ahead log is kept small: the
 * files are in memory, and what is kept of them is taken whole.
 */
const SETTINGS = [
  'shared_buffers=16MB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'wal_recycle=off',
  'full_page_writes=off',
  'min_wal_size=2MB',
  'max_wal_size=8MB',
];
const EXTENSIONS = { pg_trgm, fuzzystrmatch };

export interface IndexHost<M> {
  /** Resolves with the empty index as a file. */
  seed(meta: M): Promise<Blob>;
  /** Fills the index in the background, or catches it up where it was kept. A rejection sets the phase to `failed`. */
  fill(db: Database, meta: M, wasKept: boolean): Promise<void>;
  /** Where the index is kept between starts; null where it is not. */
  keeping(meta: M): Promise<IndexKeeping | null>;
  /** The static model, loaded once; null where its files cannot be had: queries are then answered by words alone. */
  model(): Promise<StaticModel | null>;
  openChannel: OpenSearchChannel;
}

/** Where an index is kept, and of which version of the app it has to be. */
export interface IndexKeeping {
  store: KeptStore;
  version: string;
  /** False where the kept index is not to be loaded, because a start with it may have killed the tab. */
  mayLoad: boolean;
  newId(): string;
  pause(): Promise<void>;
}

/** Starts an index from its seed. */
export const startFromSeed = (seed: Blob): Promise<PGlite> =>
  PGlite.create({ loadDataDir: seed, extensions: EXTENSIONS, postgresqlconf: SETTINGS });

/** Starts an index as it was kept. Rejects where that is not whole. */
export const startFromKept = async (store: KeptStore, manifest: Manifest): Promise<PGlite> => {
  const files = readKeptFiles(store, manifest);
  const fs = new KeptFilesystem(manifest.folders, files);
  // Files that are not whole end it at once: they are awaited here, too.
  const [db] = await Promise.all([PGlite.create({ fs, extensions: EXTENSIONS, postgresqlconf: SETTINGS }), files]);
  const { rows } = await db.query<{ phase: string }>('SELECT phase FROM index_state');
  if (rows[0]?.phase !== 'ready') throw new KeptFilesDamaged('the kept index was not filled');
  // Nothing is written to it before it is caught up.
  await db.query(`UPDATE index_state SET phase = 'filling', is_kept = TRUE, done = 0, total = 0`);
  return db;
};

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

interface StartedIndex {
  db: PGlite;
  /** What the index was loaded from; null where it started from the seed. */
  manifest: Manifest | null;
  /** The id of the manifest on the device, of whatever version. */
  storedId: string | null;
}

/** Starts the index as it was kept, or from the seed where it was not or cannot be trusted. */
const startIndex = async <M>(host: IndexHost<M>, keeping: IndexKeeping | null, meta: M): Promise<StartedIndex> => {
  // Storage that cannot be read is like storage with nothing in it.
  const stored = await keeping?.store.readManifest().catch(() => undefined);
  const storedId = idOf(stored);
  const manifest = keeping?.mayLoad ? manifestOf(stored, keeping.version) : null;
  if (keeping && manifest)
    try {
      return { db: await startOrFail(() => startFromKept(keeping.store, manifest)), manifest, storedId };
    } catch (error) {
      console.warn('the kept index cannot be used', error);
    }
  return { db: await startOrFail(() => host.seed(meta).then(startFromSeed)), manifest: null, storedId };
};

const fillInBackground = async <M>(db: PGlite, host: IndexHost<M>, meta: M, wasKept: boolean): Promise<void> => {
  try {
    await host.fill(db, meta, wasKept);
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
      // Where it cannot be told, the index works without being kept.
      const keeping = await host.keeping(meta as M).catch(() => null);
      let started: StartedIndex;
      try {
        started = await startIndex(host, keeping, meta as M);
      } catch (error) {
        return giveUp(error);
      }
      const { db, manifest, storedId } = started;
      const nearest = new NearestPassages(db);
      const keeper = keeping && new IndexKeeper({ ...keeping, db, previous: manifest, previousId: storedId });
      // Before PGlite tells the pages that the database is ready, so that no query is lost.
      serveSearch(host.openChannel(searchChannelName(id ?? '')), {
        answerQuery: async (request, vectors) =>
          searchIndex({ sql: db, nearest, model: await host.model(), vectors }, request),
        keep: () => void keeper?.keep(),
      });
      void fillInBackground(db, host, meta as M, manifest !== null)
        .then(() => nearest.warm())
        // The first query reads the vectors instead.
        .catch((error: unknown) => console.warn('the vectors could not be read ahead', error));
      return db;
    },
  });
