// Shows that what is written without a campaign on screen reaches the tab where it is open.
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { roomOf } from '@emberkeep/domain';
import { applyIncoming, createCampaign, createSession, noteName, readNote } from '@emberkeep/store';
import { attachTabs } from '@emberkeep/sync';

import { CAMPAIGN, createDatabase, until, valueOf } from '#lib/testing/fakes.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import { openDocs } from '#lib/device/open-documents.ts';
import { openChannel } from '#lib/device/tab-channels.ts';
import { putQuickNote } from './put-quick-note.ts';

const db = createDatabase();
// reason: documents need nothing else of a device
const device = { db, identity: { deviceId: 'd' }, author: 'Vera', openCampaigns: new Map() } as unknown as Device;

afterEach(() => db.delete());

it('a quick note of another tab is in the note that is open here, to be sent', async () => {
  const docs = valueOf(await openDocs(device, CAMPAIGN));
  createCampaign(docs, { name: 'Ash' });
  const sessionId = valueOf(createSession(docs, { title: 'One' }));
  const body = valueOf(await docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId }));
  const stopFollowing = docs
    .openDocuments()
    .map(({ room, doc }) => attachTabs({ room, doc, openChannel, apply: applyIncoming }));
  await docs.queue.whenSaved();
  const room = roomOf({ kind: 'session', campaignId: CAMPAIGN, sessionId });
  const before = docs.queue.markOf(room);

  expect(valueOf(await putQuickNote(device, CAMPAIGN, 'The ferryman lies.'))).toContain('One');
  const words = (): string => JSON.stringify(readNote(body, noteName(sessionId, 'prep_notes')));
  await until(() => words().includes('The ferryman lies.'));
  expect(docs.queue.markOf(room)).toBeGreaterThan(before);

  stopFollowing.forEach((stop) => stop());
  await body.release();
  await docs.close();
});
