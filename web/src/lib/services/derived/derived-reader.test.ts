// 17.15: a session that somebody's writing brought back counts, also while its body is not in memory.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createCampaign,
  createSession,
  deleteSession,
  fillNote,
  logEvent,
  noteName,
  readNote,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { Device } from '#lib/device/device.svelte.ts';
import { openDocs } from '#lib/device/open-documents.ts';
import { putQuickNote } from '#lib/services/campaigns/put-quick-note.ts';
import { CAMPAIGN, valueOf } from '#lib/testing/fakes.ts';
import { DeletedBodySnapshots } from './body-snapshots.ts';
import { DerivedReader } from './derived-reader.ts';
import { writeDerived } from './write-derived.ts';

let device: Device;
let docs: CampaignDocs;
let id: string;

const openBody = async (of = docs): Promise<OpenDocument> =>
  valueOf(await of.open({ kind: 'session', campaignId: CAMPAIGN, sessionId: id }));

beforeEach(async () => {
  device = new Device();
  await device.start();
  docs = valueOf(await openDocs(device, CAMPAIGN));
  valueOf(createCampaign(docs, { name: 'Ash' }));
  id = valueOf(createSession(docs));
  const body = await openBody();
  valueOf(logEvent(docs, body, { eventType: 'NOTE', name: 'The bell rings' }));
  valueOf(await deleteSession(docs, id));
  const words = [{ type: 'paragraph', content: [{ type: 'text', text: 'written on' }] }];
  valueOf(fillNote(body, noteName(id, 'prep_notes'), words));
  await writeDerived(device.db, body);
  await body.release();
});
afterEach(async () => {
  await docs.close();
  await device.db.delete();
});

describe('a session that is back, whose body is closed', () => {
  it('has its events among those of all sessions', async () => {
    expect(docs.openDocuments()).toEqual([docs.ledger]);
    const snapshots = new DeletedBodySnapshots(device.db, docs);
    expect(await snapshots.load()).toBe(true);
    const events = await new DerivedReader(device.db, docs, snapshots.of).eventsWhere(() => true);
    expect(events.map(({ name }) => name)).toEqual(['The bell rings']);
  });

  it('gets the quick note, instead of a new session', async () => {
    expect((await docs.close()).ok).toBe(true);
    expect(await putQuickNote(device, CAMPAIGN, 'Buy oil')).toEqual({ ok: true, value: 'session 1' });
    docs = valueOf(await openDocs(device, CAMPAIGN));
    const note = JSON.stringify(readNote(await openBody(), noteName(id, 'prep_notes')));
    expect(note).toContain('written on');
    expect(note).toContain('Buy oil');
  });
});
