// Shows in Node that the index follows the documents. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOfConcepts } from '@emberkeep/search/lexicon';
import { createIndexDatabase, lexiconConcepts } from '@emberkeep/search/testing';
import { INDEX_TABLES, indexesAfterJoin, indexesAfterRandomCommands, type Indexes } from './index-follows.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Math.min(60, Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 12));
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);

describe('the index follows the documents', () => {
  let updated: Awaited<ReturnType<typeof createIndexDatabase>>;
  let fresh: Awaited<ReturnType<typeof createIndexDatabase>>;
  let indexes: Indexes;
  beforeAll(async () => {
    updated = await createIndexDatabase();
    fresh = await createIndexDatabase();
    indexes = { updated, fresh, model: modelOfConcepts(lexiconConcepts()) };
  }, 60_000);
  afterAll(async () => {
    await updated.close();
    await fresh.close();
  });

  it.each(seeds.flatMap((seed) => [[seed, 'updated'] as const, [seed, 'kept and caught up'] as const]))(
    'seed %i: an index that was %s equals one filled from scratch',
    async (seed, how) => {
      const after = await indexesAfterRandomCommands(seed, indexes, how === 'kept and caught up');
      for (const table of INDEX_TABLES)
        expect(after.updated[table], `${table}; repeat with EMBERKEEP_FUZZ_SEED=${seed} pnpm test:long`).toEqual(
          after.fresh[table],
        );
      expect(after.fresh['passages']!.length).toBeGreaterThan(5);
      expect(after.fresh['sessions']!.length).toBeGreaterThan(1);
    },
    120_000,
  );

  it('a completed session names the entity that was kept, also in what was joined after it, until the join is undone', async () => {
    const { joined, parted, keptId, otherId } = await indexesAfterJoin(indexes);
    for (const table of INDEX_TABLES) {
      expect(joined.updated[table], table).toEqual(joined.fresh[table]);
      expect(parted.updated[table], table).toEqual(parted.fresh[table]);
    }
    const rowsOf = ({ updated }: typeof joined): string =>
      JSON.stringify([updated['session_events'], updated['scenes'], updated['sessions']]);
    expect(rowsOf(joined)).toContain(keptId);
    expect(rowsOf(joined)).not.toContain(otherId);
    expect(rowsOf(joined)).toContain('Odile Marsh');
    expect(rowsOf(parted)).toContain(otherId);
    expect(rowsOf(parted)).not.toContain(keptId);
  });
});
