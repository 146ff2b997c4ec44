// What “Linked from” says of each note, and where a tap on it leads.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENTITY, GOAL, META_ID, roomOf } from '@emberkeep/domain';
import {
  createEntity,
  createRecord,
  createSession,
  deleteRecord,
  deleteSession,
  listEntities,
  listSessions,
  type Backlink,
  type CampaignDocs,
} from '@emberkeep/store';
import { openDevice, sessionRoom, valueOf } from '#lib/testing/fakes.ts';
import { backlinkSource } from './backlink-source.ts';

let docs: CampaignDocs;
beforeEach(async () => {
  docs = await openDevice();
});
afterEach(() => docs.close());

const live = () => ({
  campaign: undefined,
  entity: (id: string) => listEntities(docs).find((each) => each.id === id),
  session: (id: string) => listSessions(docs).find((each) => each.id === id),
});
const inLedger = (text: string): Backlink => ({
  room: roomOf({ kind: 'ledger', campaignId: docs.campaignId }),
  text,
  sentence: '',
  nameKey: 'amsel',
});
const sourceOf = (link: Backlink) => backlinkSource(docs, live() as never, link);

it('a session’s own note leads to it, a summary to its review, and neither is listed once it is in Trash', async () => {
  const sessionId = valueOf(createSession(docs, { title: 'Slack Water' }));
  const inBody = { ...inLedger(`${sessionId}/prep_notes`), room: sessionRoom(sessionId) };
  const base = `/campaigns/${docs.campaignId}/sessions/${sessionId}`;
  expect(sourceOf(inBody)).toEqual({ label: 'Session 1 · Slack Water', href: `${base}/prep`, sessionNumber: 1 });
  expect(sourceOf(inLedger(`${sessionId}/summary`))).toMatchObject({ href: `${base}/review`, sessionNumber: 1 });
  valueOf(await deleteSession(docs, sessionId));
  expect([sourceOf(inBody), sourceOf(inLedger(`${sessionId}/summary`))]).toEqual([null, null]);
});

it('an entity leads to its page, the campaign to its overview, and another record is named without a link', () => {
  const entityId = valueOf(createEntity(docs, { name: 'Doctor Amsel', entityType: 'npc' }));
  const goalId = valueOf(createRecord(docs, docs.ledger, GOAL, { name: 'Find the key' }));
  const base = `/campaigns/${docs.campaignId}`;
  const sources = [entityId, META_ID, goalId].map((id) => sourceOf(inLedger(`${id}/description`)));
  expect(sources).toMatchObject([
    { label: 'Doctor Amsel', href: `${base}/entities/${entityId}` },
    { label: 'This campaign', href: base },
    { label: 'Find the key', href: null },
  ]);
  valueOf(deleteRecord(docs, docs.ledger, ENTITY, entityId));
  expect(sourceOf(inLedger(`${entityId}/description`))).toBeNull();
});
