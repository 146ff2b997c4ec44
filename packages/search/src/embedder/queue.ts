// Embeds passages with a sentence model, newest first, a small batch at a time. It can stop and resume at any passage.
import type { Embedder } from '@emberkeep/domain';
import { copyRows } from '../index-db/copy.ts';
import { embeddedText } from '../index-db/write-records.ts';
import type { Database } from '../index-db/sql.ts';
import { TABLES } from '../index-db/tables.ts';
import { vectorRow } from '../vectors/quantise.ts';

/** Vectors of one model by hash of text, kept on the device between starts. */
export interface VectorCache {
  read(hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  write(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  hash(text: string): Promise<string>;
}

/** Passages looked for in the cache at a time. */
const LOOKED_UP = 128;
/** Passages embedded at a time: about a fifth of a second of a tablet's one thread. */
const BATCH = 8;

type Passage = { id: string; title: string; heading: string; body: string };

/** What one step did: how many vectors came from the cache, and how many texts were embedded. */
export interface EmbeddedStep {
  fromCache: number;
  embedded: number;
}

const nextPassages = async (db: Database, model: string, skip: ReadonlySet<string>): Promise<Passage[]> => {
  const { rows } = await db.query<Passage>(
    `SELECT p.id, p.title, p.heading, p.body
    FROM passages p
    WHERE NOT EXISTS (
        SELECT
        FROM sentence_vectors v
        WHERE v.passage_id = p.id
          AND v.model = $1
      )
      AND NOT p.id = ANY($2::text[])
    ORDER BY p.happened_at DESC NULLS LAST, p.id
    LIMIT ${LOOKED_UP}`,
    [model, [...skip]],
  );
  return rows;
};

/** A passage's vector, with the text that it stands for. */
interface Embedded {
  passage: Passage;
  vector: Float32Array;
}

/**
 * Writes vectors of passages that still have the text: while it was embedded, a passage may have been deleted, or
 * written again under the same id.
 */
const writeVectors = (db: Database, model: string, vectors: readonly Embedded[]): Promise<void> =>
  db.transaction(async (tx) => {
    const ids = vectors.map(({ passage }) => passage.id);
    const { rows } = await tx.query<Passage>(
      'SELECT id, title, heading, body FROM passages WHERE id = ANY($1::text[])',
      [ids],
    );
    const current = new Map(rows.map((row) => [row.id, embeddedText(row)]));
    const valid = vectors.filter(({ passage }) => current.get(passage.id) === embeddedText(passage));
    await tx.query('DELETE FROM sentence_vectors WHERE model = $1 AND passage_id = ANY($2::text[])', [model, ids]);
    await copyRows(
      tx,
      'sentence_vectors',
      TABLES.sentence_vectors,
      valid.map(({ passage, vector }) => vectorRow(passage.id, model, vector)),
    );
  });

/** Embeds the first few of these passages, whose hashes are `hashes`, and keeps their vectors in the cache. */
const embedSome = async (
  embedder: Pick<Embedder, 'embed'>,
  cache: VectorCache,
  passages: readonly (Passage & { hash: string })[],
  skip: Set<string>,
): Promise<Embedded[]> => {
  const some = passages.slice(0, BATCH);
  const vectors = await embedder.embed(some.map(embeddedText));
  const embedded = some.flatMap((passage, i) => {
    const vector = vectors[i];
    if (!vector) skip.add(passage.id);
    return vector ? [{ passage, vector }] : [];
  });
  if (embedded.length > 0) await cache.write(new Map(embedded.map(({ passage, vector }) => [passage.hash, vector])));
  return embedded;
};

/**
 * Takes the vectors of the next passages from the cache, or where it has none embeds a few. Nothing was done where all
 * passages are read. A passage for which the model has no vector is added to `skip` and is not read again.
 */
export const embedNext = async (
  db: Database,
  embedder: Pick<Embedder, 'id' | 'embed'>,
  cache: VectorCache,
  skip: Set<string>,
): Promise<EmbeddedStep> => {
  const rows = await nextPassages(db, embedder.id, skip);
  const passages = await Promise.all(rows.map(async (row) => ({ ...row, hash: await cache.hash(embeddedText(row)) })));
  const cached = await cache.read([...new Set(passages.map(({ hash }) => hash))]);
  const known = passages.flatMap((passage) => {
    const vector = cached.get(passage.hash);
    return vector ? [{ passage, vector }] : [];
  });
  const isFromCache = known.length > 0 || passages.length === 0;
  const vectors = isFromCache ? known : await embedSome(embedder, cache, passages, skip);
  if (vectors.length > 0) await writeVectors(db, embedder.id, vectors);
  return { fromCache: known.length, embedded: isFromCache ? 0 : Math.min(BATCH, passages.length) };
};
