// Gives the embedded database's free pages back to the disk, a few at a time, so that what was deleted is neither kept nor
// felt. `secure_delete` has overwritten it with zeros before.
import type { DatabaseSync } from 'node:sqlite';
import { isDamage } from './sqlite.ts';

/** Pages given back in one step: less than a few milliseconds of work. */
const STEP_PAGES = 100;
/** How long others have the database between two steps, ms. */
const REST_MS = 20;
/** Fewer free pages are kept: they are used again soon. */
const KEPT_PAGES = 256;
/** A file up to this size is rebuilt at a start, bytes. */
const REBUILD_BYTES = 1024 * 1024 * 1024;
const INCREMENTAL = 2;

const numberOf = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);

/** Writes the whole database anew. Needs twice its size on the disk. */
export const rebuild = (db: DatabaseSync): void =>
  db.exec(`PRAGMA auto_vacuum = ${INCREMENTAL}; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);`);

/**
 * Prepares a connection: what is deleted is overwritten. The database of an earlier relay is rebuilt once, which also
 * removes what was deleted until then. One that is large or damaged stays as it is; `relay compact` rebuilds it.
 */
export const prepareTidying = (db: DatabaseSync, freeDiskBytes: number): void => {
  db.exec('PRAGMA secure_delete = ON');
  const bytes = numberOf(db, 'page_count') * numberOf(db, 'page_size');
  const isDue = numberOf(db, 'auto_vacuum') !== INCREMENTAL;
  if (!isDue || bytes > REBUILD_BYTES || bytes * 3 > freeDiskBytes) return;
  try {
    rebuild(db);
  } catch (error) {
    if (!isDamage(error)) throw error; // else what reads is still served
  }
};

export interface Tidying {
  /** Resolves once the free pages are given back and the -wal is empty. */
  run(everything?: 'everything'): Promise<void>;
  /** Resolves once nothing runs any more. */
  stop(): Promise<void>;
}

export const createTidying = (db: DatabaseSync, wait: (ms: number) => Promise<unknown>): Tidying => {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  const tidy = async (keptPages: number): Promise<void> => {
    const isIncremental = numberOf(db, 'auto_vacuum') === INCREMENTAL;
    while (!isStopped && isIncremental && numberOf(db, 'freelist_count') > keptPages) {
      db.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`);
      await wait(REST_MS);
    }
    // The -wal still holds the pages as they were.
    if (!isStopped) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  };

  return {
    run: (everything) => {
      const before = running.catch(() => undefined); // reason: whoever asked for that run was told
      running = before.then(() => tidy(everything ? 0 : KEPT_PAGES));
      return running;
    },
    stop: async () => {
      isStopped = true;
      await running.catch(() => undefined); // reason: see above
    },
  };
};
