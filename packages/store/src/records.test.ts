// Shows each noun's rows as data: after a merge and after a restart of the device.
import { describe, expect, it } from 'vitest';
import {
  attendance, CHAPTER, CLOCK, clockFill, clockWords, durationMinutes, durationWords, elapsedGameSeconds, ENTITY, ENTITY_LOG, eventLine, filledBy, gameTimeOf, GAUGE, GOAL, goalNews, goalUpdates, HOOK, isId, META_ID, pendingConsequences,
  PLAYER, playerView, RELATIONSHIP, sceneConnections, SCENE, SESSION, sessionName, sessionPlayers, sessionsAt, shownStats, TIMELINE_EVENT, type FactionType, type TimelineEvent,
} from '@emberkeep/domain';
import {
  acceptSuggestion, addItem, advanceTime, applyStanding, campaignOf, connectScene, createCampaign, createEntity, createRecord, createRelationship, createScene, createSession, deleteEntity, deleteRecord, deleteSession, derivedId, describeSession, dismissSuggestion, editEntity, editRecord,
  endSession, fillNote, gameTimeNow, getEntity, getRecord, importFactions, importSession, listDeleted, listEntities, listEvents, listHistory, listRecords, listRelationships, listRelationTypes, listScenes, listSessions, listSuggestions, liveSessionOf, logEvent, moveGoal,
  nameIndexOf, noteName, readNote, recountSession, renameEntity, restoreRecord, restoreVersion, setAttendance, setEntityType, setLiveSession, setMember, setRelationType, settleConsequence, startSession, stepReputation, tickClock, writableNote, type CampaignDocs, type OpenDocument,
} from './index.ts';
import { bodyOf, CAMPAIGN_ID, createMemoryPersistence, createTestDevices, meet, value } from '../testing/index.ts';

const { time, device, pair } = createTestDevices(100);
const text = (words: string) => [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];
const refused = (result: { ok: boolean; error?: { type: string } }): string => (result.ok ? 'went through' : (result.error?.type ?? ''));

/** One device whose disk is read anew: what is true after it survived a reload. */
const single = async (): Promise<{ docs: CampaignDocs; reload: () => Promise<CampaignDocs> }> => {
  const disk = createMemoryPersistence();
  const docs = await device('solo', disk);
  value(createCampaign(docs, { name: 'Solo', system: 'fitd' }));
  return {
    docs,
    reload: async () => {
      await docs.queue.whenSaved();
      await docs.close();
      return device('solo', disk);
    },
  };
};
const evening = async (docs: CampaignDocs): Promise<{ id: string; body: OpenDocument }> => {
  const id = value(createSession(docs));
  return { id, body: await bodyOf(docs, id) };
};

describe('factions and clocks', () => {
  it('a faction has a name, a kind of six, hold, reputation with steps, notes for GMs only; it survives a reload (M-001, M-002, M-003, M-004, M-005, M-006, M-007, R-4)', async () => {
    const { docs, reload } = await single();
    expect(refused(createEntity(docs, { name: '  ', entityType: 'faction' }))).toBe('NameMissing');
    const id = value(createEntity(docs, { name: 'The Wick', entityType: 'faction', factionType: 'CRIMINAL' }));
    expect(refused(editEntity(docs, id, { factionType: 'PIRATES' as FactionType }))).toBe('NotAChoice');
    expect(ENTITY.fields.factionType.options).toEqual(['CRIMINAL', 'NOBLE', 'MERCHANT', 'POLITICAL', 'RELIGIOUS', 'OTHER']);
    value(editEntity(docs, id, { hold: 'strong', power: 7, attitude: 'Hostile', territory: 'The docks' }));
    value(stepReputation(docs, id, -2, 'burned the warehouse'));
    value(fillNote(docs.ledger, noteName(id, 'gm_notes'), text('secret')));
    value(renameEntity(docs, id, 'Brotherhood of the Wick'));
    const again = await reload();
    expect(getEntity(again, id)).toMatchObject({ name: 'Brotherhood of the Wick', factionType: 'CRIMINAL', hold: 'strong', power: 7, attitude: 'Hostile', territory: 'The docks', reputation: { value: -2, steps: [{ by: -2, note: 'burned the warehouse', who: 'solo' }] } });
    expect(nameIndexOf(again).resolve('the wick')).toEqual({ type: 'resolved', id });
    expect(ENTITY.texts['gm_notes']?.audience).toBe('gm');
    expect(ENTITY.fields.hold.audience).toBe('gm');
    expect(refused(editEntity(again, id, { power: 11 }))).toBe('OutOfRange');
  });

  it('an old campaign whose factions are a list makes one each, an unknown kind becomes OTHER with its own word kept, nothing is a blob (M-001, M-004)', async () => {
    const { docs } = await single();
    const base = { hold: 'weak', reputation: 0, power: 0, attitude: 'Neutral', territory: '', notes: [] } as const;
    const made = value(importFactions(docs, [{ ...base, name: 'Lampblacks', factionType: 'CRIMINAL', originalType: '', reputation: 3 }, { ...base, name: 'Sparkwrights', factionType: 'OTHER', originalType: 'guild', notes: text('smells of oil') }]));
    expect(made.map((id) => getEntity(docs, id)).map((f) => [f?.name, f?.entityType, f?.factionType, f?.importedType, f?.reputation.value])).toEqual([['Lampblacks', 'faction', 'CRIMINAL', '', 3], ['Sparkwrights', 'faction', 'OTHER', 'guild', 0]]);
    expect([...docs.ledger.doc.getMap('campaign').keys()].some((key) => key.includes('factions'))).toBe(false);
  });

  it('two devices tick one clock offline and both count, clamped, with one tick that filled it; undo of mine leaves theirs (M-008, M-009)', async () => {
    const [a, b] = await pair();
    const wick = value(createEntity(a, { name: 'Wick', entityType: 'faction' }));
    const id = value(createRecord(a, a.ledger, CLOCK, { name: 'The child is chosen', segments: 4, ownerId: wick, consequence: 'They take her' }));
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
    expect(pendingConsequences([on(b)])).toEqual([{ clockId: id, tickId: tick, name: 'The child is chosen', text: 'They take her' }]);
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
    value(editRecord(a, a.ledger, CLOCK, id, { ownerId: '' }));
    expect(on(a)).toMatchObject({ name: 'The child is chosen', ownerId: '' });
    for (const segments of [2, 24]) value(editRecord(a, a.ledger, CLOCK, id, { segments }));
    for (const segments of [1, 25, Number.NaN]) expect(refused(editRecord(a, a.ledger, CLOCK, id, { segments }))).toBe('OutOfRange');
    expect(refused(createRecord(a, a.ledger, CLOCK, { name: '' }))).toBe('NameMissing');
  });
});

describe('sessions', () => {
  it('plan, start, end: in one step each, stamped, offline, kept after a reload (M-010, M-012, M-013, M-014, M-035, M-036, M-037, M-080, M-081, M-082, M-086)', async () => {
    const { docs, reload } = await single();
    const [jo, sam] = ['Jo', 'Sam'].map((name) => value(createRecord(docs, docs.ledger, PLAYER, { name })));
    const mira = value(createEntity(docs, { name: 'Mira', entityType: 'pc', playerId: jo! }));
    value(advanceTime(docs, { to: 1_296_000 }));
    const { id, body } = await evening(docs);
    const session = () => listSessions(docs).find((s) => s.id === id)!;
    expect(session()).toMatchObject({ status: 'planned', stage: 'prep', shownNumber: 1, title: '', startedAt: null, endedAt: null });
    expect(isId(id)).toBe(true);
    expect(body.room).toBe(`campaign/${CAMPAIGN_ID}/session/${id}`);
    value(describeSession(docs, id, { plannedObjectives: ['Explore the temple', 'Find the artifact'], scheduledAt: time.nowMs() - 300_000, tags: ['temple'] }));
    const began = time.nowMs();
    value(startSession(docs, id, { zone: 'Europe/Paris', rolls: [{ playerId: jo!, attended: true, arrivedLate: true, characterIds: [mira] }, { playerId: sam!, attended: false }] }));
    expect(session()).toMatchObject({ status: 'in_progress', stage: 'play', startedAt: began, endedAt: null, gameStart: 1_296_000, gameEnd: null, zone: 'Europe/Paris', scheduledAt: began - 300_000 });
    expect(liveSessionOf(docs).sessionId).toBe(id);
    expect(sessionPlayers(session())).toEqual([{ userId: jo, characterIds: [mira], attended: true, arrivedLate: true, leftEarly: false }, { userId: sam, characterIds: [], attended: false, arrivedLate: false, leftEarly: false }].sort((x, y) => (x.userId! < y.userId! ? -1 : 1)));
    value(logEvent(docs, body, { eventType: 'combat_start', name: 'Ambushed by cultists' }));
    time.advance(250 * 60_000);
    value(advanceTime(docs, { by: 9 * 3600 }));
    value(endSession(docs, id, body));
    await body.release();
    const again = await reload();
    const ended = listSessions(again)[0]!;
    expect(ended).toMatchObject({ status: 'completed', stage: 'play', endedAt: began + 250 * 60_000, gameEnd: 1_328_400 });
    expect([durationMinutes(ended), durationWords(elapsedGameSeconds(ended)!), shownStats(ended).eventCount, shownStats(ended).combatEncounters]).toEqual([250, '9 h', 1, 1]);
    expect(liveSessionOf(again).sessionId).toBeNull();
  });

  it('read-only follows Mark completed alone, in the data layer too, in body, index and texts; reopen goes to wrap-up (M-014, M-011, R-1)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    value(endSession(docs, id, body));
    value(describeSession(docs, id, { title: 'still mine' }));
    value(applyStanding(docs, id, 'markCompleted'));
    for (const attempt of [describeSession(docs, id, { title: 'x' }), logEvent(docs, body, { eventType: 'OTHER' }), addItem(docs, docs.ledger, SESSION, id, 'highlights', 'x'), setAttendance(docs, id, { playerId: 'p', attended: true }), writableNote(docs.ledger, noteName(id, 'summary')), setMember(docs, docs.ledger, SESSION, id, 'tags', 'x', true)]) expect(refused(attempt)).toBe('Completed');
    value(applyStanding(docs, id, 'reopen'));
    expect(listSessions(docs)[0]).toMatchObject({ stage: 'wrap_up', status: 'completed' });
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'afterwards' }));
  });

  it('every field is kept: lists in order, texts apart, corrections over what was computed (M-015, M-016, M-033, M-038 to M-060, M-068, M-069, R-2)', async () => {
    const { docs, reload } = await single();
    const { id } = await evening(docs);
    const chapter = value(createRecord(docs, docs.ledger, CHAPTER, { title: 'One' }));
    value(describeSession(docs, id, {
      number: 7, title: 'The Temple', description: 'down', location: 'online', objective: 'Find it', chapterId: chapter, startedAt: Date.parse('2025-01-20T18:05:00Z'), endedAt: Date.parse('2025-01-20T22:15:00Z'), gameStart: 1_296_000, gameEnd: 1_328_400, zone: 'UTC',
      gm: 'Kim', coGms: ['Ben'], characters: ['c1'], plannedObjectives: ['a', 'b', 'c'], actualObjectives: ['did a'], highlights: ['h'], npcsIntroduced: ['n'], locationsVisited: ['l'], itemsAcquired: ['i'], questsStarted: ['q'], questsCompleted: ['r'], autoSummary: 'auto', tags: ['temple'], sharesNotes: true,
    }));
    value(fillNote(docs.ledger, noteName(id, 'summary'), text('by hand')));
    value(fillNote(docs.ledger, noteName(id, 'next'), text('the door opens')));
    value(describeSession(docs, id, { plannedObjectives: ['c', 'a', 'new'] }));
    const again = await reload();
    const s = listSessions(again)[0]!;
    expect(s).toMatchObject({ shownNumber: 7, title: 'The Temple', description: 'down', location: 'online', objective: 'Find it', chapterId: chapter, gm: 'Kim', coGms: ['Ben'], characters: ['c1'], autoSummary: 'auto', tags: ['temple'], sharesNotes: true });
    expect(s.plannedObjectives.map((o) => o.text)).toEqual(['c', 'a', 'new']);
    expect([s.actualObjectives, s.highlights, s.npcsIntroduced, s.locationsVisited, s.itemsAcquired, s.questsStarted, s.questsCompleted].map((l) => l.map((i) => i.text))).toEqual([['did a'], ['h'], ['n'], ['l'], ['i'], ['q'], ['r']]);
    expect([durationMinutes(s), elapsedGameSeconds(s), gameTimeOf(s.gameStart!).formatted]).toEqual([250, 32_400, 'Day 15, 12:00 AM']);
    value(describeSession(again, id, { correctedMinutes: 240, endedAt: null }));
    expect(durationMinutes(listSessions(again)[0]!)).toBe(240);
    expect(readNote(again.ledger, noteName(id, 'next'))).toEqual(text('the door opens'));
    expect(sessionName({ title: '', shownNumber: 3 })).toBe('Session 3');
  });

  it('createdAt is set once; history moves on every change, local or merged (M-070, M-071)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const made = listSessions(a)[0]!.createdAt;
    await meet(a, b);
    time.advance(1000);
    value(describeSession(b, id, { title: 'from b' }));
    await meet(a, b);
    expect(listSessions(a)[0]).toMatchObject({ createdAt: made, title: 'from b' });
    expect(listHistory(a.ledger, SESSION, id)[0]).toMatchObject({ by: 'b', at: time.nowMs() });
  });

  it('a game date names the sessions that cover it; cancelled ones stay, can be restored and do not count (M-028, M-029, M-034, M-072 to M-077, M-119, M-120, M-121, M-122)', async () => {
    const { docs } = await single();
    const [p1, p2, p3] = ['p1', 'p2', 'p3'];
    const ids = [1, 2, 3, 4].map(() => value(createSession(docs)));
    ids.slice(0, 3).forEach((id, i) => {
      value(describeSession(docs, id, { gameStart: i * 1000, gameEnd: i * 1000 + 900 }));
      value(applyStanding(docs, id, 'end'));
    });
    for (const [i, [one, two]] of ([[true, true], [true, false], [false, null]] as const).entries()) {
      value(setAttendance(docs, ids[i]!, { playerId: p1!, attended: one }));
      if (two !== null) value(setAttendance(docs, ids[i]!, { playerId: p2!, attended: two }));
    }
    value(setAttendance(docs, ids[3]!, { playerId: p1!, attended: true }));
    value(applyStanding(docs, ids[3]!, 'cancel'));
    expect(sessionsAt(listSessions(docs), 1500).map((s) => s.id)).toEqual([ids[1]]);
    const rows = attendance(listSessions(docs).map((s) => ({ id: s.id, number: s.shownNumber, date: s.date, status: s.status, players: sessionPlayers(s) })), [p1!, p2!, p3!]);
    expect(rows.map((r) => [r.attended, r.total, r.percentage])).toEqual([[2, 3, 66.67], [1, 2, 50], [0, 0, 0]]);
    expect(rows[0]!.history.map((h) => [h.number, h.attended])).toEqual([[1, true], [2, true], [3, false]]);
    value(applyStanding(docs, ids[3]!, 'restore'));
    expect(listSessions(docs)[3]).toMatchObject({ status: 'planned', stage: 'prep' });
  });

  it('both start one evening offline: one goal per objective, attendance of both, one live session (M-017, M-018, M-046, M-075, M-141)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    value(describeSession(a, id, { plannedObjectives: ['Find the ledger'] }));
    await meet(a, b);
    value(startSession(a, id, { rolls: [{ playerId: 'jo', attended: true }] }));
    value(startSession(b, id, { rolls: [{ playerId: 'sam', attended: true, arrivedLate: true }] }));
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(listRecords(docs.ledger, GOAL).map((g) => g.name)).toEqual(['Find the ledger']);
      expect(listSessions(docs)[0]).toMatchObject({ attended: ['jo', 'sam'], arrivedLate: ['sam'], status: 'in_progress' });
      expect(liveSessionOf(docs).sessionId).toBe(id);
    }
    value(setLiveSession(b, null));
    await meet(a, b);
    expect(liveSessionOf(a).sessionId).toBeNull();
  });

  it('two GMs change different fields and lists of one session: all of it is there (T-4)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    value(describeSession(a, id, { plannedObjectives: ['one'] }));
    await meet(a, b);
    value(describeSession(a, id, { title: 'Title by a' }));
    value(addItem(a, a.ledger, SESSION, id, 'plannedObjectives', 'two by a'));
    value(describeSession(b, id, { location: 'by b' }));
    value(addItem(b, b.ledger, SESSION, id, 'plannedObjectives', 'two by b'));
    value(setMember(b, b.ledger, SESSION, id, 'tags', 'b', true));
    await meet(a, b);
    expect(listSessions(a)).toEqual(listSessions(b));
    const [s] = listSessions(a);
    expect(s).toMatchObject({ title: 'Title by a', location: 'by b', tags: ['b'] });
    expect(s!.plannedObjectives.map((o) => o.text).sort()).toEqual(['one', 'two by a', 'two by b']);
  });
});

describe('events', () => {
  it('carry session, both times, category, any JSON; order is by time with stable ties on every device (M-019 to M-027, M-083, M-084, M-085, M-090 to M-095, M-138, M-139, M-150, R-3)', async () => {
    const [a, b] = await pair();
    const { id, body: bodyA } = await evening(a);
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    value(advanceTime(a, { to: 1_299_600 }));
    const details = { position: 'controlled', effect: 'great', result: 6, nested: { list: [1, null, { x: 'y' }] }, ungekannt: true };
    const roll = value(logEvent(a, bodyA, { eventType: 'DICE_ROLL', details, characterId: 'pc-1' }));
    value(logEvent(b, bodyB, { eventType: 'npc_introduced', participants: { actor: 'Malachar' }, npcId: 'npc-1', at: time.nowMs() }));
    value(logEvent(b, bodyB, { eventType: 'something_new', at: time.nowMs() - 5000 }));
    await meet(a, b);
    expect(listEvents(bodyA)).toEqual(listEvents(bodyB));
    expect(listEvents(bodyA).map((e) => e.eventType)[0]).toBe('something_new');
    const event = listEvents(bodyA).find((e) => e.id === roll)!;
    expect(event).toMatchObject({ sessionId: id, category: 'other', characterId: 'pc-1', at: time.nowMs(), gameTime: 1_299_600, details });
    expect(eventLine(event, () => 'Mira')).toBe('Mira: controlled / great / 6');
    expect(TIMELINE_EVENT.fields.eventType.options).toEqual(expect.arrayContaining(['DICE_ROLL', 'STRESS_CHANGE', 'HARM_APPLIED', 'ITEM_ACQUIRED', 'DEVILS_BARGAIN', 'LOCATION_CHANGE', 'OTHER', 'combat_start', 'npc_introduced', 'location_discovered']));
    value(editRecord(b, bodyB, TIMELINE_EVENT, roll, { at: time.nowMs() + 60_000, name: 'put right' }));
    value(editRecord(a, bodyA, TIMELINE_EVENT, roll, { category: 'social' }));
    await meet(a, b);
    expect(listEvents(bodyA).at(-1)).toMatchObject({ id: roll, name: 'put right', category: 'social', details });
    expect(listEvents(bodyA)).toEqual(listEvents(bodyB));
  });

  it('fill stats and lists; the GM’s word stays over them; reported figures are not counted down to zero (M-061 to M-067, M-088, T-2)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    const vale = value(createEntity(docs, { name: 'Corin Vale', entityType: 'npc' }));
    for (const [eventType, details, more] of [
      ['combat_start', {}, {}], ['damage', { amount: 7, to: 'enemies' }, {}], ['damage', { amount: 5 }, {}], ['damage', { amount: 4, to: 'party' }, {}], ['healing', { amount: 3 }, {}], ['npc_killed', {}, {}], ['npc_killed', { count: 2 }, {}], ['treasure', { amount: 150 }, {}], ['xp', { amount: 400 }, {}],
      ['npc_introduced', {}, { participants: { actor: vale } }], ['location_discovered', {}, { participants: { location: 'Temple' } }], ['ITEM_ACQUIRED', { item: 'Spellbook' }, {}],
    ] as const) value(logEvent(docs, body, { eventType, details, ...more }));
    value(describeSession(docs, id, { correctedStats: { xpEarned: 500 } }));
    value(endSession(docs, id, body, (each) => getEntity(docs, each)?.name ?? each));
    let s = listSessions(docs)[0]!;
    expect(shownStats(s)).toEqual({ eventCount: 12, combatEncounters: 1, totalDamageDealt: 12, totalDamageReceived: 4, totalHealingDone: 3, npcsKilled: 3, treasureGained: 150, xpEarned: 500 });
    expect([s.npcsIntroduced, s.locationsVisited, s.itemsAcquired].map((l) => l.map((i) => i.text))).toEqual([['Corin Vale'], ['Temple'], ['Spellbook']]);
    value(describeSession(docs, id, { itemsAcquired: [], locationsVisited: ['Temple', 'by hand'] }));
    value(recountSession(docs, id, body, (each) => getEntity(docs, each)?.name ?? each));
    s = listSessions(docs)[0]!;
    expect([s.itemsAcquired.length, s.locationsVisited.map((i) => i.text)]).toEqual([0, ['Temple', 'by hand']]);
    const other = await evening(docs);
    value(describeSession(docs, other.id, { reportedStats: { eventCount: 247, xpEarned: 4000 } }));
    value(recountSession(docs, other.id, other.body));
    expect(shownStats(listSessions(docs)[1]!)).toMatchObject({ eventCount: 247, xpEarned: 4000 });
  });

  it('deleting a session takes its events along and gives them back whole (M-020)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'kept' }));
    value(await deleteSession(docs, id));
    expect(listSessions(docs)[0]).toMatchObject({ deleted: true });
    await docs.undo();
    expect([listSessions(docs)[0]?.deleted, listEvents(body).map((e) => e.name)]).toEqual([false, ['kept']]);
  });

  it('an event ticks a clock and moves a goal in one step, and takes both back (M-009, M-142)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    const clock = value(createRecord(docs, docs.ledger, CLOCK, { name: 'Alarm', segments: 4 }));
    const goal = value(createRecord(docs, docs.ledger, GOAL, { name: 'Get in' }));
    value(logEvent(docs, body, { eventType: 'quest_completed', name: 'They are in', clockId: clock, goalId: goal }));
    expect([getRecord(docs.ledger, CLOCK, clock)!.ticks.value, getRecord(docs.ledger, GOAL, goal)!.status, goalUpdates(listRecords(docs.ledger, GOAL), id).finished.map((g) => g.name)]).toEqual([1, 'complete', ['Get in']]);
    await docs.undo();
    expect([getRecord(docs.ledger, CLOCK, clock)!.ticks.value, getRecord(docs.ledger, GOAL, goal)!.status, listEvents(body)]).toEqual([0, 'active', []]);
  });
});

describe('goals', () => {
  it('planned objectives become goals, open ones are carried with their history, each has its end (M-141, M-142, M-143, M-151)', async () => {
    const { docs } = await single();
    const one = await evening(docs);
    value(describeSession(docs, one.id, { plannedObjectives: ['Find the artifact', 'Confront the leader'] }));
    value(startSession(docs, one.id));
    const [artifact, leader] = listRecords(docs.ledger, GOAL);
    value(moveGoal(docs, artifact!.id, { kind: 'progress', sessionId: one.id, text: 'Explored 15 of 20 rooms' }));
    value(moveGoal(docs, leader!.id, { kind: 'failed', sessionId: one.id }));
    value(endSession(docs, one.id, one.body));
    time.advance(1000);
    const two = await evening(docs);
    value(startSession(docs, two.id));
    const now = getRecord(docs.ledger, GOAL, artifact!.id)!;
    expect(goalNews(now).map((n) => [n.kind, n.sessionId])).toEqual([['created', one.id], ['progress', one.id], ['carried', two.id]]);
    expect(goalNews(getRecord(docs.ledger, GOAL, leader!.id)!).some((n) => n.kind === 'carried')).toBe(false);
    expect(goalUpdates(listRecords(docs.ledger, GOAL), one.id)).toMatchObject({ advanced: [{ name: 'Find the artifact' }], failed: [{ name: 'Confront the leader' }], finished: [] });
    expect(goalUpdates(listRecords(docs.ledger, GOAL), two.id)).toEqual({ advanced: [], finished: [], failed: [] });
    value(moveGoal(docs, artifact!.id, { kind: 'complete', sessionId: two.id }));
    expect(getRecord(docs.ledger, GOAL, artifact!.id)).toMatchObject({ status: 'complete', progressText: 'Explored 15 of 20 rooms' });
  });
});

describe('entities', () => {
  it('own types, tags, ladder, attributes; a clue is an entity with texts and ties, and its way between scenes lies on the scene (M-269, M-270, M-271, M-272, R-8)', async () => {
    const [a, b] = await pair();
    const clue = value(createEntity(a, { name: 'Oil in the lungs', entityType: 'clue', confidence: 'DRAFT', tags: ['oil'] }));
    const who = value(createEntity(a, { name: 'Amsel', entityType: 'npc' }));
    value(createRelationship(a, { fromId: clue, toId: who, relationType: 'points to' }));
    value(fillNote(a.ledger, noteName(clue, 'description'), text('wet hair, dry street [[Amsel]]')));
    value(setEntityType(a, who, 'Ghost ship'));
    await meet(a, b);
    expect(getEntity(b, clue)).toMatchObject({ entityType: 'clue', confidence: 'DRAFT', tags: ['oil'] });
    expect(campaignOf(b)?.entityTypes).toEqual(['Ghost ship']);
    value(editEntity(b, clue, { confidence: 'SUPERSEDED', attributes: { weight: 3 } }));
    value(setMember(a, a.ledger, ENTITY, clue, 'tags', 'lungs', true));
    await meet(a, b);
    expect(getEntity(a, clue)).toMatchObject({ confidence: 'SUPERSEDED', tags: ['lungs', 'oil'], attributes: { weight: 3 } });
    const { body } = await evening(a);
    const [from, to] = ['Surgery', 'Vault'].map((title) => value(createScene(a, body, { title })));
    value(connectScene(a, body, from!, { toSceneId: to!, clueId: clue, description: 'the smell' }));
    expect(sceneConnections(listScenes(body)[0]!)).toMatchObject([{ toSceneId: to, clueId: clue, description: 'the smell' }]);
    expect(Object.keys(SCENE.fields)).toContain('connections');
    expect(Object.keys(ENTITY.fields)).not.toContain('connections');
    value(deleteEntity(a, clue));
    expect(listDeleted(a.ledger).map((d) => d.title)).toEqual(['Oil in the lungs']);
    value(restoreRecord(a, a.ledger, ENTITY, clue));
    expect(getEntity(a, clue)?.name).toBe('Oil in the lungs');
  });

  it('relationships: several between one pair, typed from either end, tone by type, types editable with tone (M-270, R-9)', async () => {
    const { docs } = await single();
    const [x, y] = ['Rook', 'Pell'].map((name) => value(createEntity(docs, { name, entityType: 'npc' })));
    expect(listRelationTypes(docs).filter((t) => ['allied', 'friendly', 'employs', 'enemy', 'rival', 'opposed', 'knows', 'located_at', 'member_of'].includes(t.name)).map((t) => t.tone)).toEqual(['positive', 'positive', 'positive', 'negative', 'negative', 'negative', 'neutral', 'neutral', 'neutral']);
    const employs = value(createRelationship(docs, { fromId: y!, toId: x!, relationType: 'employed by' }));
    const rival = value(createRelationship(docs, { fromId: x!, toId: y!, relationType: 'rival', note: 'since the case' }));
    value(createRelationship(docs, { fromId: x!, toId: y!, relationType: 'owes a boat' }));
    expect(getRecord(docs.ledger, RELATIONSHIP, employs)).toMatchObject({ fromId: x, toId: y, relationType: 'employs', tone: 'positive' });
    expect(getRecord(docs.ledger, RELATIONSHIP, rival)).toMatchObject({ tone: 'negative', note: 'since the case' });
    expect(listRelationships(docs)).toHaveLength(3);
    value(setRelationType(docs, { name: 'rival', inverse: 'rival', tone: 'neutral' }));
    expect(getRecord(docs.ledger, RELATIONSHIP, rival)?.tone).toBe('neutral');
    value(setRelationType(docs, { name: 'owes a boat', inverse: 'is owed a boat by', tone: 'negative' }));
    expect(listRelationTypes(docs)).toHaveLength(10);
    expect(refused(createRelationship(docs, { fromId: x!, toId: 'gone', relationType: 'knows' }))).toBe('EntityMissing');
    value(deleteEntity(docs, x!));
    expect(listRelationships(docs)).toEqual([]);
  });

  it('every entity has a log of free text with session, chapter, game date, optional kind and event (M-424, M-425, M-428, M-429)', async () => {
    const { docs, reload } = await single();
    const npc = value(createEntity(docs, { name: 'Joss', entityType: 'npc' }));
    const entry = value(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: npc, text: 'Found drowned', sessionId: 's', chapterId: 'c', occurredAt: 86_400 * 15, logKind: 'died', eventId: 'e' }));
    value(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: npc, text: 'free text is enough' }));
    expect(refused(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: npc, text: 'x', logKind: 'exploded' as 'died' }))).toBe('NotAChoice');
    value(editRecord(docs, docs.ledger, ENTITY_LOG, entry, { text: 'Found drowned in a dry street' }));
    const again = await reload();
    expect(getRecord(again.ledger, ENTITY_LOG, entry)).toMatchObject({ text: 'Found drowned in a dry street', sessionId: 's', chapterId: 'c', occurredAt: 1_296_000, logKind: 'died', eventId: 'e' });
    expect(listRecords(again.ledger, ENTITY_LOG)).toHaveLength(2);
  });
});

describe('imports of old shapes', () => {
  it('retired fields become scenes and suggestions; accepting twice apart makes one record, dismissed stays (M-304, M-305, M-306, M-307, M-427, M-431, T-5)', async () => {
    const [a, b] = await pair();
    value(createEntity(a, { name: 'Rook', entityType: 'npc' }));
    const nothing = { externalId: 'old-1', fields: { number: 3, title: 'Old' }, lists: {}, players: [], notes: {}, events: [] };
    const id = value(await importSession(a, {
      ...nothing, scenes: [{ title: 'The crossing', sceneType: 'travel', description: 'by night' }],
      suggestions: [
        { suggestionType: 'entity', title: 'A green flame', quote: 'It burned green', reason: '', proposal: { name: 'A green flame', entityType: 'clue' } },
        { suggestionType: 'log_entry', title: 'They spared Dob', quote: 'They spared Dob', reason: '', proposal: { text: 'They spared Dob', about: 'Rook' } },
        { suggestionType: 'log_entry', title: 'The Wick will ask', quote: 'x', reason: '', proposal: { text: 'The Wick will ask' } },
        { suggestionType: 'relationship', title: 'Rook – Nobody', quote: 'x', reason: '', proposal: { from: 'Rook', to: 'Nobody' } },
      ],
    }));
    await meet(a, b);
    expect([isId(id), listSessions(a).find((s) => s.id === id)?.externalId]).toEqual([true, 'old-1']);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    expect(listScenes(bodyA).map((s) => [s.title, s.sceneType])).toEqual([['The crossing', 'travel']]);
    const named = (docs: CampaignDocs, body: OpenDocument, title: string) => listSuggestions(docs, body).find((s) => s.title === title)!;
    const flame = named(a, bodyA, 'A green flame');
    expect(value(acceptSuggestion(a, bodyA, flame.id))).toBe(value(acceptSuggestion(b, bodyB, flame.id)));
    value(acceptSuggestion(b, bodyB, named(b, bodyB, 'They spared Dob').id));
    value(dismissSuggestion(a, bodyA, named(a, bodyA, 'The Wick will ask').id));
    expect(refused(acceptSuggestion(a, bodyA, named(a, bodyA, 'Rook – Nobody').id))).toBe('CannotAccept');
    await meet(a, b);
    expect(listEntities(a).filter((e) => e.name === 'A green flame')).toMatchObject([{ confidence: 'DRAFT', entityType: 'clue' }]);
    expect(listRecords(a.ledger, ENTITY_LOG)).toMatchObject([{ text: 'They spared Dob', confidence: 'DRAFT', sessionId: id }]);
    expect(listSuggestions(a, bodyA).map((s) => s.title)).toEqual(['Rook – Nobody']);
    expect(listSuggestions(b, bodyB).map((s) => s.title)).toEqual(['Rook – Nobody']);
  });
});

describe('history and undo', () => {
  it('says who changed what and when, on both devices, keeps what lost a merge, goes back to a version, is bounded', async () => {
    const [a, b] = await pair();
    const id = value(createRecord(a, a.ledger, HOOK, { text: 'first' }));
    await meet(a, b);
    value(editRecord(a, a.ledger, HOOK, id, { text: 'by a' }));
    value(editRecord(b, b.ledger, HOOK, id, { text: 'by b' }));
    await meet(a, b);
    const entries = listHistory(a.ledger, HOOK, id);
    expect(entries).toEqual(listHistory(b.ledger, HOOK, id));
    expect(entries.map((e) => [e.by, e.changes['text']?.after]).sort()).toEqual([['a', 'by a'], ['b', 'by b']]);
    const lost = getRecord(a.ledger, HOOK, id)!.text === 'by a' ? 'by b' : 'by a';
    value(restoreVersion(a, a.ledger, HOOK, id, entries.find((e) => e.changes['text']?.after === lost)!.key));
    await meet(a, b);
    expect([getRecord(a.ledger, HOOK, id)!.text, getRecord(b.ledger, HOOK, id)!.text]).toEqual([lost, lost]);
    await a.undo();
    expect(getRecord(a.ledger, HOOK, id)!.text).not.toBe(lost);
    for (let i = 0; i < 80; i++) value(editRecord(a, a.ledger, HOOK, id, { text: `word ${i}` }));
    expect(listHistory(a.ledger, HOOK, id)).toHaveLength(50);
  });

  it('typing is one step of undo and one entry; a pause begins another; a toast’s undo takes back its own step', async () => {
    const { docs } = await single();
    const id = value(createRecord(docs, docs.ledger, HOOK, { text: 'T' }));
    for (const words of ['Th', 'The', 'The d']) value(editRecord(docs, docs.ledger, HOOK, id, { text: words }, undefined, { typing: true }));
    expect(listHistory(docs.ledger, HOOK, id)).toMatchObject([{ changes: { text: { before: 'T', after: 'The d' } } }]);
    time.advance(6000);
    value(editRecord(docs, docs.ledger, HOOK, id, { text: 'The door' }, undefined, { typing: true }));
    await docs.undo();
    expect(getRecord(docs.ledger, HOOK, id)!.text).toBe('The d');
    await docs.undo();
    expect(getRecord(docs.ledger, HOOK, id)!.text).toBe('T');
    value(editRecord(docs, docs.ledger, HOOK, id, { isDone: true }));
    const step = docs.latestStep()!;
    value(editRecord(docs, docs.ledger, HOOK, id, { hookKind: 'threat' }));
    await docs.undo(step);
    expect(getRecord(docs.ledger, HOOK, id)).toMatchObject({ isDone: false, hookKind: 'threat' });
    expect(await docs.undo(step)).toBeNull();
  });

  it('counters fold in merged order, clamped, and a step of mine taken back leaves a co-GM’s (M-007)', async () => {
    const [a, b] = await pair();
    const gauge = value(createRecord(a, a.ledger, GAUGE, { name: 'Morality', lowest: -100, highest: 100 }));
    const faction = value(createEntity(a, { name: 'Watch', entityType: 'faction' }));
    await meet(a, b);
    value(stepReputation(a, faction, 1));
    value(stepReputation(b, faction, 2));
    await meet(a, b);
    expect(getEntity(a, faction)!.reputation.value).toBe(3);
    await a.undo();
    await meet(a, b);
    expect([getEntity(a, faction)!.reputation.value, getEntity(b, faction)!.reputation.value]).toEqual([2, 2]);
    const set = (docs: CampaignDocs, level: number) => value(editRecord(docs, docs.ledger, GAUGE, gauge, { level }));
    set(a, -300);
    expect(getRecord(a.ledger, GAUGE, gauge)!.level.value).toBe(-100);
    set(a, 40);
    expect(getRecord(a.ledger, GAUGE, gauge)!.level).toMatchObject({ value: 40, steps: [{ value: -100 }, { value: 40 }] });
    value(advanceTime(a, { by: 3600 }));
    value(advanceTime(b, { by: 600 }));
    await meet(a, b);
    expect([gameTimeNow(a), gameTimeNow(b)]).toEqual([4200, 4200]);
  });
});

describe('what players see', () => {
  it('goes by the allow-list alone: no GM field, no secret event, no name of somebody unknown (R-5, M-005)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    const [known, hidden] = [value(createEntity(docs, { name: 'Rook', entityType: 'npc', isKnown: true })), value(createEntity(docs, { name: 'Pell the spy', entityType: 'npc', agenda: 'secret agenda' }))];
    value(fillNote(docs.ledger, noteName(known, 'gm_notes'), text('gm secret')));
    value(createRecord(docs, docs.ledger, CLOCK, { name: 'Hidden clock', segments: 4 }));
    value(createRecord(docs, docs.ledger, CLOCK, { name: 'Fair', segments: 8, visibility: 'shown', consequence: 'secret end' }));
    value(describeSession(docs, id, { title: 'T', objective: 'secret objective', isPublished: true, tags: ['secret tag'] }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', name: 'Somebody bows', participants: { actor: hidden } }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: known } }));
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'secret event', isSecret: 'secret' }));
    const source = () => ({ campaign: campaignOf(docs)!, sessions: listSessions(docs), entities: listEntities(docs), clocks: listRecords(docs.ledger, CLOCK), goals: listRecords(docs.ledger, GOAL), events: () => listEvents(body) as TimelineEvent[], text: (each: string, name: string) => readNote(docs.ledger, noteName(each, name)) });
    const view = playerView(source());
    expect(JSON.stringify(view)).not.toMatch(/secret|Pell|Hidden/);
    expect(view.sessions[0]).toMatchObject({ title: 'T', social: { met: ['Somebody bows', 'Rook'] } });
    expect(view.clocks).toEqual([{ name: 'Fair', segments: 8, filled: 0 }]);
    value(describeSession(docs, id, { isPublished: false }));
    expect(playerView(source()).sessions).toEqual([]);
  });
});

describe('every noun', () => {
  it('an event log, goals and figures are complete with no model and no network: nothing here takes one (M-030, M-035, M-061, R-6, R-7)', async () => {
    const { docs } = await single();
    const { id, body } = await evening(docs);
    const other = await evening(docs);
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'here' }));
    value(logEvent(docs, other.body, { eventType: 'OTHER', name: 'there' }));
    value(createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: 'x', text: 'of this evening', sessionId: id }));
    value(recountSession(docs, id, body));
    expect([listEvents(body).map((e) => e.name), listRecords(docs.ledger, ENTITY_LOG).filter((l) => l.sessionId === id).length, shownStats(listSessions(docs)[0]!).eventCount]).toEqual([['here'], 1, 1]);
    // Gauges and adult mode are a campaign's own choice.
    expect(campaignOf(docs)).toMatchObject({ usesGauges: false, usesAdultMode: false, isAdult: false });
  });
  it('belongs to its campaign: nothing of one is in another (M-003)', async () => {
    const { docs } = await single();
    value(createEntity(docs, { name: 'Only here', entityType: 'faction' }));
    const other = await device('other');
    expect(listEntities(other)).toEqual([]);
    expect(META_ID).toBe('campaign');
    expect(derivedId('a', 'b')).not.toBe(derivedId('ab'));
  });
  it('a record with hostile keys and values is read without a throw, and no field takes what is not its kind', async () => {
    const { docs } = await single();
    const map = docs.ledger.doc.getMap<unknown>('clocks');
    docs.ledger.doc.transact(() => {
      for (const [key, each] of Object.entries({ 'x/name': 'Clock', 'x/segments': 1e9, 'x/ticks/a': { n: 'one', by: 3 }, 'x/ticks/b': 'two', 'x/ticks/c': { n: 1, by: 2 }, 'x/visibility': 'everywhere', 'x/consequence': { evil: true }, '__proto__/name': 'P', 'y/deleted': 7, '/name': 'no id' })) map.set(key, each);
    }, { source: 'relay' });
    const clock = listRecords(docs.ledger, CLOCK).find((c) => c.id === 'x')!;
    expect(clock).toMatchObject({ name: 'Clock', segments: 24, visibility: 'hidden', consequence: '' });
    expect(clockFill(clock)).toBe(2);
    value(deleteRecord(docs, docs.ledger, CLOCK, 'x'));
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });
});
