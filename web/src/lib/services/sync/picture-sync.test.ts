// Shows when a round of pictures is done, and when it has to be made again.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createEntity,
  deleteEntity,
  editEntity,
  editRecord,
  listEntities,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { ENTITY } from '@emberkeep/domain';
import { CAMPAIGN, createDatabase, openDevice, valueOf } from '#lib/testing/fakes.ts';
import { stubRelays, type RelayAnswer } from '#lib/testing/relay-api.ts';
import { syncPictures } from './picture-sync.ts';

const RELAY = 'https://relay.example';

let docs: CampaignDocs;
let db: DeviceDatabase;

beforeEach(async () => {
  docs = await openDevice();
  db = createDatabase();
  const id = valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  valueOf(
    editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields: { portrait: 'a'.repeat(64) }, label: 'Portrait' }),
  );
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await docs.close();
  await db.delete();
});

it.each<[string, RelayAnswer, boolean]>([
  ['is made again after the relay failed', [503, 'Away'], false],
  ['is made again after the relay refused', [429, 'TooMany'], false],
  ['is done where an older relay stores no pictures', [404, 'NotFound'], true],
  ['is made again while a picture is on neither side', { blobs: [] }, false],
])('a round %s', async (_what, answer, isDone) => {
  const base = `${RELAY}/api/campaigns/${CAMPAIGN}/blobs`;
  stubRelays({ [`GET ${base}`]: answer, [`POST ${base}/keep`]: { kept: 0 } });
  const round = syncPictures({
    docs,
    db,
    token: 'secret',
    relay: RELAY,
    isOwner: true,
    isStopped: () => false,
    onPicture: () => undefined,
  });
  expect(await round).toBe(isDone);
});

const round = (isOwner = false): Promise<boolean> =>
  syncPictures({
    docs,
    db,
    token: 'secret',
    relay: RELAY,
    isOwner,
    isStopped: () => false,
    onPicture: () => undefined,
  });
const base = `${RELAY}/api/campaigns/${CAMPAIGN}/blobs`;
const hash = 'a'.repeat(64);

it('a round is made again while the relay does not hand out a picture that it has', async () => {
  stubRelays({ [`GET ${base}`]: { blobs: [{ hash }] }, [`GET ${base}/${hash}`]: [503, 'Away'] });
  expect(await round()).toBe(false);
});

it.each<[string, RelayAnswer, boolean]>([
  ['again while the relay has no room for a picture', [507, 'QuotaFull'], false],
  ['once where it refuses the picture for good', [413, 'TooLarge'], true],
])('a round is made %s', async (_what, answer, isDone) => {
  await db.images.put({ hash, bytes: new Uint8Array(8), type: 'image/png' });
  stubRelays({ [`GET ${base}`]: { blobs: [] }, [`PUT ${base}/${hash}`]: answer });
  expect(await round()).toBe(isDone);
});

it('the picture of a deleted entity is kept: it can be restored on a device that does not have it', async () => {
  valueOf(deleteEntity(docs, listEntities(docs)[0]!.id));
  await db.images.put({ hash, bytes: new Uint8Array(8), type: 'image/png' });
  const calls = stubRelays({
    [`GET ${base}`]: { blobs: [] },
    [`PUT ${base}/${hash}`]: { isWhole: true, have: 8 },
    [`POST ${base}/keep`]: { kept: 1 },
  });
  expect(await round(true)).toBe(true);
  expect(JSON.stringify(calls)).toContain(`PUT ${base}/${hash}`);
});

it('attached pictures are sent at both sizes, the small ones first', async () => {
  const [full, small] = ['b'.repeat(64), 'c'.repeat(64)];
  const id = listEntities(docs)[0]!.id;
  const picture = { full, small, name: 'quay.png', width: 10, height: 10, bytes: 16 };
  valueOf(editEntity(docs, id, { pictures: { [hash]: picture, odd: { full: '../../etc', small: 7 } } }));
  for (const each of [hash, full, small])
    await db.images.put({ hash: each, bytes: new Uint8Array(8), type: 'image/png' });
  const calls = stubRelays({
    [`GET ${base}`]: { blobs: [{ hash }] },
    [`PUT ${base}/${full}`]: { isWhole: true, have: 8 },
    [`PUT ${base}/${small}`]: { isWhole: true, have: 8 },
    [`POST ${base}/keep`]: { kept: 3 },
  });
  expect(await round(true)).toBe(true);
  const sent = JSON.stringify(calls);
  expect(sent.indexOf(`PUT ${base}/${small}`)).toBeGreaterThan(-1);
  expect(sent.indexOf(`PUT ${base}/${full}`)).toBeGreaterThan(sent.indexOf(`PUT ${base}/${small}`));
  expect(sent).not.toContain('etc');
});
