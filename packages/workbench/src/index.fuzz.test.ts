// Shows that the index follows the documents: after any changes, by any command, undone or merged from another
// device, it equals an index filled from scratch. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import type { ReadRecord, RecordChange } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { applyChanges, fillIndex, replaceBody, type Database, type StaticModel } from '@emberkeep/search';
import { createIndexDatabase, lexiconConcepts } from '@emberkeep/search/testing';
import {
  campaignOf,
  createCampaign,
  createSession,
  listSessions,
  readAll,
  readBatch,
  readSessions,
  type CampaignDocs,
} from '@emberkeep/store';
import {
  bodyOf,
  CAMPAIGN_ID,
  createTestDevices,
  addSampleRecords,
  meet,
  value,
  COMMAND_CASES,
} from '@emberkeep/store/testing';
import { modelOf } from './eval-search.ts';

const TABLES = [
  'campaigns',
  'users',
  'sessions',
  'players',
  'chapters',
  'entities',
  'factions',
  'progress_clocks',
  'relationships',
  'entity_log',
  'goals',
  'consequences',
  'session_events',
  'scenes',
  'session_chat_messages',
  'passages',
  'passage_vectors',
  'vocabulary',
];

const contextOf = (docs: CampaignDocs) => ({ campaignId: CAMPAIGN_ID, currency: campaignOf(docs)?.currency ?? '' });

const bodyReads = async (docs: CampaignDocs, sessionId: string): Promise<ReadRecord[]> => {
  const body = await bodyOf(docs, sessionId);
  const reads = [...readAll(body)];
  await body.release();
  return reads;
};

const fill = async (db: Database, docs: CampaignDocs, model: StaticModel): Promise<void> => {
  await db.exec(`TRUNCATE ${TABLES.join(', ')} CASCADE`);
  const sessions = readSessions(docs);
  await fillIndex(
    db,
    {
      context: contextOf(docs),
      ledger: [...readAll(docs.ledger), ...sessions],
      bodies: sessions.map((s) => () => bodyReads(docs, s.id)),
    },
    model,
  );
};

const everything = async (db: Database): Promise<Record<string, unknown[]>> => {
  const all: Record<string, unknown[]> = {};
  for (const table of TABLES)
    all[table] = (await db.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).rows.map(
      (r) => r.row,
    );
  return all;
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Math.min(60, Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 12));
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);

describe('the index follows the documents', () => {
  let kept: Awaited<ReturnType<typeof createIndexDatabase>>;
  let fresh: Awaited<ReturnType<typeof createIndexDatabase>>;
  let model: StaticModel;
  beforeAll(async () => {
    model = modelOf(lexiconConcepts());
    kept = await createIndexDatabase();
    fresh = await createIndexDatabase();
  }, 60_000);
  afterAll(async () => {
    await kept.close();
    await fresh.close();
  });

  it.each(seeds)(
    'seed %i: an updated index equals one filled from scratch',
    async (seed) => {
      const random = createRandom(seed);
      const devices = createTestDevices(seed);
      const [docs, other] = [await devices.device('a'), await devices.device('b')];
      value(createCampaign(docs, { name: 'Index', system: 'dnd-5e' }));
      const sessions = [value(createSession(docs, { title: 'one' })), value(createSession(docs, { title: 'two' }))];
      const body = await bodyOf(docs, sessions[0]!);
      addSampleRecords(docs, body);
      await meet(docs, other);
      await fill(kept, docs, model);

      const pending: RecordChange[] = [];
      docs.onChange((changes) => void pending.push(...changes));
      const flush = async (): Promise<void> => {
        const batch = readBatch(docs, pending.splice(0));
        const back = await applyChanges(kept, batch.changes, contextOf(docs), model);
        for (const id of new Set([...back, ...batch.closedBodies]))
          await replaceBody(kept, id, await bodyReads(docs, id), contextOf(docs), model);
        // Applying the same changes twice must change nothing.
        if (random.chance(0.2)) await applyChanges(kept, batch.changes, contextOf(docs), model);
      };
      const words = ['ferry', 'lantern', 'Rook', 'salt', 'bell', 'oath'];
      for (let step = 0; step < 30; step++) {
        devices.time.advance(1000 + random.int(5000));
        const roll = random.next();
        const who = roll < 0.75 ? docs : other;
        const sessionBody = await bodyOf(who, random.pick(sessions));
        if (random.chance(0.12)) await who.undo();
        else
          await random.pick(Object.values(COMMAND_CASES))({
            docs: who,
            body: sessionBody,
            random,
            word: () => `${random.pick(words)} ${random.int(90)}`,
          });
        await sessionBody.release();
        if (random.chance(0.15)) await meet(docs, other);
        if (random.chance(0.3)) await flush();
      }
      await meet(docs, other);
      await flush();
      await fill(fresh, docs, model);
      const [is, should] = [await everything(kept), await everything(fresh)];
      for (const table of TABLES)
        expect(is[table], `${table}; repeat with EMBERKEEP_FUZZ_SEED=${seed} pnpm test:long`).toEqual(should[table]);
      expect(should['passages']!.length).toBeGreaterThan(5);
      expect(listSessions(docs).length).toBeGreaterThan(1);
      await body.release();
    },
    120_000,
  );
});
