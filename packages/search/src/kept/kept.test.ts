// Shows that an index comes back as it was kept, that only changed chunks are written, and that an index which is killed
// while it is kept, or damaged, never gives a wrong answer: the earlier one is loaded, or none.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PGlite } from '@electric-sql/pglite';
import { createRandom } from '@emberkeep/domain/testing';
import { dumpSeed } from '../index-db/schema-files.ts';
import { startFromKept, startFromSeed } from '../host.ts';
import { checksum } from './checksum.ts';
import { dataFiles, KeptFilesDamaged, readKeptFiles } from './data-files.ts';
import { IndexKeeper } from './index-keeper.ts';
import { CHUNK_BYTES, manifestOf, type Manifest } from './kept-store.ts';
import { createMemoryStore, type MemoryStore } from '../../testing/memory-kept-store.ts';

const VERSION = 'worker pack';
let seed: Blob;
let ids = 0;

const keeperOf = (db: PGlite, store: MemoryStore, previous: Manifest | null = null): IndexKeeper =>
  new IndexKeeper({
    db,
    store,
    version: VERSION,
    previous,
    previousId: previous?.id ?? null,
    newId: () => `id${(ids += 1)}`,
    pause: async () => undefined,
  });

const stored = (store: MemoryStore): Manifest => manifestOf(store.manifest, VERSION)!;
const names = async (db: PGlite): Promise<unknown[]> =>
  (await db.query<{ name: string }>('SELECT name FROM players ORDER BY name')).rows.map(({ name }) => name);
const add = (db: PGlite, ...added: string[]) =>
  db.query('INSERT INTO players (id, name) SELECT gen_random_uuid(), * FROM unnest($1::text[])', [added]);
const start = async (): Promise<PGlite> => {
  const db = await startFromSeed(seed);
  await db.query(`UPDATE index_state SET phase = 'ready'`);
  return db;
};

beforeAll(async () => void (seed = new Blob([(await dumpSeed()) as BlobPart])), 60_000);

describe('a kept index', () => {
  let db: PGlite;
  let store: MemoryStore;
  let keeper: IndexKeeper;
  beforeAll(async () => {
    db = await start();
    store = createMemoryStore();
    keeper = keeperOf(db, store);
  }, 60_000);
  afterAll(() => db.close());

  it('comes back as it was, and says that it was kept', async () => {
    await add(db, 'Ana', 'Jo');
    expect(await keeper.keep()).toBe(true);
    const loaded = await startFromKept(store, stored(store));
    expect(await names(loaded)).toEqual(['Ana', 'Jo']);
    const { rows } = await loaded.query('SELECT phase, is_kept FROM index_state');
    expect(rows).toEqual([{ phase: 'filling', is_kept: true }]);
    await loaded.close();
  });

  it('writes nothing where nothing changed, and little where little did', async () => {
    const all = store.chunks.size;
    const before = store.written;
    expect(await keeper.keep()).toBe(false);
    expect(store.written).toBe(before);
    await add(db, 'Sam');
    expect(await keeper.keep()).toBe(true);
    expect(store.written - before).toBeLessThan(all / 4);
    // What no manifest names is deleted.
    expect(store.chunks.size).toBeLessThan(all * 1.25);
    const loaded = await startFromKept(store, stored(store));
    expect(await names(loaded)).toEqual(['Ana', 'Jo', 'Sam']);
    await loaded.close();
  });

  it('is kept on by the index that was loaded from it', async () => {
    const loaded = await startFromKept(store, stored(store));
    await loaded.query(`UPDATE index_state SET phase = 'ready'`);
    await add(loaded, 'Kim');
    const before = store.written;
    expect(await keeperOf(loaded, store, stored(store)).keep()).toBe(true);
    expect(store.written - before).toBeLessThan(store.chunks.size / 4);
    await loaded.close();
    const again = await startFromKept(store, stored(store));
    expect(await names(again)).toEqual(['Ana', 'Jo', 'Kim', 'Sam']);
    await again.close();
  });

  it('gives way to the index of another worker, which was kept meanwhile', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const kept = store.manifest;
    await add(db, 'Max');
    expect(await keeper.keep()).toBe(false);
    expect(store.manifest).toBe(kept);
    await expect(readKeptFiles(store, stored(store))).resolves.toBeInstanceOf(Map);
    vi.restoreAllMocks();
  });

  it('is not loaded with a chunk that is missing or damaged, nor by another version', async () => {
    const manifest = stored(store);
    const [key, bytes] = [...store.chunks][7]!;
    const damaged = bytes.slice();
    damaged[damaged.length - 1]! ^= 1;
    store.chunks.set(key, damaged);
    await expect(startFromKept(store, manifest)).rejects.toThrow(KeptFilesDamaged);
    store.chunks.delete(key);
    await expect(startFromKept(store, manifest)).rejects.toThrow(KeptFilesDamaged);
    store.chunks.set(key, bytes);
    expect(manifestOf(manifest, 'a later worker')).toBeNull();
    for (const value of [null, 7, {}, { ...manifest, files: [{ path: '/a', size: 9, chunks: [] }] }])
      expect(manifestOf(value, VERSION)).toBeNull();
  });

  it('is not kept while it is filled', async () => {
    const filling = await start();
    await filling.query(`UPDATE index_state SET phase = 'filling'`);
    const empty = createMemoryStore();
    expect(await keeperOf(filling, empty).keep()).toBe(false);
    expect(empty.written).toBe(0);
    await filling.close();
  });

  it('is not kept where storage is refused or full, and what was written is deleted', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const fresh = await start();
    const full = createMemoryStore();
    full.failAfter(3);
    const refused = keeperOf(fresh, full);
    expect(await refused.keep()).toBe(false);
    expect([full.manifest, full.chunks.size]).toEqual([undefined, 0]);
    const before = full.written;
    expect(await refused.keep()).toBe(false);
    expect(full.written).toBe(before);
    await fresh.close();
    vi.restoreAllMocks();
  });
});

describe('a checksum', () => {
  it('differs for every changed bit and length, and is 0 for zeros alone', () => {
    const random = createRandom(3);
    const bytes = Uint8Array.from({ length: CHUNK_BYTES }, () => random.int(256));
    const sum = checksum(bytes);
    for (let i = 0; i < 400; i++) {
      const [at, bit] = [random.int(bytes.length), 1 << random.int(8)];
      bytes[at]! ^= bit;
      expect(checksum(bytes)).not.toBe(sum);
      bytes[at]! ^= bit;
    }
    expect(checksum(bytes)).toBe(sum);
    expect(checksum(new Uint8Array(1000))).toBe(0);
    expect(checksum(bytes.subarray(1, 999))).toBe(checksum(bytes.slice(1, 999)));
    expect(checksum(bytes.slice(0, 9))).not.toBe(checksum(bytes.slice(0, 8)));
  });
});

describe('an index that is killed while it is kept', () => {
  const SEED = 21;
  const POINTS = 60;
  /** The bytes of all files, by path, as text that can be compared. */
  const bytesOf = (files: Iterable<readonly [string, Uint8Array]>): Map<string, number> =>
    new Map([...files].map(([path, bytes]) => [`${path} ${bytes.byteLength}`, checksum(bytes)]));
  const filesOf = (db: PGlite): Map<string, number> =>
    bytesOf(dataFiles(db).files.map(({ path, bytes }) => [path, bytes] as const));

  it(`has the earlier index or none on the device, at ${POINTS} points (seed ${SEED})`, async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const random = createRandom(SEED);
    const db = await start();
    await add(db, 'Ana');
    const base = createMemoryStore();
    await keeperOf(db, base).keep();
    const earlier = stored(base);
    const earlierBytes = bytesOf(await readKeptFiles(base, earlier));
    await add(db, ...Array.from({ length: 3000 }, (_, i) => `Player ${i} ${random.int(1e6)}`));

    const outcomes = { none: 0, earlier: 0, later: 0 };
    for (let point = 0; point < POINTS; point++) {
      // Half of the kills are in the first keeping, half in a later one.
      const isFirst = point % 2 === 0;
      const store = createMemoryStore();
      if (!isFirst) [store.manifest, store.chunks] = [base.manifest, new Map(base.chunks)];
      const count = isFirst ? base.written : 40;
      store.killAfter(point < 4 ? 1e9 : random.int(count));
      const isKept = await keeperOf(db, store, isFirst ? null : earlier).keep();

      const manifest = manifestOf(await store.readManifest(), VERSION);
      expect(isKept, `point ${point}`).toBe(manifest !== null && manifest.id !== earlier.id);
      if (!manifest) outcomes.none += 1;
      else {
        const bytes = bytesOf(await readKeptFiles(store, manifest));
        expect(bytes, `point ${point}`).toEqual(isKept ? filesOf(db) : earlierBytes);
        outcomes[isKept ? 'later' : 'earlier'] += 1;
      }
    }
    // All that can happen did.
    expect(Math.min(...Object.values(outcomes)), JSON.stringify(outcomes)).toBeGreaterThan(1);
    await db.close();
    vi.restoreAllMocks();
  }, 300_000);
});
