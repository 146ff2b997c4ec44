// Owns which passages a larger model still has to read, newest first, and putting its vectors beside them. In: a database,
// an embedder, a cache of vectors by hash of text. Restartable at any passage.
import type { Embedder } from '@emberkeep/domain';
import { copyRows } from '../index-db/copy.ts';
import { embeddedText } from '../index-db/write-records.ts';
import type { Database } from '../index-db/sql.ts';
import { TABLES } from '../index-db/tables.ts';

/** Vectors by hash of text, kept on the device between starts; all of one model. */
export interface VectorCache {
  read(hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  write(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  hash(text: string): Promise<string>;
}

/** Passages read at a time: about half a second of a tablet's one thread. */
const BATCH = 8;

/** Reads the next few; gives how many there were. A text that means nothing to the model gets no vector and is passed over by `skip`. */
export const readNext = async (
  db: Database,
  embedder: Pick<Embedder, 'id' | 'embed'>,
  cache: VectorCache,
  skip: Set<string>,
): Promise<number> => {
  const { rows } = await db.query<{ id: string; title: string; heading: string; body: string }>(
    `SELECT p.id, p.title, p.heading, p.body FROM passages p WHERE NOT EXISTS (SELECT FROM passage_vectors v WHERE v.passage_id = p.id AND v.model = $1) AND NOT p.id = ANY($2::text[])
     ORDER BY p.happened_at DESC NULLS LAST, p.id LIMIT ${BATCH}`,
    [embedder.id, [...skip]],
  );
  const texts = new Map<string, string>();
  for (const row of rows) texts.set(row.id, await cache.hash(embeddedText(row)));
  const known = await cache.read([...new Set(texts.values())]);
  const unknown = rows.filter((row) => !known.has(texts.get(row.id)!));
  const fresh = new Map<string, Float32Array>();
  const vectors = await embedder.embed(unknown.map(embeddedText));
  unknown.forEach((row, i) => {
    const vector = vectors[i];
    if (vector) fresh.set(texts.get(row.id)!, vector);
    else skip.add(row.id);
  });
  if (fresh.size > 0) await cache.write(fresh);
  // A passage may have gone meanwhile: only those that are still here get a vector.
  const here = new Set(
    (
      await db.query<{ id: string }>('SELECT id FROM passages WHERE id = ANY($1::text[])', [rows.map((r) => r.id)])
    ).rows.map((r) => r.id),
  );
  const found = rows.flatMap((row) => {
    const embedding = known.get(texts.get(row.id)!) ?? fresh.get(texts.get(row.id)!);
    return embedding && here.has(row.id) ? [{ passage_id: row.id, model: embedder.id, embedding }] : [];
  });
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM passage_vectors WHERE model = $1 AND passage_id = ANY($2::text[])', [
      embedder.id,
      found.map((f) => f.passage_id),
    ]);
    await copyRows(tx, 'passage_vectors', TABLES.passage_vectors, found);
  });
  return rows.length;
};
