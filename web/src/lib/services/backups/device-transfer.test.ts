// A change set of which some documents cannot be read: what is readable arrives and is listed, or nothing stays.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBrowserPersistence, createEntity, listEntities } from '@emberkeep/store';
import { writeChangeSet } from '@emberkeep/files';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { takeTransfer } from '#lib/testing/backups.ts';
import { valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { campaignBytes, type DocumentBytes } from './campaign-bytes.ts';

/** No Yjs update. */
const DAMAGED = new Uint8Array([255, 255, 255, 255, 7]);

let page: FakePage;
let app: App;
let id: string;
let documents: DocumentBytes[];

beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
  ({ id } = valueOf(await app.createCampaign('Brine')));
  const { docs } = valueOf(await app.open(id));
  valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  await docs.queue.whenSaved();
  documents = await campaignBytes(app.device, id);
  await app.closeCurrent();
  await app.device.campaigns.remove(id);
  valueOf(await createBrowserPersistence(app.device.db).remove(`campaign/${id}`));
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

const changeSetWith = (isDamaged: (room: string) => boolean): Uint8Array =>
  writeChangeSet({
    campaignId: id,
    name: 'Brine',
    madeAt: 0,
    from: 'Ben',
    documents: documents.map(({ room, bytes }) => ({ room, base: null, bytes: isDamaged(room) ? DAMAGED : bytes })),
    images: [],
  });

it('a new campaign with a session that cannot be read is listed with the rest, and the GM is told', async () => {
  const taken = await takeTransfer(
    app.device,
    changeSetWith((room) => room.includes('/session/')),
  );
  expect(taken).toEqual({ ok: false, error: { type: 'PartlyMerged' } });
  const { docs } = valueOf(await app.open(id));
  expect(listEntities(docs).map(({ name }) => name)).toEqual(['Vey']);
});

it('of a new campaign whose ledger cannot be read nothing stays', async () => {
  const taken = await takeTransfer(
    app.device,
    changeSetWith((room) => room === `campaign/${id}`),
  );
  expect(taken).toEqual({ ok: false, error: { type: 'DamagedChangeSet' } });
  const rooms = valueOf(await createBrowserPersistence(app.device.db).rooms(`campaign/${id}`));
  expect(rooms.map(({ room }) => room)).toEqual([]);
});
