// Every kind of record as data, after a merge and after a reload. For sessions see sessions.test.ts, for revisions
// see record-revisions.test.ts.
import { describe, expect, it } from 'vitest';
import {
  clockFilledEvent,
  CLOCK,
  clockFill,
  clockWords,
  ENTITY,
  ENTITY_LOG,
  filledBy,
  GOAL,
  META_ID,
  pendingConsequences,
  playerView,
  RELATIONSHIP,
  sceneConnections,
  SCENE,
  shownStats,
  TIMELINE_EVENT,
  type FactionType,
  type TimelineEvent,
} from '@emberkeep/domain';
import {
  campaignOf,
  connectScene,
  createEntity,
  createRecord,
  createRelationship,
  createScene,
  deleteEntity,
  deleteRecord,
  derivedId,
  describeSession,
  editEntity,
  editRecord,
  fillNote,
  getEntity,
  getRecord,
  goalChangeIds,
  listDeleted,
  listEntities,
  listEvents,
  listRecords,
  listRelationships,
  listRelationTypes,
  listScenes,
  listSessions,
  logEvent,
  moveGoal,
  nameIndexOf,
  noteName,
  readNote,
  recountSession,
  renameEntity,
  restoreRecord,
  setEntityType,
  setMember,
  setRelationType,
  settleConsequence,
  stepReputation,
  tickClock,
  type CampaignDocs,
} from './index.ts';
import {
  createOpenSession as newSession,
  createSingle,
  createTestDevices,
  meet,
  oneParagraph as text,
  refusal as refused,
  value,
} from '../testing/index.ts';

const devices = createTestDevices(100);
const { device, pair } = devices;
const single = () => createSingle(devices);

const FACTION_ROWS = '(M-001, M-002, M-003, M-004, M-005, M-006, M-007, R-4)';

describe('factions and clocks', () => {
  it(`a faction keeps its type, hold, reputation steps and GM notes over a reload ${FACTION_ROWS}`, async () => {
    const { docs, reload } = await single();
    expect(refused(createEntity(docs, { name: '  ', entityType: 'faction' }))).toBe('NameMissing');
    const id = value(createEntity(docs, { name: 'The Wick', entityType: 'faction', factionType: 'CRIMINAL' }));
    expect(refused(editEntity(docs, id, { factionType: 'PIRATES' as FactionType }))).toBe('NotAChoice');
    expect(ENTITY.fields.factionType.options).toEqual([
      'CRIMINAL',
      'NOBLE',
      'MERCHANT',
      'POLITICAL',
      'RELIGIOUS',
      'OTHER',
    ]);
    value(editEntity(docs, id, { hold: 'strong', power: 7, attitude: 'Hostile', territory: 'The docks' }));
    value(stepReputation(docs, id, -2, 'burned the warehouse'));
    value(fillNote(docs.ledger, noteName(id, 'gm_notes'), text('secret')));
    value(renameEntity(docs, id, 'Brotherhood of the Wick'));
    const again = await reload();
    expect(getEntity(again, id)).toMatchObject({
      name: 'Brotherhood of the Wick',
      factionType: 'CRIMINAL',
      hold: 'strong',
      power: 7,
      attitude: 'Hostile',
      territory: 'The docks',
      reputation: { value: -2, steps: [{ by: -2, note: 'burned the warehouse', who: 'solo' }] },
    });
    expect(nameIndexOf(again).resolve('the wick')).toEqual({ type: 'resolved', id });
    expect(ENTITY.texts['gm_notes']?.audience).toBe('gm');
    expect(ENTITY.fields.hold.audience).toBe('gm');
    expect(refused(editEntity(again, id, { power: 11 }))).toBe('OutOfRange');
  });

  it('ticks of two devices count, clamped, and one of them filled it; undo leaves theirs (M-008, M-009)', async () => {
    const [a, b] = await pair();
    const wick = value(createEntity(a, { name: 'Wick', entityType: 'faction' }));
    const id = value(
      createRecord(a, a.ledger, CLOCK, {
        name: 'The child is chosen',
        segments: 4,
        ownerId: wick,
        consequence: 'They take her',
      }),
    );
    await meet(a, b);
    value(tickClock(a, id, 1));
    value(tickClock(b, id, 2));
    await meet(a, b);
    const on = (docs: CampaignDocs) => getRecord(docs.ledger, CLOCK, id)!;
    expect([clockFill(on(a)), clockFill(on(b)), clockWords(on(a))]).toEqual([3, 3, '3 of 4']);
    value(tickClock(b, id, 1));
    await meet(a, b);
    const tick = filledBy(on(a));
    expect(tick).not.toBeNull();
    expect(pendingConsequences([on(b)])).toEqual([
      { clockId: id, tickId: tick, name: 'The child is chosen', text: 'They take her' },
    ]);
    expect(refused(tickClock(a, id, 1))).toBe('Capped');
    await a.undo();
    await meet(a, b);
    expect([clockFill(on(a)), clockFill(on(b)), pendingConsequences([on(a)])]).toEqual([3, 3, []]);
    value(tickClock(a, id, 5));
    expect(clockFill(on(a))).toBe(4);
    value(settleConsequence(a, id, filledBy(on(a))!));
    expect(pendingConsequences([on(a)])).toEqual([]);
    value(tickClock(a, id, -9));
    expect(refused(tickClock(a, id, -1))).toBe('Capped');
    value(editRecord(a, { doc: a.ledger, spec: CLOCK, id, fields: { ownerId: '' } }));
    expect(on(a)).toMatchObject({ name: 'The child is chosen', ownerId: '' });
    for (const segments of [2, 24]) value(editRecord(a, { doc: a.ledger, spec: CLOCK, id, fields: { segments } }));
    for (const segments of [1, 25, Number.NaN])
      expect(refused(editRecord(a, { doc: a.ledger, spec: CLOCK, id, fields: { segments } }))).toBe('OutOfRange');
    expect(refused(createRecord(a, a.ledger, CLOCK, { name: '' }))).toBe('NameMissing');
  });
});

describe('entities', () => {
  it('have own types, tags and attributes; a clue connects scenes (M-269, M-270, M-271, M-272, R-8)', async () => {
    const [a, b] = await pair();
    const clue = value(
      createEntity(a, { name: 'Oil in the lungs', entityType: 'clue', confidence: 'DRAFT', tags: ['oil'] }),
    );
    const who = value(createEntity(a, { name: 'Amsel', entityType: 'npc' }));
    value(createRelationship(a, { fromId: clue, toId: who, relationType: 'points to' }));
    value(fillNote(a.ledger, noteName(clue, 'description'), text('wet hair, dry street [[Amsel]]')));
    value(setEntityType(a, who, 'Ghost ship'));
    await meet(a, b);
    expect(getEntity(b, clue)).toMatchObject({ entityType: 'clue', confidence: 'DRAFT', tags: ['oil'] });
    expect(campaignOf(b)?.entityTypes).toEqual(['Ghost ship']);
    value(editEntity(b, clue, { confidence: 'SUPERSEDED', attributes: { weight: 3 } }));
    value(setMember(a, { doc: a.ledger, spec: ENTITY, id: clue, field: 'tags', member: 'lungs', present: true }));
    await meet(a, b);
    expect(getEntity(a, clue)).toMatchObject({
      confidence: 'SUPERSEDED',
      tags: ['lungs', 'oil'],
      attributes: { weight: 3 },
    });
    const { body } = await newSession(a);
    const [from, to] = ['Surgery', 'Vault'].map((title) => value(createScene(a, body, { title })));
    value(connectScene(a, body, from!, { toSceneId: to!, clueId: clue, description: 'the smell' }));
    expect(sceneConnections(listScenes(body)[0]!)).toMatchObject([
      { toSceneId: to, clueId: clue, description: 'the smell' },
    ]);
    expect(Object.keys(SCENE.fields)).toContain('connections');
    expect(Object.keys(ENTITY.fields)).not.toContain('connections');
    value(deleteEntity(a, clue));
    expect(listDeleted(a.ledger).map((d) => d.title)).toEqual(['Oil in the lungs']);
    value(restoreRecord(a, a.ledger, ENTITY, clue));
    expect(getEntity(a, clue)?.name).toBe('Oil in the lungs');
    // An event is named by what it is; its type is a word of the program.
    for (const event of [{ eventType: 'DICE_ROLL' }, { eventType: 'treasure', name: 'A sack of salt' }])
      value(deleteRecord(a, body, TIMELINE_EVENT, value(logEvent(a, body, event))));
    expect(
      listDeleted(body)
        .map((d) => d.title)
        .sort(),
    ).toEqual(['Dice roll', 'Treasure: A sack of salt']);
  });

  it('have several relationships per pair, given from either end; types have a tone (M-270, R-9)', async () => {
    const { docs } = await single();
    const [x, y] = ['Rook', 'Pell'].map((name) => value(createEntity(docs, { name, entityType: 'npc' })));
    expect(
      listRelationTypes(docs)
        .filter((t) =>
          ['allied', 'friendly', 'employs', 'enemy', 'rival', 'opposed', 'knows', 'located_at', 'member_of'].includes(
            t.name,
          ),
        )
        .map((t) => t.tone),
    ).toEqual([
      'positive',
      'positive',
      'positive',
      'negative',
      'negative',
      'negative',
      'neutral',
      'neutral',
      'neutral',
    ]);
    const employs = value(createRelationship(docs, { fromId: y!, toId: x!, relationType: 'employed by' }));
    const rival = value(
      createRelationship(docs, { fromId: x!, toId: y!, relationType: 'rival', note: 'since the case' }),
    );
    value(createRelationship(docs, { fromId: x!, toId: y!, relationType: 'owes a boat' }));
    expect(getRecord(docs.ledger, RELATIONSHIP, employs)).toMatchObject({
      fromId: x,
      toId: y,
      relationType: 'employs',
      tone: 'positive',
    });
    expect(getRecord(docs.ledger, RELATIONSHIP, rival)).toMatchObject({ tone: 'negative', note: 'since the case' });
    expect(listRelationships(docs)).toHaveLength(3);
    value(setRelationType(docs, { name: 'rival', inverse: 'rival', tone: 'neutral' }));
    expect(getRecord(docs.ledger, RELATIONSHIP, rival)?.tone).toBe('neutral');
    value(setRelationType(docs, { name: 'owes a boat', inverse: 'is owed a boat by', tone: 'negative' }));
    expect(listRelationTypes(docs)).toHaveLength(10);
    expect(refused(createRelationship(docs, { fromId: x!, toId: 'gone', relationType: 'knows' }))).toBe(
      'EntityMissing',
    );
    value(deleteEntity(docs, x!));
    expect(listRelationships(docs)).toEqual([]);
  });

  it('have a log with session, chapter, game date, kind and event (M-424, M-425, M-428, M-429)', async () => {
    const { docs, reload } = await single();
    const npc = value(createEntity(docs, { name: 'Joss', entityType: 'npc' }));
    const entry = value(
      createRecord(docs, docs.ledger, ENTITY_LOG, {
        entityId: npc,
        text: 'Found drowned',
        sessionId: 's',
        chapterId: 'c',
        occurredAt: 86_400 * 15,
        logKind: 'died',
        eventId: 'e',
      }),
    );
    value(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: npc, text: 'free text is enough' }));
    expect(
      refused(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: npc, text: 'x', logKind: 'exploded' as 'died' })),
    ).toBe('NotAChoice');
    value(
      editRecord(docs, {
        doc: docs.ledger,
        spec: ENTITY_LOG,
        id: entry,
        fields: { text: 'Found drowned in a dry street' },
      }),
    );
    const again = await reload();
    expect(getRecord(again.ledger, ENTITY_LOG, entry)).toMatchObject({
      text: 'Found drowned in a dry street',
      sessionId: 's',
      chapterId: 'c',
      occurredAt: 1_296_000,
      logKind: 'died',
      eventId: 'e',
    });
    expect(listRecords(again.ledger, ENTITY_LOG)).toHaveLength(2);
  });
});

describe('the player view', () => {
  it('shows only what the allow-list names: no GM field, secret event or unknown name (R-5, M-005)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    const [known, hidden] = [
      value(createEntity(docs, { name: 'Rook', entityType: 'npc', isKnown: true })),
      value(createEntity(docs, { name: 'Pell the spy', entityType: 'npc', agenda: 'secret agenda' })),
    ];
    value(fillNote(docs.ledger, noteName(known, 'gm_notes'), text('gm secret')));
    value(createRecord(docs, docs.ledger, CLOCK, { name: 'Hidden clock', segments: 4 }));
    value(
      createRecord(docs, docs.ledger, CLOCK, {
        name: 'Fair',
        segments: 8,
        visibility: 'shown',
        consequence: 'secret end',
      }),
    );
    value(
      describeSession(docs, id, { title: 'T', objective: 'secret objective', isPublished: true, tags: ['secret tag'] }),
    );
    value(
      logEvent(docs, body, { eventType: 'npc_introduced', name: 'Somebody bows', participants: { actor: hidden } }),
    );
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: known } }));
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'secret event', visibility: 'secret' }));
    const goal = value(
      createRecord(docs, docs.ledger, GOAL, { name: 'Keep it dark', isKnown: true, progressText: 'secret state' }),
    );
    value(createRecord(docs, docs.ledger, GOAL, { name: 'secret goal' }));
    value(moveGoal(docs, goal, { kind: 'progress', sessionId: id, text: 'They know of the oil' }));
    value(
      logEvent(docs, body, { eventType: 'quest_progress', name: 'secret step', visibility: 'secret', goalId: goal }),
    );
    value(
      logEvent(docs, body, clockFilledEvent(listRecords(docs.ledger, CLOCK).find((c) => c.name === 'Hidden clock')!)),
    );
    const source = () => ({
      campaign: campaignOf(docs)!,
      sessions: listSessions(docs),
      entities: listEntities(docs),
      deletedEntities: [],
      clocks: listRecords(docs.ledger, CLOCK),
      goals: listRecords(docs.ledger, GOAL),
      handouts: [],
      maps: [],
      events: () => listEvents(body) as TimelineEvent[],
      text: (each: string, name: string) => readNote(docs.ledger, noteName(each, name)),
      goalChangeIds,
    });
    const view = playerView(source());
    expect(JSON.stringify(view)).not.toMatch(/secret|Pell|Hidden/);
    expect(view.sessions[0]).toMatchObject({ title: 'T', social: { met: ['Somebody bows', 'Rook'] } });
    expect(view.sessions[0]!.goals).toEqual([
      { name: 'Keep it dark', status: 'active', words: 'They know of the oil' },
    ]);
    expect(view.clocks).toEqual([{ id: expect.any(String), name: 'Fair', segments: 8, filled: 0 }]);
    value(describeSession(docs, id, { isPublished: false }));
    expect(playerView(source()).sessions).toEqual([]);
  });
});

describe('every kind of record', () => {
  it('log, goals and stats are complete without a model or a network (M-030, M-035, M-061, R-6, R-7)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    const other = await newSession(docs);
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'here' }));
    value(logEvent(docs, other.body, { eventType: 'OTHER', name: 'there' }));
    value(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: 'x', text: 'of this evening', sessionId: id }));
    value(recountSession(docs, id, body));
    expect([
      listEvents(body).map((e) => e.name),
      listRecords(docs.ledger, ENTITY_LOG).filter((l) => l.sessionId === id).length,
      shownStats(listSessions(docs)[0]!).eventCount,
    ]).toEqual([['here'], 1, 1]);
    // Gauges and adult mode are chosen per campaign.
    expect(campaignOf(docs)).toMatchObject({ usesGauges: false, usesAdultMode: false, isAdult: false });
  });
  it('of a packed kind is stored by the keys of its fields, which names in the code do not change', async () => {
    const { docs } = await single();
    const { body } = await newSession(docs);
    const id = value(logEvent(docs, body, { eventType: 'OTHER', name: 'The duke lies', visibility: 'secret' }));
    const stored = () => body.table('event').get(id)!.fields;
    expect(stored().get('made')).toMatchObject({ name: 'The duke lies', isSecret: 'secret' });
    expect(stored().get('made')).not.toHaveProperty('visibility');
    value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id, fields: { visibility: 'shared' } }));
    expect([...stored().keys()].filter((key) => key !== 'made')).toEqual(['isSecret']);
    expect(getRecord(body, TIMELINE_EVENT, id)?.visibility).toBe('shared');
  });
  it('belongs to one campaign only (M-003)', async () => {
    const { docs } = await single();
    value(createEntity(docs, { name: 'Only here', entityType: 'faction' }));
    const other = await device('other');
    expect(listEntities(other)).toEqual([]);
    expect(META_ID).toBe('campaign');
    expect(derivedId('a', 'b')).not.toBe(derivedId('ab'));
  });
  it('reads hostile keys and values without throwing, and every field keeps its type', async () => {
    const { docs } = await single();
    const map = docs.ledger.doc.getMap<unknown>('clocks');
    docs.ledger.doc.transact(
      () => {
        for (const [key, each] of Object.entries({
          'x/name': 'Clock',
          'x/segments': 1e9,
          'x/ticks/a': { n: 'one', by: 3 },
          'x/ticks/b': 'two',
          'x/ticks/c': { n: 1, by: 2 },
          'x/visibility': 'everywhere',
          'x/consequence': { evil: true },
          '__proto__/name': 'P',
          'y/deleted': 7,
          '/name': 'no id',
        }))
          map.set(key, each);
      },
      { source: 'relay' },
    );
    const clock = listRecords(docs.ledger, CLOCK).find((c) => c.id === 'x')!;
    expect(clock).toMatchObject({ name: 'Clock', segments: 24, visibility: 'hidden', consequence: '' });
    expect(clockFill(clock)).toBe(2);
    value(deleteRecord(docs, docs.ledger, CLOCK, 'x'));
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });
});
