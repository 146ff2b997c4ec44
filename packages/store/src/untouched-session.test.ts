// A session that nobody has used yet: an import may take its number. Whatever was written in it makes it a used one.
import { describe, expect, it } from 'vitest';
import { CHAPTER, DECISION, SESSION, SESSION_NOTES } from '@emberkeep/domain';
import {
  createEntity,
  createRecord,
  createScene,
  createSession,
  describeSession,
  fillNote,
  getSession,
  isUntouchedSession,
  listSessions,
  logEvent,
  noteName,
  publishSession,
  setMember,
  startSession,
  type CampaignDocs,
} from './index.ts';
import { bodyOf, createTestDevices, oneParagraph, value } from '../testing/index.ts';

const isUntouched = (docs: CampaignDocs, id: string): Promise<boolean> =>
  isUntouchedSession(docs, getSession(docs, id)!);

/** What a GM may have done in a session, by what it is. */
const USES: Readonly<Record<string, (docs: CampaignDocs, id: string) => unknown>> = {
  'has a title': (docs, id) => value(describeSession(docs, id, { title: 'The ford' })),
  'has a planned start': (docs, id) => value(describeSession(docs, id, { scheduledAt: 1 })),
  'is in a chapter': (docs, id) =>
    value(describeSession(docs, id, { chapterId: value(createRecord(docs, docs.ledger, CHAPTER, { title: 'One' })) })),
  'has a summary': (docs, id) => value(fillNote(docs.ledger, noteName(id, 'summary'), oneParagraph('We met.'))),
  'is shown to players': (docs, id) => value(publishSession(docs, id, true)),
  'is where a decision was made': (docs, id) =>
    value(createRecord(docs, docs.ledger, DECISION, { decision: 'Cross the weir', sessionId: id })),
  'was started': (docs, id) => startSession(docs, id),
  'has a scene': async (docs, id) => value(createScene(docs, await bodyOf(docs, id), { title: 'At the weir' })),
  'has an event': async (docs, id) => value(logEvent(docs, await bodyOf(docs, id), { eventType: 'dialogue' })),
  'mentions an entity': (docs, id) => {
    const entity = value(createEntity(docs, { name: 'Ludo', entityType: 'npc' }));
    value(setMember(docs, { doc: docs.ledger, spec: SESSION, id, field: 'entityIds', member: entity, present: true }));
  },
};

describe('a session that nobody has used', () => {
  it('is one that was just made, and the first one of a new campaign', async () => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    expect(await isUntouched(docs, value(createSession(docs)))).toBe(true);
    for (const { id } of listSessions(docs)) expect(await isUntouched(docs, id), id).toBe(true);
  });

  it.each(Object.keys(USES))('is not one that %s', async (use) => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    const id = value(createSession(docs));
    await USES[use]!(docs, id);
    expect(await isUntouched(docs, id)).toBe(false);
  });

  it.each(SESSION_NOTES)('is not one with a text in %s', async (note) => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    const id = value(createSession(docs));
    value(fillNote(await bodyOf(docs, id), noteName(id, note), oneParagraph('At the weir.')));
    expect(await isUntouched(docs, id)).toBe(false);
  });
});
