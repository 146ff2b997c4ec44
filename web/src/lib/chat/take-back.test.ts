// 17.e: what is said after something that the assistant wrote was taken back.
import { ENTITY } from '@emberkeep/domain';
import {
  appendToFragment,
  createCampaign,
  createEntity,
  createScene,
  editRecord,
  listEntities,
  noteName,
  writableNote,
  type CampaignDocs,
} from '@emberkeep/store';
import { createMemoryPersistence, createOpenSession, createTestDevices, meet, value } from '@emberkeep/store/testing';
import { expect, it } from 'vitest';
import { sentenceForTakenBack, takeBack } from './take-back.ts';

const say = async (docs: CampaignDocs, step: ReturnType<CampaignDocs['latestStep']>): Promise<string> =>
  sentenceForTakenBack([await takeBack(docs, step!)]);

it('taken back once; after that there is nothing to take back', async () => {
  const [a] = await createTestDevices(5).pair();
  value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  const step = a.latestStep();
  expect(await say(a, step)).toBe('Undone.');
  createEntity(a, { name: 'Nan', entityType: 'npc' });
  expect(await say(a, step)).toBe('There was nothing to undo.');
});

it('not where a co-GM wrote in it since', async () => {
  const [a, b] = await createTestDevices(6).pair();
  const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  const step = a.latestStep();
  await meet(a, b);
  value(editRecord(b, { doc: b.ledger, spec: ENTITY, id, fields: { secrets: 'She lies.' } }));
  await meet(a, b);
  expect(await say(a, step)).toBe('Not undone: it was changed since.');
});

it('not where the GM edited it since: no word that was written later goes with it', async () => {
  const [a] = await createTestDevices(7).pair();
  const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  const step = a.latestStep();
  value(editRecord(a, { doc: a.ledger, spec: ENTITY, id, fields: { secrets: 'She lies.' } }));
  expect(await say(a, step)).toBe('Not undone: it was changed since.');
  expect(listEntities(a)).toMatchObject([{ id, secrets: 'She lies.' }]);
});

it('not where the GM typed in a text of it since', async () => {
  const [a] = await createTestDevices(8).pair();
  const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  const step = a.latestStep();
  const note = value(writableNote(a.ledger, noteName(id, 'gm_notes')));
  a.ledger.doc.transact(() =>
    appendToFragment(note, [{ type: 'paragraph', content: [{ type: 'text', text: 'Rook’s aunt.' }] }]),
  );
  expect(await say(a, step)).toBe('Not undone: it was changed since.');
  expect(listEntities(a).map((each) => each.id)).toEqual([id]);
});

it('of several things in one step, those that were edited stay', async () => {
  const [a] = await createTestDevices(9).pair();
  const ids: string[] = [];
  await a.group('Add two', (docs) => {
    for (const name of ['Vey', 'Nan']) ids.push(value(createEntity(docs, { name, entityType: 'npc' })));
    return Promise.resolve();
  });
  const step = a.latestStep();
  value(editRecord(a, { doc: a.ledger, spec: ENTITY, id: ids[1]!, fields: { secrets: 'She lies.' } }));
  expect(await say(a, step)).toBe('Undone, except what was changed since.');
  expect(listEntities(a).map(({ id }) => id)).toEqual([ids[1]]);
});

it('not where the disk cannot be read, and then when it can', async () => {
  const disk = createMemoryPersistence();
  const docs = await createTestDevices(2).device('solo', disk);
  value(createCampaign(docs, { name: 'Solo' }));
  const { body } = await createOpenSession(docs);
  value(createScene(docs, body, { title: 'Docks' }));
  const step = docs.latestStep();
  await body.release();
  const read = disk.load;
  disk.load = () => Promise.resolve({ ok: false, error: { type: 'StorageUnavailable', detail: 'broken' } });
  expect(await say(docs, step)).toBe('Not undone: this device’s storage could not be read. Try again.');
  disk.load = read;
  expect(await say(docs, step)).toBe('Undone.');
});

it('of several steps, says what stays', () => {
  expect(sentenceForTakenBack(['done', 'changed'])).toBe('Undone, except what was changed since.');
  expect(sentenceForTakenBack(['done', 'none'])).toBe('Undone.');
  expect(sentenceForTakenBack(['done', 'unread'])).toBe(
    'Partly undone: this device’s storage could not be read. Try again.',
  );
});
