// Shows what an import says that it brought: only what it created or changed, also when a file comes again.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredRecord } from '@emberkeep/domain';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { importReport } from '#lib/transfer/import-report.ts';
import { importPrepared, prepareEarlier } from './import-files.ts';

const SESSION = '0197c0de-0000-7000-8000-00000000aa01';
const FACTION = '0197c0de-0000-7000-8000-00000000aa02';
const RECORDS: StoredRecord[] = [
  {
    kind: 'session',
    id: SESSION,
    sessionId: null,
    keys: { number: 4, title: 'Low Water', status: 'planned' },
    texts: {},
  },
  { kind: 'entity', id: FACTION, sessionId: null, keys: { name: 'The Wick', entityType: 'faction' }, texts: {} },
];

let page: FakePage;
let app: App;
beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

it('a second import that adds nothing says so, and one that adds a session does not count the others', async () => {
  const { docs } = valueOf(await app.open(valueOf(await app.createCampaign('Salt')).id));
  const importAll = async (records: StoredRecord[]): Promise<string> => {
    const lines = new Set(records.map(({ id }) => id));
    const prepared = { ...prepareEarlier(docs, 'camp.json', 'camp', records), inLines: lines };
    const options = { preferFile: false, isCancelled: () => false, onProgress: () => undefined };
    const outcome = await importPrepared(app.device, docs, prepared, options);
    return importReport(prepared, valueOf(outcome!));
  };
  expect(await importAll(RECORDS)).toBe('Imported from camp.json: 2 new, 1 session, 1 faction.');
  expect(await importAll(RECORDS)).toBe('Imported from camp.json: nothing new.');
  const another = {
    ...RECORDS[0]!,
    id: '0197c0de-0000-7000-8000-00000000aa03',
    keys: { number: 5, title: 'High Water' },
  };
  expect(await importAll([...RECORDS, another])).toBe('Imported from camp.json: 1 new, 1 session.');
});
