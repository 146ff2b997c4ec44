// Whether a record is deleted is digested once, and what was joined is read without a walk over every deleted entity: a
// peer may have forged thousands. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { isDeletedRecord } from './deletion.ts';
import { holdRecord } from './held-records.ts';
import {
  createEntity,
  deleteEntity,
  editEntity,
  fillNote,
  getEntity,
  getJoinedEntity,
  listEntities,
  listJoinedIds,
  noteName,
  readJoins,
  type CampaignDocs,
} from './index.ts';
import { createTestDevices, meet, value } from '../testing/index.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const SEEDS = only === undefined ? Array.from({ length: 20 }, (_, i) => i + 1) : [Number(only)];

const npc = (docs: CampaignDocs, name: string): string =>
  value(createEntity(docs, { name, entityType: 'npc', evenIfTaken: true }));
const say = (docs: CampaignDocs, id: string, words: string): void =>
  void value(
    fillNote(docs.ledger, noteName(id, 'gm_notes'), [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]),
  );

/** Deleted entities, each joined with the next and the last with `kept`; their ids from the first. */
const forgeChain = (docs: CampaignDocs, kept: string, length: number): string[] => {
  const ids = Array.from({ length }, (_, i) => npc(docs, `Forged ${i}`));
  const entities = docs.ledger.doc.getMap<unknown>('entities');
  ids.forEach((id, i) => entities.set(`${id}/joinedInto`, ids[i + 1] ?? kept));
  for (const id of ids) value(deleteEntity(docs, id));
  return ids;
};

describe('thousands of joins that a peer forged', () => {
  it('the digests of deleted entities are made once, and an id is followed without reading the others', async () => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Kept');
    const ids = forgeChain(docs, kept, 300);
    expect(Object.keys(readJoins(docs.ledger))).toHaveLength(300);
    expect(listEntities(docs).map(({ id }) => id)).toEqual([kept]);

    const digests = vi.spyOn(docs.ledger.doc, 'getXmlFragment');
    const reads = vi.spyOn(docs.ledger.table('entity'), 'record');
    expect(getJoinedEntity(docs, ids.at(-50)!)?.id).toBe(kept);
    expect(getJoinedEntity(docs, ids[0]!)).toBeNull(); // Beyond the longest chain that is followed.
    expect(reads.mock.calls.length).toBeLessThan(500);
    reads.mockClear();
    expect(readJoins(docs.ledger)).toBe(readJoins(docs.ledger));
    expect(reads).not.toHaveBeenCalled();
    expect(listJoinedIds(docs.ledger, kept)).toHaveLength(100);
    expect(reads.mock.calls.length).toBeLessThan(500);
    listEntities(docs);
    // A change of another entity costs no digest of these.
    value(editEntity(docs, kept, { origin: 'The quay' }));
    say(docs, kept, 'Rows at night.');
    digests.mockClear();
    expect(Object.keys(readJoins(docs.ledger))).toHaveLength(300);
    expect(listEntities(docs)).toHaveLength(1);
    expect(digests).not.toHaveBeenCalled();
  });

  it.each(SEEDS)('joins and deletions read as if nothing were remembered (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const { pair } = createTestDevices(seed);
    const devices = await pair();
    const ids = Array.from({ length: 6 }, (_, i) => npc(devices[0], `Entity ${i}`));
    await meet(...devices);
    let release: (() => void) | null = null;
    let deletedSeen = 0;
    for (let turn = 0; turn < 60; turn++) {
      const docs = random.pick(devices);
      const { ledger } = docs;
      const [id, other] = [random.pick(ids), random.pick(ids)];
      const act = random.int(7);
      if (act === 0 && getEntity(docs, id)) value(deleteEntity(docs, id));
      if (act === 1) say(docs, id, `word ${turn}`);
      if (act === 2) ledger.doc.getMap<unknown>('entities').set(`${id}/joinedInto`, other);
      if (act === 3) await docs.undo();
      if (act === 4) await meet(...devices);
      if (act === 5) {
        release?.();
        release = release ? null : holdRecord(ledger, 'entity', id, docs.deviceId);
      }
      if (act === 6) ledger.doc.getMap<unknown>('entities').set(`${id}/name`, `Name ${turn}`);
      for (const { ledger: read } of devices) {
        const table = read.table('entity');
        const isDeleted = (each: string): boolean => isDeletedRecord(read.doc, 'entity', each, table.get(each)!);
        const expected = Object.fromEntries(
          ids.flatMap((each): [string, string][] => {
            const into = (table.record(each) as { joinedInto: string } | null)?.joinedInto;
            return into && isDeleted(each) && !getEntity({ ledger: read } as CampaignDocs, each) ? [[each, into]] : [];
          }),
        );
        for (const each of ids) {
          expect(table.isDeleted(each), `seed ${seed}, turn ${turn}`).toBe(isDeleted(each));
          deletedSeen += Number(isDeleted(each));
        }
        expect(readJoins(read), `seed ${seed}, turn ${turn}`).toEqual(expected);
        const ends = ids.map((each) => {
          let at = each;
          for (let steps = 1; steps < 100 && expected[at] !== undefined; steps++) at = expected[at]!;
          return at;
        });
        for (const each of ids.filter((one) => expected[one] === undefined))
          expect(listJoinedIds(read, each).sort(), `seed ${seed}, turn ${turn}`).toEqual(
            [...new Set([each, ...ids.filter((_, i) => ends[i] === each)])].sort(),
          );
      }
    }
    release?.();
    expect(deletedSeen).toBeGreaterThan(0);
  });

  it('a text that brings a deleted entity back is seen at once, also within the transaction that writes it', async () => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    const id = npc(docs, 'Odile');
    value(deleteEntity(docs, id));
    const table = docs.ledger.table('entity');
    expect(table.isDeleted(id)).toBe(true);
    docs.ledger.doc.transact(() => {
      say(docs, id, 'Owes the abbey.');
      expect(table.isDeleted(id)).toBe(false);
    });
    expect(table.isDeleted(id)).toBe(false);
    expect(getEntity(docs, id)?.broughtBack).toBe(true);
  });
});
