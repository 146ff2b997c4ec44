// What a restore leaves behind that was cut off at any write: nothing, after the next one.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBrowserPersistence, createEntity, listEntities } from '@emberkeep/store';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { restoreBackup } from '#lib/testing/backups.ts';
import { valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { makeBackup } from './backup.ts';
import { runRestore } from './unfinished-restores.ts';

let page: FakePage;
let app: App;
let id: string;
let text: string;

beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
  ({ id } = valueOf(await app.createCampaign('Brine')));
  const { docs } = valueOf(await app.open(id));
  valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  await docs.queue.whenSaved();
  ({ text } = await makeBackup(app.device, id));
  await app.closeCurrent();
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

const roomsOfUnlisted = async (): Promise<string[]> => {
  const rooms = valueOf(await createBrowserPersistence(app.device.db).rooms('campaign'));
  const listed = app.device.campaigns.all.map((campaign) => `campaign/${campaign.id}`);
  return rooms.map(({ room }) => room).filter((room) => !listed.some((each) => room.startsWith(each)));
};

/** As a killed tab leaves it: documents of a campaign that is on no list, and what says that a restore began. */
const killedRestore = async (): Promise<string> => {
  const lost = crypto.randomUUID();
  valueOf(
    await createBrowserPersistence(app.device.db).append([
      { room: `campaign/${lost}`, bytes: new Uint8Array([0, 0]), sent: false },
    ]),
  );
  await app.device.settings.set(`restoring:${lost}`, { campaignId: lost, at: 0 });
  return lost;
};

it('documents of a restore whose tab was killed are removed by the next one, which restores everything', async () => {
  const lost = await killedRestore();
  expect(await roomsOfUnlisted()).toEqual([`campaign/${lost}`]);
  const restored = valueOf(await restoreBackup(app.device, text, 'copy'));
  expect(await roomsOfUnlisted()).toEqual([]);
  expect(await app.device.settings.withPrefix('restoring:')).toEqual([]);
  const { docs } = valueOf(await app.open(restored.id));
  expect(listEntities(docs).map(({ name }) => name)).toContain('Vey');
});

it('a restore that was cut off in a campaign that is listed removes nothing of it', async () => {
  await app.device.settings.set(`restoring:${id}`, { campaignId: id, at: 0 });
  valueOf(await restoreBackup(app.device, text, 'copy'));
  const { docs } = valueOf(await app.open(id));
  expect(listEntities(docs).map(({ name }) => name)).toContain('Vey');
});

it('a restore that still runs, in another tab, keeps its documents', async () => {
  const lost = await killedRestore();
  let end = (): void => undefined;
  const running = runRestore(app.device, crypto.randomUUID(), async () => undefined);
  await running;
  expect(await roomsOfUnlisted()).toEqual([]);
  const again = await killedRestore();
  const held = navigator.locks.request(
    `emberkeep-restore:${again}`,
    () => new Promise<void>((resolve) => (end = resolve)),
  );
  await runRestore(app.device, crypto.randomUUID(), async () => undefined);
  expect(await roomsOfUnlisted()).toEqual([`campaign/${again}`]);
  end();
  await held;
  expect(lost).not.toBe(again);
});

/** Counts writes to the device's storage, and refuses them from the given one on; returns how many there were. */
const refusingWrites = async (from: number, run: () => Promise<unknown>): Promise<number> => {
  let writes = 0;
  const spies = (['put', 'add'] as const).map((name) => {
    const real = IDBObjectStore.prototype[name];
    return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...args) {
      writes += 1;
      if (writes >= from) throw new DOMException('full', 'QuotaExceededError');
      return real.apply(this, args);
    });
  });
  try {
    await run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return writes;
};

/** What opens of a campaign that is listed: the names in it. */
const namesIn = async (campaignId: string): Promise<string[]> => {
  const { docs } = valueOf(await app.open(campaignId));
  const names = listEntities(docs).map(({ name }) => name);
  await app.closeCurrent();
  return names;
};

it.each(['copy', 'merge'] as const)(
  'storage that is full from any write of a restore on shows no half campaign, and the next restore is whole (%s)',
  async (as) => {
    const total = await refusingWrites(Infinity, () => restoreBackup(app.device, text, as));
    expect(total).toBeGreaterThan(3);
    for (let from = 1; from <= total; from++) {
      const before = new Set(app.device.campaigns.all.map((campaign) => campaign.id));
      let isRestored = false;
      await refusingWrites(from, async () => {
        isRestored = await restoreBackup(app.device, text, as).then(
          ({ ok }) => ok,
          () => false, // reason: full storage is told either way; what it leaves is looked at below
        );
      });
      await app.device.campaigns.refresh();
      const added = app.device.campaigns.all.filter((campaign) => !before.has(campaign.id));
      for (const campaign of added) expect(await namesIn(campaign.id), `full from write ${from}`).toContain('Vey');
      if (isRestored && as === 'copy') expect(added, `full from write ${from}`).toHaveLength(1);
      expect(await namesIn(id), `full from write ${from}`).toContain('Vey');
      const { id: whole } = valueOf(await restoreBackup(app.device, text, as));
      expect(await namesIn(whole), `after write ${from}`).toContain('Vey');
      expect(await roomsOfUnlisted(), `after write ${from}`).toEqual([]);
    }
  },
);
