// Shows that a record with hostile values keeps nothing else out of the index.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAMPAIGN, ENTITY, readFields, TIMELINE_EVENT, type AnySpec, type ReadRecord } from '@emberkeep/domain';
import { applyChanges } from './apply-changes.ts';
import { fillIndex } from './fill.ts';
import { createIndexDatabase } from './schema-files.ts';

const ID = '0197c0de-0000-7000-8000-000000000001';
const context = { campaignId: ID, currency: 'gp' };
let db: Awaited<ReturnType<typeof createIndexDatabase>>;
beforeAll(async () => void (db = await createIndexDatabase()), 60_000);
afterAll(() => db.close());

const read = (spec: AnySpec, id: string, fields: Record<string, unknown>, tags: readonly string[] = []): ReadRecord => {
  const raw = {
    fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
    groups: new Map([['tags', new Map(tags.map((tag) => [tag, true]))]]),
  };
  // reason: an index reads fields by name
  const record = readFields(spec, id, raw) as unknown as Record<string, unknown>;
  return { kind: spec.kind as ReadRecord['kind'], id, room: `campaign/${ID}`, record, texts: {} };
};

const idOf = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** Words that do not compress: Postgres measures a key after it. */
const long = Array.from({ length: 20_000 }, (_, i) => ((i * 2_654_435_761) >>> 0).toString(36)).join('');

const hostile = (): ReadRecord[] => [
  read(CAMPAIGN, 'meta', { name: 'a\0b', primaryGm: 'a\0b', situation: '\ud800' }),
  read(ENTITY, idOf(2), { name: 'Long type', entityType: long }),
  read(ENTITY, idOf(3), { name: 'Long tag', entityType: 'npc' }, [long]),
  read(ENTITY, long.slice(0, 5000), { name: 'Long id', entityType: 'npc' }),
  read(ENTITY, idOf(4), { name: 'a\0b', entityType: '\0' }),
];

const named = async (name: string): Promise<number> =>
  (await db.query<{ n: number }>('SELECT count(*)::int AS n FROM entities WHERE name = $1', [name])).rows[0]!.n;

it('finds everything beside records with names, types, tags and ids that no index holds', async () => {
  const ledger = [...hostile(), read(ENTITY, idOf(1), { name: 'Anna', entityType: 'npc' })];
  const log = [read(TIMELINE_EVENT, idOf(9), { name: 'x', eventType: long, at: 1 })];
  await fillIndex(db, { context, ledger, bodies: [async () => log] }, null);
  for (const name of ['Anna', 'Long type', 'Long tag', 'Long id', 'ab']) expect(await named(name), name).toBe(1);
  await applyChanges(
    db,
    [...hostile().map((each) => ({ kind: each.kind, id: each.id, room: each.room, read: each }))],
    context,
    null,
  );
  expect(await named('Long id')).toBe(1);
});

it('leaves out a record that Postgres refuses, and no other', async () => {
  const entities = Array.from({ length: 40 }, (_, i) =>
    read(ENTITY, idOf(100 + i), { name: `E${i}`, entityType: 'npc' }),
  );
  // The same id twice: the second breaks the primary key.
  const twice = [...entities.slice(0, 20), entities[3]!, ...entities.slice(20)];
  await fillIndex(db, { context, ledger: twice, bodies: [] }, null);
  expect(await named('E3')).toBe(1);
  for (const i of [0, 19, 20, 39]) expect(await named(`E${i}`)).toBe(1);
});
