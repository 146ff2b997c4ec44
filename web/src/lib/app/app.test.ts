// Shows how the app opens and closes campaigns: their edits are on disk first, and one that the disk refuses is kept.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBackup } from '@emberkeep/files';
import {
  createEntity,
  createSession,
  deleteSession,
  fillNote,
  listEntities,
  noteName,
  updateKeys,
} from '@emberkeep/store';
import { holdOpen } from '#lib/device/open-campaigns.ts';
import { makeBackup } from '#lib/services/backups/backup.ts';
import { openDocuments, restoreBackup } from '#lib/testing/backups.ts';
import { storedRecords } from '#lib/services/campaign-file/campaign-save.ts';
import { settle, until, valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { getApp, type App } from './app.svelte.ts';
import type { OpenCampaign } from './open-campaign.svelte.ts';

let page: FakePage;
let app: App;
let one: string;
let two: string;
let heal: () => void;

/** The disk refuses every new row of a document, as when it is full. */
const fillDisk = (): void => {
  const { add } = IDBObjectStore.prototype;
  heal = () => void (IDBObjectStore.prototype.add = add);
  IDBObjectStore.prototype.add = function (this: IDBObjectStore): never {
    this.transaction.abort();
    throw new DOMException('full', 'QuotaExceededError');
  };
};
const open = async (id: string): Promise<OpenCampaign> => valueOf(await app.open(id));
const name = (campaign: OpenCampaign, entity: string): void =>
  void valueOf(createEntity(campaign.docs, { name: entity, entityType: 'npc' }));
const namesIn = (campaign: OpenCampaign): string[] => listEntities(campaign.docs).map((entity) => entity.name);

beforeEach(async () => {
  page = stubPage();
  heal = () => undefined;
  app = getApp();
  await app.start();
  one = valueOf(await app.createCampaign('One')).id;
  two = valueOf(await app.createCampaign('Two')).id;
});
afterEach(async () => {
  heal();
  await app.closeCurrent();
  page.restore();
});

describe('the sample campaign', () => {
  it('is made once: opened again it is the same, and made anew after it was removed', async () => {
    const before = app.device.campaigns.all.length;
    const first = valueOf(await app.openSample());
    expect(valueOf(await app.openSample())).toEqual(first);
    expect(app.device.campaigns.all).toHaveLength(before + 1);
    valueOf(await app.removeFromDevice(first.id));
    const second = valueOf(await app.openSample());
    expect(second.id).not.toBe(first.id);
    expect(app.device.campaigns.all).toHaveLength(before + 1);
  });

  it('opens on its overview once its session was deleted, and is made anew once it was kept as one’s own', async () => {
    const first = valueOf(await app.openSample());
    const campaign = await open(first.id);
    valueOf(await deleteSession(campaign.docs, first.sessionId ?? ''));
    await app.closeCurrent();
    expect(valueOf(await app.openSample())).toEqual({ id: first.id, sessionId: null });
    await app.keepSample();
    expect(valueOf(await app.openSample()).id).not.toBe(first.id);
  });
});

describe('opening a campaign', () => {
  it('shows it, and once more gives the same', async () => {
    const campaign = await open(one);
    expect(app.current === campaign).toBe(true);
    expect(campaign.entry.name).toBe('One');
    expect(app.device.openCampaigns.get(one) === campaign.docs).toBe(true);
    expect((await open(one)) === campaign).toBe(true);
  });

  it('refuses one that is not on this device', async () => {
    expect(await app.open('nowhere')).toEqual({ ok: false, error: { type: 'CampaignUnknown' } });
    expect(app.current).toBeNull();
  });

  it('closes the one before it after its edits are on disk', async () => {
    const first = await open(one);
    name(first, 'Vey');
    await open(two);
    expect(app.device.openCampaigns.has(one)).toBe(false);
    expect(first.docs.openDocuments()).toEqual([]);
    expect(namesIn(await open(one))).toEqual(['Vey']);
  });

  it('twice at once opens it once', async () => {
    const [first, second] = await Promise.all([open(one), open(one)]);
    expect(second === first).toBe(true);
    expect(page.openChannels().filter((channel) => channel === `emberkeep:campaign/${one}`)).toHaveLength(1);
  });

  it('and another one at once leaves only the last one open', async () => {
    await Promise.all([open(one), open(two)]);
    expect(app.current?.id).toBe(two);
    expect([...app.device.openCampaigns.keys()]).toEqual([two]);
    expect(page.openChannels()).not.toContain(`emberkeep:campaign/${one}`);
  });
});

describe('closing a campaign', () => {
  it('lets go of everything: documents, channels, listeners of the page', async () => {
    await open(one);
    expect(page.openChannels()).toContain(`emberkeep:campaign/${one}`);
    expect(page.listeners()).toBeGreaterThan(0);
    await app.closeCurrent();
    await settle();
    expect(app.current).toBeNull();
    expect(page.openChannels()).toEqual([]);
    expect(page.listeners()).toBe(0);
  });
});

describe('words that were typed and are no record yet', () => {
  it('are in no backup, and go with the campaign when it is removed from the device', async () => {
    const campaign = await open(one);
    campaign.draft('new-clock/').text = 'the Wick rises';
    app.device.drafts.of(two, 'dice').text = '2d6';
    await app.device.drafts.whenStored();
    expect((await makeBackup(app.device, one)).text).not.toContain('Wick');
    valueOf(await app.removeFromDevice(one));
    expect(JSON.stringify(await app.device.db.settings.getAll())).not.toContain('Wick');
    expect(app.device.drafts.of(one, 'new-clock/').text).toBe('');
    expect(app.device.drafts.of(two, 'dice').text).toBe('2d6');
  });
});

describe('a campaign that the disk refuses', () => {
  it('is kept, found again when it is opened, and on the disk once that takes it', async () => {
    const campaign = await open(one);
    fillDisk();
    name(campaign, 'Vey');
    await app.closeCurrent();
    expect(app.current).toBeNull();
    const again = await open(one);
    expect(again === campaign).toBe(true);
    expect(namesIn(again)).toEqual(['Vey']);
    heal();
    again.docs.queue.retry();
    await again.docs.queue.whenSaved();
    await open(two);
    expect(app.device.openCampaigns.has(one)).toBe(false);
    expect(namesIn(await open(one))).toEqual(['Vey']);
  });

  it('is in a backup that is made from the start page, with the edits that are in memory only', async () => {
    const campaign = await open(one);
    fillDisk();
    name(campaign, 'Vey');
    await app.closeCurrent();
    const { text } = await makeBackup(app.device, one);
    const { backup } = valueOf(readBackup(text));
    const { records } = await openDocuments(backup.documents);
    expect(JSON.stringify(records)).toContain('Vey');
    expect(backup.name).toBe('One');
    heal();
  });

  it('does not come back once the person removed it from the device', async () => {
    const campaign = await open(one);
    fillDisk();
    name(campaign, 'Vey');
    await app.closeCurrent();
    heal();
    valueOf(await app.removeFromDevice(one));
    expect(app.device.openCampaigns.has(one)).toBe(false);
    campaign.docs.queue.retry();
    await settle();
    expect(await app.device.db.updates.getAllBy('room', `campaign/${one}`)).toEqual([]);
    expect(await app.open(one)).toEqual({ ok: false, error: { type: 'CampaignUnknown' } });
  });
});

describe('a deleted session in which somebody wrote afterwards', () => {
  it('is in the campaign file and in what a backup holds, also while its body is closed', async () => {
    const { docs } = await open(one);
    const sessionId = valueOf(createSession(docs, { title: 'The vault' }));
    const ref = { kind: 'session', campaignId: one, sessionId } as const;
    const body = valueOf(await docs.open(ref));
    valueOf(await deleteSession(docs, sessionId));
    valueOf(fillNote(body, noteName(sessionId, 'prep_notes'), [{ type: 'paragraph' }]));
    await docs.queue.whenSaved();
    await body.release();
    expect(docs.peek(ref)).toBeUndefined();
    const { backup } = valueOf(readBackup((await makeBackup(app.device, one)).text));
    const { records } = await openDocuments(backup.documents);
    const written = [...records, ...(await storedRecords(docs, app.device.db, false))];
    expect(written.filter(({ id }) => id === sessionId).map(({ kind }) => kind)).toEqual([
      'session',
      'note',
      'session',
      'note',
    ]);
  });
});

describe('sync of an open campaign', () => {
  it('starts with the first token, and once with each new one', async () => {
    const campaign = await open(one);
    expect(page.sockets).toEqual([]);
    const before = campaign.engine;
    await campaign.membership.update({ token: 'first', relay: 'https://relay.example' });
    const first = campaign.engine;
    expect(first === before).toBe(false);
    const sockets = () => page.sockets.map(({ url, protocols }) => [url, protocols[1]]);
    const ledger = `wss://relay.example/sync/campaign/${one}`;
    expect(sockets()).toEqual([[ledger, 'auth.first']]);
    await campaign.membership.update({ token: 'first', refused: null });
    expect(campaign.engine === first).toBe(true);
    await campaign.membership.update({ token: 'second' });
    expect(sockets()).toEqual([
      [ledger, 'auth.first'],
      [ledger, 'auth.second'],
    ]);
    expect(page.sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(page.openChannels().filter((channel) => channel === `emberkeep:campaign/${one}`)).toHaveLength(1);
  });

  it('remembers a refusal, and tries a new secret first whose answer got lost (E7)', async () => {
    const campaign = await open(one);
    await campaign.membership.update({ token: 'old', relay: 'https://relay.example' });
    await app.device.settings.set(`rotating:${one}`, 'new');
    const asked = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => Response.json({}));
    vi.stubGlobal('fetch', asked);
    page.sockets[0]!.refuse(4401, 'BadSecret');
    await until(() => page.sockets.length === 2);
    expect(page.sockets[1]!.protocols).toContain('auth.new');
    expect(asked.mock.calls[0]![0]).toBe(`https://relay.example/api/campaigns/${one}/me`);
    expect(campaign.entry.refused).toBeNull();
    page.sockets[1]!.refuse(4401, 'BadSecret');
    await until(() => campaign.entry.refused === 'BadSecret');
    expect(page.sockets).toHaveLength(2);
  });
});

it('a database that cannot be read is told, not thrown', async () => {
  vi.spyOn(app.device.campaigns, 'find').mockRejectedValueOnce(new Error('gone'));
  expect(await app.open(one)).toMatchObject({ ok: false, error: { type: 'StorageUnavailable' } });
});

describe('a campaign that is deleted from this device', () => {
  it('stays while another tab has it open: what is typed there would be gone', async () => {
    const closeThere = holdOpen(one);
    const campaign = await open(one);
    name(campaign, 'Wick');
    expect(await app.removeFromDevice(one)).toEqual({ ok: false, error: { type: 'OpenElsewhere' } });
    // It is still open here, too.
    expect(app.current).toBe(campaign);
    name(campaign, 'Voss');
    expect(namesIn(campaign)).toEqual(['Voss', 'Wick']);
    await closeThere();
    expect(await app.removeFromDevice(one)).toEqual({ ok: true, value: undefined });
    expect(await app.device.campaigns.find(one)).toBeUndefined();
  });
});

describe('a backup', () => {
  it('is restored to the relay that its recovery code is for, and not to the one that the app came from', async () => {
    const relay = 'https://table.example.org';
    await app.device.campaigns.update(one, { token: 'an-owner-secret-of-another-relay', relay });
    const { text } = await makeBackup(app.device, one);
    valueOf(await app.removeFromDevice(one));
    valueOf(await restoreBackup(app.device, text));
    expect(await app.device.campaigns.find(one)).toMatchObject({ token: 'an-owner-secret-of-another-relay', relay });
    // A file of an older version names none.
    const { relay: named, ...older } = JSON.parse(text) as { relay: string };
    expect(named).toBe(relay);
    valueOf(await app.removeFromDevice(one));
    valueOf(await restoreBackup(app.device, JSON.stringify(older)));
    expect(await app.device.campaigns.find(one)).toMatchObject({ role: 'owner', relay: '' });
  });

  it('that the disk refuses leaves no part of a campaign behind, and a second try restores everything', async () => {
    const campaign = await open(one);
    name(campaign, 'Wick');
    valueOf(createSession(campaign.docs, { title: 'The Long Table' }));
    await campaign.docs.queue.whenSaved();
    const { text } = await makeBackup(app.device, one);
    valueOf(await app.removeFromDevice(one));
    const rows = async (): Promise<number> => (await updateKeys(app.device.db, `campaign/${one}`)).length;
    expect(await rows()).toBe(0);
    fillDisk();
    expect(await restoreBackup(app.device, text)).toMatchObject({ ok: false, error: { type: 'StorageFull' } });
    heal();
    await settle(40);
    expect(await rows()).toBe(0);
    expect(await app.device.campaigns.find(one)).toBeUndefined();
    expect(valueOf(await restoreBackup(app.device, text))).toMatchObject({ damaged: [], lost: [] });
    expect(namesIn(await open(one))).toEqual(['Wick']);
  });
});
