// Shows that an index is kept apart for each campaign, that a manifest replaces only the one it follows, and that the
// state of a document changes with every row of it.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { createBrowserPersistence, type DeviceDatabase } from '@emberkeep/store';
import type { Manifest } from '@emberkeep/search';
import { CampaignList } from '#lib/device/campaign-list.svelte.ts';
import { createDatabase } from '#lib/testing/fakes.ts';
import { documentStates } from './document-states.ts';
import { createKeptStore } from './kept-store.ts';

const [A, B] = ['0197c0de-0000-7000-8000-00000000000a', '0197c0de-0000-7000-8000-00000000000b'];
const manifest = (id: string, ...keys: string[]): Manifest => ({
  id,
  version: 'v',
  folders: [],
  files: [{ path: '/a', size: 1, chunks: keys.map((key) => [key, 1] as const) }],
});
const bytes = (n: number): Uint8Array => new Uint8Array([n]);

let db: DeviceDatabase;
beforeEach(() => void (db = createDatabase()));

it('deletes the chunks that a new manifest does not name, and no other campaign’s', async () => {
  const [store, other] = [createKeptStore(db, A), createKeptStore(db, B)];
  await other.writeChunks(new Map([['x', bytes(9)]]));
  await store.writeChunks(new Map([['x', bytes(1)], ['y', bytes(2)]])); // prettier-ignore
  expect(await store.replaceManifest(manifest('one', 'x', 'y'), null)).toBe(true);
  await store.writeChunks(new Map([['z', bytes(3)]]));
  expect(await store.replaceManifest(manifest('two', 'y', 'z'), 'one')).toBe(true);
  expect((await store.readChunks(['x', 'y', 'z'])).map((each) => each?.[0])).toEqual([undefined, 2, 3]);
  expect((await other.readChunks(['x']))[0]).toEqual(bytes(9));
});

it('leaves the index of another worker, which was kept meanwhile', async () => {
  const store = createKeptStore(db, A);
  await store.writeChunks(new Map([['x', bytes(1)]]));
  await store.replaceManifest(manifest('one', 'x'), null);
  expect(await store.replaceManifest(manifest('two'), null)).toBe(false);
  expect(await store.readManifest()).toEqual(manifest('one', 'x'));
  expect((await store.readChunks(['x']))[0]).toEqual(bytes(1));
});

it('removes what is kept with its campaign', async () => {
  const [store, other] = [createKeptStore(db, A), createKeptStore(db, B)];
  for (const each of [store, other]) {
    await each.writeChunks(new Map([['x', bytes(1)]]));
    await each.replaceManifest(manifest('one', 'x'), null);
  }
  await new CampaignList(db).remove(A);
  expect([await store.readManifest(), (await store.readChunks(['x']))[0]]).toEqual([undefined, undefined]);
  expect(await other.readManifest()).toEqual(manifest('one', 'x'));
});

it('tells another state of a document after every change and rewriting of its rows, and no other', async () => {
  const persistence = createBrowserPersistence(db);
  const [ledger, body] = [`campaign/${A}`, `campaign/${A}/session/${B}`];
  const row = (room: string) => ({ room, bytes: bytes(1), sent: false });
  const added = await persistence.append([row(ledger), row(body), row(`campaign/${B}`)]);
  const first = await documentStates(db, A);
  expect([...first.keys()].sort()).toEqual([ledger, body]);
  await persistence.append([row(body)]);
  const second = await documentStates(db, A);
  expect(second.get(ledger)).toBe(first.get(ledger));
  expect(second.get(body)).not.toBe(first.get(body));
  // That the relay has a row changes nothing in the document.
  if (!added.ok) throw new Error(added.error.type);
  await persistence.markSent(added.value);
  expect(await documentStates(db, A)).toEqual(second);
  await persistence.replace(ledger, [added.value[0]!], { bytes: bytes(1), sent: true });
  expect((await documentStates(db, A)).get(ledger)).not.toBe(second.get(ledger));
});
