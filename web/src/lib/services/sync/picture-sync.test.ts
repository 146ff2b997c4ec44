// Shows when a round of pictures is done, and when it has to be made again.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEntity, editRecord, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
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
