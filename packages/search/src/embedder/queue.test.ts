// Shows that passages get the vectors of the text that they have, once, from the cache where it has them.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createIndexDatabase, fillWithPassages, memoryCache } from '../../testing/index.ts';
import { embedNext } from './queue.ts';

let db: Awaited<ReturnType<typeof createIndexDatabase>>;
beforeAll(async () => void (db = await createIndexDatabase()), 60_000);
afterAll(() => db.close());

/** The vector tells how long the text is, at most 100 characters: it is stored as bytes in proportion to the longest. */
const vectorOf = (text: string): Float32Array => new Float32Array([100, text.length]);
const lengthOf = (embedding: Uint8Array): number => Math.round((embedding[1]! / 127) * 100);

let asked: string[];
const embedder = {
  id: 'lengths',
  embed: async (texts: readonly string[]) => {
    asked.push(...texts);
    return texts.map((text) => (text.includes('unreadable') ? null : vectorOf(text)));
  },
};

const passages = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    campaign: 'c',
    kind: 'note',
    title: `Note ${i}`,
    text: 'x',
  }));

const lengths = async (): Promise<Map<string, number>> => {
  const { rows } = await db.query<{ id: string; embedding: Uint8Array }>(
    'SELECT passage_id AS id, embedding FROM sentence_vectors',
  );
  return new Map(rows.map(({ id, embedding }) => [id, lengthOf(embedding)]));
};

beforeEach(() => void (asked = []));

it('texts are embedded a few at a time, and after the index is filled anew no text is embedded again', async () => {
  const cache = memoryCache();
  await fillWithPassages(db, passages(20), null);
  const steps = [];
  for (let i = 0; i < 4; i++) steps.push(await embedNext(db, embedder, cache, new Set()));
  expect(steps.map(({ embedded }) => embedded)).toEqual([8, 8, 4, 0]);
  expect((await lengths()).size).toBe(20);
  expect(asked).toHaveLength(20);

  await fillWithPassages(db, passages(20), null);
  expect(await embedNext(db, embedder, cache, new Set())).toEqual({ fromCache: 20, embedded: 0 });
  expect((await lengths()).size).toBe(20);
  expect(asked).toHaveLength(20);
});

it('a passage that is written again while it is embedded gets the vector of its new text', async () => {
  await fillWithPassages(db, passages(1), null);
  const cache = memoryCache();
  const whileEmbedding = {
    ...embedder,
    embed: async (texts: readonly string[]) => {
      await db.query(`UPDATE passages SET body = 'written again' WHERE id = 'p0'`);
      return embedder.embed(texts);
    },
  };
  await embedNext(db, whileEmbedding, cache, new Set());
  expect((await lengths()).size).toBe(0);
  await embedNext(db, embedder, cache, new Set());
  expect((await lengths()).get('p0')).toBe(asked.at(-1)!.length);
  expect(asked.at(-1)).toContain('written again');
});

it('a text without a vector is not asked for again, and the others are read', async () => {
  const [first, second] = passages(2);
  await fillWithPassages(db, [{ ...first!, text: 'unreadable' }, second!], null);
  const skip = new Set<string>();
  await embedNext(db, embedder, memoryCache(), skip);
  expect([...skip]).toEqual(['p0']);
  expect(await embedNext(db, embedder, memoryCache(), skip)).toEqual({ fromCache: 0, embedded: 0 });
  expect([...(await lengths()).keys()]).toEqual(['p1']);
});
