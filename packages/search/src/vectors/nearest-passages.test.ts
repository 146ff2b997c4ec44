// 21.1: what is found by meaning equals what comparing every vector finds, and follows the index as it changes.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIndexDatabase, fillWithPassages } from '../../testing/index.ts';
import { copyRows } from '../index-db/copy.ts';
import { TABLES } from '../index-db/tables.ts';
import type { Filter } from '../query/filters.ts';
import { NearestPassages } from './nearest-passages.ts';
import { bytesOf, cosineOf, signsOf, vectorRow } from './quantise.ts';
import { SignScan } from './sign-scan.ts';

const DIMS = 256;
const SEED = 21_2026;

/** Numbers from −1 to 1 that follow from a seed. */
const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
};
const random = randomNumbers(SEED);
const randomVector = (): Float32Array => Float32Array.from({ length: DIMS }, random);
/** A vector near another one. */
const near = (vector: Float32Array, noise: number): Float32Array => vector.map((x) => x + noise * random());

const everything: Filter = { where: 'TRUE', params: [], isEmpty: true, shown: [], length: 20 };
const kindIs = (kind: string, length = 20): Filter => ({
  where: 'p.kind = $1',
  params: [kind],
  isEmpty: false,
  shown: [],
  length,
});

describe(`vectors as bytes and signs (seed ${SEED})`, () => {
  it('keep the cosine to a hundredth, whatever the length of the vector', () => {
    const component = fc.float({ min: -1e3, max: 1e3, noNaN: true });
    const vector = fc
      .array(component, { minLength: 8, maxLength: 80 })
      .map((numbers) => Float32Array.from(numbers))
      .filter((numbers) => numbers.some((x) => Math.abs(x) > 1e-3));
    fc.assert(
      fc.property(vector, fc.float({ min: Math.fround(0.01), max: 100, noNaN: true }), (numbers, scale) => {
        const scaled = numbers.map((x) => x * scale);
        expect(cosineOf(numbers, bytesOf(scaled))).toBeGreaterThan(0.99);
        expect(
          cosineOf(
            numbers.map((x) => -x),
            bytesOf(scaled),
          ),
        ).toBeLessThan(-0.99);
      }),
      { seed: SEED },
    );
    expect(cosineOf(new Float32Array([1, 0]), bytesOf(new Float32Array([1, 0, 0])))).toBe(0);
  });

  it('the rows whose signs have the largest product with the query come first, as when all are sorted', () => {
    const scan = new SignScan();
    const vectors = Array.from({ length: 3000 }, randomVector);
    vectors.forEach((vector, row) => scan.add(row, signsOf(vector)));
    scan.add(9999, signsOf(new Float32Array(DIMS * 2)));
    const query = randomVector();
    const product = (vector: Float32Array): number =>
      vector.reduce((sum, x, i) => sum + (x > 0 ? query[i]! : -query[i]!), 0);
    const products = vectors.map(product);
    const sorted = [...products].sort((a, b) => b - a);
    const nearest = scan.nearest(query, 50);
    expect(new Set(nearest).size).toBe(50);
    // Products that differ by less than a step may stand in any order.
    const step = query.reduce((sum, x) => sum + Math.abs(x), 0) / 1000;
    nearest.forEach((row, place) => expect(Math.abs(products[row]! - sorted[place]!)).toBeLessThan(step));
    expect(scan.nearest(query, 5000)).toHaveLength(3000);
    expect(scan.nearest(query, 0)).toEqual([]);
    expect(scan.nearest(new Float32Array(8), 5)).toEqual([]);
    expect(scan.nearest(new Float32Array(DIMS), 5)).toHaveLength(5);
    expect(new SignScan().nearest(query, 5)).toEqual([]);
  });
});

describe(`the nearest passages (seed ${SEED})`, () => {
  let db: Awaited<ReturnType<typeof createIndexDatabase>>;
  let nearest: NearestPassages;
  const vectors = new Map<string, Float32Array>();
  const COUNT = 3000;

  beforeAll(async () => void (db = await createIndexDatabase()), 60_000);
  afterAll(() => db.close());
  beforeEach(async () => {
    nearest = new NearestPassages(db);
    vectors.clear();
    // A tenth are scenes, so that a filter leaves few; the others come in groups, as texts about one thing do.
    const topics = Array.from({ length: 30 }, randomVector);
    const passages = Array.from({ length: COUNT }, (_, i) => ({
      id: `p${i}`,
      campaign: 'c',
      kind: i % 10 === 0 ? 'scene' : 'note',
      text: 'x',
    }));
    for (const [i, { id }] of passages.entries()) vectors.set(id, near(topics[i % topics.length]!, 0.7));
    await fillWithPassages(db, passages, null);
    await write([...vectors.keys()]);
  });

  const write = (ids: readonly string[], model = 'm'): Promise<void> =>
    copyRows(
      db,
      'sentence_vectors',
      TABLES.sentence_vectors,
      ids.map((id) => vectorRow(id, model, vectors.get(id)!)),
    );
  const find = async (vector: Float32Array, filter = everything, model = 'm'): Promise<string[]> =>
    (await nearest.near({ table: 'sentence_vectors', model, vector }, filter)).map(({ id }) => id);
  /** By comparing every vector. */
  const exact = (vector: Float32Array, ids: readonly string[], count = 20): string[] =>
    ids
      .map((id) => ({ id, cosine: cosineOf(vector, bytesOf(vectors.get(id)!)) }))
      .sort((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
      .slice(0, count)
      .map(({ id }) => id);
  const shared = (a: readonly string[], b: readonly string[]): number => a.filter((id) => b.includes(id)).length;

  it('are those that comparing every vector finds, with no filter, a wide one and a narrow one', async () => {
    const all = [...vectors.keys()];
    const [scenes, notes] = [all.filter((_, i) => i % 10 === 0), all.filter((_, i) => i % 10 !== 0)];
    for (let i = 0; i < 10; i++) {
      const query = near(vectors.get(`p${i * 17}`)!, 0.5);
      const [found, foundNotes] = [await find(query), await find(query, kindIs('note'))];
      expect(found.slice(0, 3)).toEqual(exact(query, all, 3));
      expect(shared(found, exact(query, all))).toBeGreaterThanOrEqual(18);
      expect(foundNotes.slice(0, 3)).toEqual(exact(query, notes, 3));
      expect(shared(foundNotes, exact(query, notes))).toBeGreaterThanOrEqual(18);
      expect(await find(query, kindIs('scene'))).toEqual(exact(query, scenes));
      expect(await find(query, kindIs('chapter'))).toEqual([]);
    }
  });

  it('a wide filter that leaves none of the nearest looks further until it has enough', async () => {
    const query = vectors.get('p1')!;
    const nearby = exact(query, [...vectors.keys()], 500);
    await db.query(`UPDATE passages SET kind = 'chapter' WHERE id = ANY($1::text[])`, [nearby]);
    const rest = [...vectors.keys()].filter((id, i) => !nearby.includes(id) && i % 10 !== 0);
    const found = await find(query, kindIs('note', 30));
    expect(found).toHaveLength(30);
    // What is left resembles the query by chance, so that many are as near as the nearest.
    const nearness = (ids: readonly string[]): number =>
      ids.reduce((sum, id) => sum + cosineOf(query, bytesOf(vectors.get(id)!)), 0);
    expect(nearness(found)).toBeGreaterThan(0.9 * nearness(exact(query, rest, 30)));
  });

  it('follow what is written, written again and deleted, and an index that is filled anew', async () => {
    const query = randomVector();
    await find(query);
    // Written again with another vector under the same id.
    await db.query(`DELETE FROM sentence_vectors WHERE passage_id = 'p7'`);
    vectors.set('p7', query);
    await write(['p7']);
    expect((await find(query))[0]).toBe('p7');
    await db.query(`DELETE FROM passages WHERE id = 'p7'`);
    expect(await find(query)).not.toContain('p7');

    await fillWithPassages(db, [{ id: 'p8', campaign: 'c', kind: 'note', text: 'x' }], null);
    expect(await find(query)).toEqual([]);
    await write(['p8']);
    expect(await find(query)).toEqual(['p8']);
  });

  it('are of one model alone, and queries at once read the vectors once', async () => {
    await write(['p3'], 'other');
    const query = vectors.get('p3')!;
    await nearest.warm();
    const [ofOther, ofM, ofNone] = await Promise.all([
      find(query, everything, 'other'),
      find(query),
      find(query, everything, 'none'),
    ]);
    expect(ofOther).toEqual(['p3']);
    expect(ofM[0]).toBe('p3');
    expect(new Set(ofM).size).toBe(20);
    expect(ofNone).toEqual([]);
  });
});
