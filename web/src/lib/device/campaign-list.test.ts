import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowserPersistence, type DeviceDatabase } from '@emberkeep/store';
import { createDatabase } from '../testing/fakes.ts';
import { CampaignList } from './campaign-list.svelte.ts';

const GONE = '018f0000-0000-7000-8000-000000000001';
const KEPT = '018f0000-0000-7000-8000-000000000002';

let db: DeviceDatabase;
afterEach(async () => {
  vi.restoreAllMocks();
  await db.delete();
});

const fill = async (id: string): Promise<void> => {
  const rooms = [`campaign/${id}`, `campaign/${id}/session/s1`];
  await createBrowserPersistence(db).append(rooms.map((room) => ({ room, bytes: new Uint8Array([1]), sent: true })));
  await db.campaigns.put({
    id,
    name: 'Dunmore',
    addedAt: 1,
    openedAt: 2,
    role: 'owner',
    token: 'secret',
    recoveryShown: true,
    refused: null,
  });
  await db.cursors.putMany(rooms.map((room) => ({ room, sequence: 7, tag: 't', isExchanged: true })));
  const derived = { links: [], events: [], scenes: [], entityIds: [], snapshot: new Uint8Array() };
  await db.derived.putMany(rooms.map((room) => ({ ...derived, room })));
  await db.keptIndexes.put({ campaignId: id, manifest: {} });
  await db.keptChunks.put({ campaignId: id, key: 'k', bytes: new Uint8Array([1]) });
};

/** How many rows the tables have of a campaign. */
const rowsOf = async (id: string): Promise<number[]> => {
  const { updates, campaigns, cursors, derived, keptIndexes, keptChunks } = db;
  const tables = await Promise.all(
    [updates, campaigns, cursors, derived, keptIndexes, keptChunks].map((table): Promise<unknown[]> => table.getAll()),
  );
  return tables.map((rows) => rows.filter((row) => JSON.stringify(row).includes(id)).length);
};

it('removes all of a campaign from the device, and nothing of another (M-003)', async () => {
  db = createDatabase();
  await fill(GONE);
  await fill(KEPT);
  const campaigns = new CampaignList(db);
  expect(await campaigns.remove(GONE)).toEqual({ ok: true, value: undefined });
  expect([await rowsOf(GONE), await rowsOf(KEPT)]).toEqual([
    [0, 0, 0, 0, 0, 0],
    [2, 1, 2, 2, 1, 1],
  ]);
  expect(campaigns.all.map(({ id }) => id)).toEqual([KEPT]);
});

it('removes nothing of a campaign where the disk refuses a part of it, at any part, and says so (M-003)', async () => {
  db = createDatabase();
  await fill(GONE);
  const campaigns = new CampaignList(db);
  const remove = IDBObjectStore.prototype.delete;
  // Two updates, two ranges, two rows, one range.
  for (let part = 1; part <= 7; part++) {
    let count = 0;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, query) {
      if ((count += 1) === part) throw new DOMException('broken', 'UnknownError');
      return remove.call(this, query);
    });
    expect(await campaigns.remove(GONE)).toMatchObject({ ok: false, error: { type: 'StorageUnavailable' } });
    expect(await rowsOf(GONE)).toEqual([2, 1, 2, 2, 1, 1]);
  }
  vi.restoreAllMocks();
  expect((await campaigns.remove(GONE)).ok).toBe(true);
});

describe('campaigns that the browser removed', () => {
  let stored: Map<string, string>;
  beforeEach(() => {
    db = createDatabase();
    stored = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    });
  });
  afterEach(() => void vi.unstubAllGlobals());

  const ENTRY = { id: GONE, name: 'Dunmore', role: 'co_gm' as const, token: 'secret', relay: 'https://relay.example' };

  it('are known by name, and sync as before once they are back, also from a file', async () => {
    const before = new CampaignList(db);
    await before.add(ENTRY);
    await db.campaigns.delete(GONE);
    const after = new CampaignList(db);
    await after.refresh();
    expect(after.lost).toMatchObject([ENTRY]);
    await after.add({ id: GONE, name: 'Dunmore', role: 'owner', token: null });
    expect(after.lost).toEqual([]);
    expect(after.all).toMatchObject([ENTRY]);
  });

  it('are not those that a person removed or forgot', async () => {
    const campaigns = new CampaignList(db);
    await campaigns.add(ENTRY);
    await campaigns.add({ ...ENTRY, id: KEPT });
    await campaigns.remove(GONE);
    await db.campaigns.delete(KEPT);
    await campaigns.refresh();
    expect(campaigns.lost.map(({ id }) => id)).toEqual([KEPT]);
    campaigns.forgetLost(KEPT);
    await campaigns.refresh();
    expect(campaigns.lost).toEqual([]);
  });

  it('are not those that another tab removed while the list was read', async () => {
    const here = new CampaignList(db);
    await here.add(ENTRY);
    const getAll = db.campaigns.getAll.bind(db.campaigns);
    vi.spyOn(db.campaigns, 'getAll').mockImplementationOnce(async () => {
      const rows = await getAll();
      await new CampaignList(db).remove(GONE);
      return rows;
    });
    await here.refresh();
    await here.refresh();
    expect(here.lost).toEqual([]);
    await here.add(ENTRY);
    await db.campaigns.delete(GONE);
    await here.refresh();
    expect(here.lost.map(({ id }) => id)).toEqual([GONE]);
  });

  it('one that another tab listed meanwhile keeps its access', async () => {
    const campaigns = new CampaignList(db);
    await campaigns.add(ENTRY);
    await campaigns.addIfMissing({ id: GONE, name: 'Dunmore', role: 'owner', token: null });
    expect(campaigns.all).toMatchObject([ENTRY]);
  });

  it.each(['', '{', '7', '[7, null, {"id": 3}]', '{"length": 2}'])('a damaged register is none (%s)', async (value) => {
    stored.set('emberkeep-campaigns', value);
    const campaigns = new CampaignList(db);
    await campaigns.refresh();
    expect(campaigns.lost).toEqual([]);
  });

  it('without localStorage, only the database knows', async () => {
    vi.stubGlobal('localStorage', undefined);
    const campaigns = new CampaignList(db);
    await campaigns.add(ENTRY);
    expect(campaigns.all).toMatchObject([ENTRY]);
    expect(campaigns.lost).toEqual([]);
  });
});
