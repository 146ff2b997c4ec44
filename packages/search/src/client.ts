// A page's connection to the one Postgres of a campaign, whichever tab's worker it runs in.
import { LeaderChangedError, PGliteWorker } from '@electric-sql/pglite/worker';
import type { Database } from './index-db/sql.ts';
import {
  createSearchClient,
  searchChannelName,
  type AnswerQuery,
  type Later,
  type OpenSearchChannel,
} from './search-channel.ts';

/** The message with which a worker tells its page that it could not start the index and has ended. */
export const INDEX_FAILED = 'index-failed';

/**
 * Part of the name of every index. Raised when pages of an older version could not talk to the worker of a newer one:
 * tabs of both versions may be open, and each version then has an index of its own.
 */
const PROTOCOL_VERSION = 3;

export interface IndexConnection extends Database {
  readonly isLeader: boolean;
  /**
   * Answers a query in the worker, for one request and one answer. Rejects when no worker takes it at once, as after the
   * tab of the index was closed, and when the index moves or closes meanwhile.
   */
  search: AnswerQuery;
  /** Tells the worker that the device is at rest, so that it keeps the index for the next start. */
  keep(): void;
  /** The index moved to another tab's worker and is being filled anew. */
  onLeaderChange(callback: () => void): void;
  /** This tab's worker became the leader, could not start an index, and has ended. */
  onFailed(callback: () => void): void;
  close(): Promise<void>;
}

export interface ConnectDeps {
  openChannel: OpenSearchChannel;
  /** Gives an id that is unique among all tabs. */
  newId(): string;
  later: Later;
}

/** Resolves with the reason when the worker reports that it failed. */
const failureOf = (worker: Worker): Promise<Error> =>
  new Promise((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown; message?: unknown }>) => {
      if (data.type === INDEX_FAILED) resolve(new Error(String(data.message)));
    });
    worker.addEventListener('error', () => resolve(new Error('the worker of the index failed')));
  });

/**
 * Keeps the questions that PGlite itself asks the leading tab from counting as errors of the page: it awaits none of
 * them, so that they are rejected with nobody to catch it when the leader changes before it answered. Returns the
 * function that ends this.
 */
const ignoreUnansweredQuestions = (): (() => void) => {
  const onRejection = (event: PromiseRejectionEvent): void => {
    if (event.reason instanceof LeaderChangedError) event.preventDefault();
  };
  self.addEventListener('unhandledrejection', onRejection);
  return () => self.removeEventListener('unhandledrejection', onRejection);
};

const startDatabase = async (worker: Worker, id: string, meta: unknown): Promise<PGliteWorker> => {
  const db = await PGliteWorker.create(worker, { id, meta });
  await db.waitReady;
  return db;
};

/**
 * Resolves once queries are answered, which is before the index is filled; rejects when the worker could not start
 * it. Tabs that pass the same `name` share one index.
 */
export const connectIndex = async (
  worker: Worker,
  name: string,
  meta: unknown,
  { openChannel, newId, later }: ConnectDeps,
): Promise<IndexConnection> => {
  const indexName = `${name}:${PROTOCOL_VERSION}`;
  const failed = failureOf(worker);
  const stopIgnoring = ignoreUnansweredQuestions();
  const db = await Promise.race([startDatabase(worker, indexName, meta), failed]).catch((error: unknown) => {
    stopIgnoring();
    throw error;
  });
  if (db instanceof Error) {
    stopIgnoring();
    throw db;
  }

  const client = createSearchClient(openChannel(searchChannelName(indexName)), newId, later);
  db.onLeaderChange(() => {
    client.rejectPending('the index moved to another tab');
    // PGlite asks for the array types once; the answer may have gone with the leader. Where the next one goes, too, this
    // is called again.
    void db.refreshArrayTypes().catch(() => undefined);
  });
  void failed.then((error) => client.rejectPending(error.message));
  return {
    get isLeader() {
      return db.isLeader;
    },
    query: (text, params, options) => db.query(text, params, options) as never,
    exec: (text) => db.exec(text),
    transaction: (run) => db.transaction((tx) => run(tx as never)) as never,
    search: (request, vectors) => client.search(request, vectors),
    keep: () => client.keep(),
    onLeaderChange: (callback) => void db.onLeaderChange(callback),
    onFailed: (callback) => void failed.then(callback),
    close: () => {
      client.close();
      stopIgnoring();
      return db.close();
    },
  };
};
