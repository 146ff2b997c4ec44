// Fills an empty index from the documents, a whole document's records at a time.
import type { ReadRecord } from '@emberkeep/domain';
import { rowsOf, type RowContext } from '../records/rows.ts';
import type { StaticModel } from '../lexicon/static-model.ts';
import type { Row } from './copy.ts';
import { writeOrigins, type Origins } from './origins.ts';
import type { Database, Sql } from './sql.ts';
import { TABLES } from './tables.ts';
import { insertRecords } from './write-records.ts';

/** What an index is filled from: the ledger's records, then each session with its body, because its log tells it. */
export interface FillSource {
  context: RowContext;
  ledger: readonly ReadRecord[];
  /** Sessions with their bodies, newest first. Each is read when it is needed and released afterwards. */
  bodies: readonly (() => Promise<readonly ReadRecord[]>)[];
  /**
   * What the index will have been derived from, without the bodies at these places, which could not be read. Left out
   * where the index is not kept.
   */
  origins?(unread: ReadonlySet<number>): Origins;
}

/** Records inserted in one statement at most: the trigger that counts words holds a statement's rows in memory. */
const PIECE = 1500;

/**
 * Documents after which Postgres forgets its write-ahead log, which would grow to the size of the index: PGlite has no
 * process that does it.
 */
const CHECKPOINT_EVERY = 20;

/** Empties an index, to be filled anew. */
export const emptyIndex = async (sql: Sql): Promise<void> => {
  const tables = [...Object.keys(TABLES), 'vocabulary', 'index_documents', 'index_records'];
  await sql.exec(`TRUNCATE ${tables.join(', ')} CASCADE; UPDATE index_state SET is_kept = FALSE`);
};

/** Run after many inserts: empties GIN's pending lists and lets the planner learn the sizes. */
export const settleIndexes = async (sql: Sql): Promise<void> => {
  await sql.exec(`
    SELECT gin_clean_pending_list(name::regclass)
    FROM unnest(ARRAY['idx_passages_lexemes', 'idx_passages_words', 'idx_passages_refs']) AS name;
    ANALYZE`);
};

/** What the trigger count_words() counts statement by statement, for all passages at once. */
const COUNT_ALL_WORDS = `
  INSERT INTO vocabulary (word, passage_count, name_count)
  SELECT word, sum(n), sum(names)
  FROM (
    SELECT word, 1 AS n, 0 AS names
    FROM passages, unnest(tsvector_to_array(words)) AS word
    UNION ALL
    SELECT word, 0, 1
    FROM passages, unnest(tsvector_to_array(to_tsvector('simple', fold_letters(title || ' ' || aliases)))) AS word
    WHERE kind = 'entity'
      AND part = 'main'
  ) AS counted
  GROUP BY word`;

/** What a passage that points at an entity is found by. nameRefs() in apply-changes.ts says the same in SQL. */
const namesOf = (entity: Row): string => [entity['name'], ...(entity['aliases'] as string[])].join(' ');

/** The names of the ledger's entities by id. */
const entityNames = ({ ledger, context }: FillSource): Map<string, string> => {
  const rows = ledger.filter((read) => read.kind === 'entity').flatMap((read) => rowsOf(read, context));
  return new Map(
    rows.flatMap(([table, row]): [string, string][] =>
      table === 'entities' ? [[row['id'] as string, namesOf(row)]] : [],
    ),
  );
};

/**
 * Fills an empty index. `pause` is awaited after each document, so that waiting queries run in between. A body that
 * cannot be read is skipped with a warning; the others are indexed all the same.
 */
export const fillIndex = async (
  db: Database,
  source: FillSource,
  model: StaticModel | null,
  pause: () => Promise<void> = async () => undefined,
): Promise<void> => {
  const { context, ledger, bodies } = source;
  await db.query(`UPDATE index_state SET phase = 'filling', done = 0, total = $1`, [bodies.length + 1]);
  // Words are counted once at the end, which takes a third less time than counting them with every document.
  await db.exec('ALTER TABLE passages DISABLE TRIGGER USER');
  // Bodies point at entities of the ledger; with their names at hand, no passage has to be written twice.
  const names = entityNames(source);

  const step = async (reads: readonly ReadRecord[], done: number): Promise<void> => {
    await db.transaction(async (tx) => {
      for (let i = 0; i < reads.length; i += PIECE)
        await insertRecords(tx, reads.slice(i, i + PIECE), { context, model, names });
      await tx.query('UPDATE index_state SET done = $1', [done]);
    });
    await pause();
  };

  await step(ledger, 1);
  const unread = new Set<number>();
  for (const [i, body] of bodies.entries()) {
    try {
      await step(await body(), i + 2);
    } catch (error) {
      unread.add(i);
      console.warn('the body of a session could not be indexed', error);
    }
    if ((i + 1) % CHECKPOINT_EVERY === 0) await db.exec('CHECKPOINT');
  }
  await db.exec(`
    ALTER TABLE passages ENABLE TRIGGER USER;
    TRUNCATE vocabulary;
    ${COUNT_ALL_WORDS}`);
  await settleIndexes(db);
  if (source.origins) await writeOrigins(db, source.origins(unread));
  await db.query(`UPDATE index_state SET phase = 'ready'`);
};
