// Embeds passages with a larger model, newest first, a small batch at a time. It can stop and resume at any passage.
import type { Embedder } from '@emberkeep/domain';
import { copyRows } from '../index-db/copy.ts';
import { embeddedText } from '../index-db/write-records.ts';
import type { Database } from '../index-db/sql.ts';
import { TABLES } from '../index-db/tables.ts';

/** Vectors of one model by hash of text, kept on the device between starts. */
export interface VectorCache {
  read(hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  write(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  hash(text: string): Promise<string>;
}

/** Passages embedded at a time: about half a second of a tablet's one thread. */
const BATCH = 8;

type Passage = { id: string; title: string; heading: string; body: string };

const nextPassages = async (db: Database, model: string, skip: ReadonlySet<string>): Promise<Passage[]> => {
  const { rows } = await db.query<Passage>(
    `SELECT p.id, p.title, p.heading, p.body
    FROM passages p
    WHERE NOT EXISTS (
        SELECT
        FROM passage_vectors v
        WHERE v.passage_id = p.id
          AND v.model = $1
      )
      AND NOT p.id = ANY($2::text[])
    ORDER BY p.happened_at DESC NULLS LAST, p.id
    LIMIT ${BATCH}`,
    [model, [...skip]],
  );
  return rows;
};

/** Writes the vectors of those passages that still exist: one may have been deleted while it was embedded. */
const writeVectors = async (db: Database, model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void> => {
  const { rows } = await db.query<{ id: string }>('SELECT id FROM passages WHERE id = ANY($1::text[])', [
    [...vectors.keys()],
  ]);
  const found = rows.map(({ id }) => ({ passage_id: id, model, embedding: vectors.get(id) }));
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM passage_vectors WHERE model = $1 AND passage_id = ANY($2::text[])', [
      model,
      found.map((row) => row.passage_id),
    ]);
    await copyRows(tx, 'passage_vectors', TABLES.passage_vectors, found);
  });
};

/**
 * Embeds the next few passages and resolves with their number; 0 where all are embedded. A passage for which the
 * model has no vector is added to `skip` and is not read again.
 */
export const embedNext = async (
  db: Database,
  embedder: Pick<Embedder, 'id' | 'embed'>,
  cache: VectorCache,
  skip: Set<string>,
): Promise<number> => {
  const passages = await nextPassages(db, embedder.id, skip);
  const hashes = new Map<string, string>();
  for (const passage of passages) hashes.set(passage.id, await cache.hash(embeddedText(passage)));
  const cached = await cache.read([...new Set(hashes.values())]);
  const unknown = passages.filter((passage) => !cached.has(hashes.get(passage.id)!));
  const embedded = await embedder.embed(unknown.map(embeddedText));
  const fresh = new Map<string, Float32Array>();
  unknown.forEach((passage, i) => {
    const vector = embedded[i];
    if (vector) fresh.set(hashes.get(passage.id)!, vector);
    else skip.add(passage.id);
  });
  if (fresh.size > 0) await cache.write(fresh);
  const vectors = passages.flatMap(({ id }) => {
    const vector = cached.get(hashes.get(id)!) ?? fresh.get(hashes.get(id)!);
    return vector ? [[id, vector] as const] : [];
  });
  await writeVectors(db, embedder.id, new Map(vectors));
  return passages.length;
};
