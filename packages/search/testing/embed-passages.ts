// Embeds the passages of an index in tests, all at once and without a cache on disk.
import { embedNext, type VectorCache } from '../src/embedder/queue.ts';
import type { Database } from '../src/index-db/sql.ts';
import type { SentenceEmbedder } from './embedder-in-node.ts';

/** A cache in memory, by the text itself. */
export const memoryCache = (): VectorCache => {
  const vectors = new Map<string, Float32Array>();
  return {
    hash: async (text) => text,
    read: async (hashes) => new Map(hashes.flatMap((hash) => (vectors.has(hash) ? [[hash, vectors.get(hash)!]] : []))),
    write: async (added) => added.forEach((vector, hash) => vectors.set(hash, vector)),
  };
};

/** Embeds every passage that has no vector yet. */
export const embedPassages = async (db: Database, embedder: SentenceEmbedder, cache = memoryCache()): Promise<void> => {
  const skip = new Set<string>();
  for (;;) {
    const { fromCache, embedded } = await embedNext(db, embedder, cache, skip);
    if (fromCache + embedded === 0) return;
  }
};
