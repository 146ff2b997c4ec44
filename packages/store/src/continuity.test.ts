// Which contradictions are found in records, and what each choice does to them, with one undo.
import { describe, expect, it } from 'vitest';
import { ENTITY, ENTITY_LOG, findContradictions, TIMELINE_EVENT, type Contradiction } from '@emberkeep/domain';
import { bodyOf, createTestDevices, value } from '../testing/index.ts';
import {
  campaignOf,
  createCampaign,
  createEntity,
  createRecord,
  createRelationship,
  createSession,
  editEntity,
  gameTimeNow,
  getRecord,
  listEvents,
  listRecords,
  listRelationships,
  logEvent,
  settleContradiction,
  setMember,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

const setUp = async () => {
  const docs = await createTestDevices(7).device('a');
  value(createCampaign(docs, { name: 'Ash' }));
  const [one, two] = [value(createSession(docs, { title: 'one' })), value(createSession(docs, { title: 'two' }))];
  const [pell, quay, tower] = ['Pell', 'The quay', 'The tower'].map((name, i) =>
    value(createEntity(docs, { name, entityType: i === 0 ? 'npc' : 'location' })),
  ) as [string, string, string];
  return { docs, one, two, pell, quay, tower, body: await bodyOf(docs, two) };
};
const findOpen = (docs: CampaignDocs, body: OpenDocument, numbers: Record<string, number>): Contradiction[] =>
  findContradictions({
    entities: listRecords(docs.ledger, ENTITY),
    log: listRecords(docs.ledger, ENTITY_LOG),
    relationships: listRelationships(docs),
    events: listEvents(body),
    secondsPerDay: 86_400,
    numberOf: (id) => numbers[id] ?? null,
  }).filter((c) => !campaignOf(docs)?.settledConflicts.includes(c.id));

describe('contradictions', () => {
  it('finds the dead who act; each choice is written, logged and undone as one step (M-239, M-240)', async () => {
    for (const canon of ['first', 'second', 'neither'] as const) {
      const { docs, one, two, pell, body } = await setUp();
      value(editEntity(docs, pell, { condition: 'Dead' }));
      const death = value(
        createRecord(docs, docs.ledger, ENTITY_LOG, {
          entityId: pell,
          text: 'Pell drowned',
          logKind: 'died',
          sessionId: one,
        }),
      );
      const event = value(
        logEvent(docs, body, { eventType: 'dialogue', name: 'Pell whispers', npcId: pell, gameTime: null }),
      );
      const [found, ...more] = findOpen(docs, body, { [one]: 1, [two]: 2 });
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        kind: 'dead_acts',
        describe: 'Pell is dead and acts afterwards',
        first: { text: 'Pell drowned' },
        second: { id: event },
      });
      // Within one session, the order of the two is unknown: no contradiction.
      expect(findOpen(docs, body, { [one]: 2, [two]: 2 })).toEqual([]);
      value(
        await settleContradiction(
          docs,
          found!,
          canon === 'neither' ? { canon, happened: 'It was his brother.' } : { canon },
        ),
      );
      const told = listRecords(docs.ledger, ENTITY_LOG).filter((l) => l.id !== death);
      // 19.21 M-425: the choice has its game date too.
      expect(told.map((l) => l.occurredAt)).toEqual([gameTimeNow(docs)]);
      expect(told.map((l) => l.text)).toEqual([
        { first: 'Canon: Pell drowned', second: 'Canon: Pell whispers · Pell', neither: 'It was his brother.' }[canon],
      ]);
      expect(getRecord(docs.ledger, ENTITY_LOG, death)!.confidence).toBe(
        canon === 'first' ? 'AUTHORITATIVE' : 'SUPERSEDED',
      );
      expect(getRecord(body, TIMELINE_EVENT, event)).toMatchObject(
        canon === 'second' ? { name: 'Pell whispers', npcId: pell } : { name: 'Pell whispers (retconned)', npcId: '' },
      );
      expect(getRecord(docs.ledger, ENTITY, pell)!.condition).toBe(canon === 'second' ? 'Alive' : 'Dead');
      expect(findOpen(docs, body, { [one]: 1, [two]: 2 })).toEqual([]);
      expect(await docs.undo()).toBe('Settle: Pell is dead and acts afterwards');
      expect(findOpen(docs, body, { [one]: 1, [two]: 2 })).toHaveLength(1);
    }
  });

  it('finds an entity in two places on one day, and one that two places list (M-239)', async () => {
    const { docs, pell, quay, tower, body } = await setUp();
    const event = (name: string, location: string, gameTime: number) =>
      value(
        logEvent(docs, body, { eventType: 'npc_introduced', name, npcId: pell, participants: { location }, gameTime }),
      );
    event('at the quay', quay, 1000);
    expect(findOpen(docs, body, {})).toEqual([]);
    event('in the tower', tower, 9000);
    expect(findOpen(docs, body, {}).map((c) => c.describe)).toEqual([
      'Pell is in The quay and in The tower on one day',
    ]);
    value(logEvent(docs, body, { eventType: 'LOCATION_CHANGE', name: 'he walks', npcId: pell, gameTime: 5000 }));
    expect(findOpen(docs, body, {})).toEqual([]);
    for (const place of [quay, tower])
      value(
        setMember(docs, {
          doc: docs.ledger,
          spec: ENTITY,
          id: place,
          field: 'presentIds',
          member: pell,
          present: true,
        }),
      );
    const [found] = findOpen(docs, body, {});
    expect(found!.describe).toMatch(/^Pell is listed in The (?:quay|tower) and in The (?:quay|tower)$/);
    value(await settleContradiction(docs, found!, { canon: 'first' }));
    expect([quay, tower].filter((id) => getRecord(docs.ledger, ENTITY, id)!.presentIds.includes(pell))).toEqual([
      found!.first.id,
    ]);
  });

  it('finds a fact in two versions; what a GM lets stand is not asked again (M-239, M-240)', async () => {
    const { docs, one, two, pell, body } = await setUp();
    const rook = value(createEntity(docs, { name: 'Rook', entityType: 'npc' }));
    value(createRelationship(docs, { fromId: pell, toId: rook, relationType: 'allied' }));
    value(createRelationship(docs, { fromId: rook, toId: pell, relationType: 'enemy' }));
    for (const sessionId of [one, two])
      value(
        createRecord(docs, docs.ledger, ENTITY_LOG, {
          entityId: pell,
          text: `died in ${sessionId === one ? 'one' : 'two'}`,
          logKind: 'died',
          sessionId,
        }),
      );
    const found = findOpen(docs, body, { [one]: 1, [two]: 2 });
    expect(found.map((c) => c.describe).sort()).toEqual(['Pell and Rook are friends and foes', 'Pell died twice']);
    for (const each of found) value(await settleContradiction(docs, each, { canon: 'both' }));
    expect(findOpen(docs, body, { [one]: 1, [two]: 2 })).toEqual([]);
    expect(listRelationships(docs).every((t) => t.confidence === 'AUTHORITATIVE')).toBe(true);
  });
});
