// Events and what they fill in, after a merge and after a reload.
import { describe, expect, it } from 'vitest';
import {
  CLOCK,
  computeStats,
  eventLine,
  GOAL,
  goalUpdates,
  PLAIN_CALENDAR,
  shownStats,
  TIMELINE_EVENT,
} from '@emberkeep/domain';
import {
  advanceTime,
  createEntity,
  createRecord,
  deleteRecord,
  deleteSession,
  describeSession,
  editRecord,
  endSession,
  gameTimeNow,
  getRecord,
  listEvents,
  listRecords,
  listSessions,
  logEvent,
  recountSession,
  restoreRecord,
  setCalendar,
  setEventDetail,
  setParticipant,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';
import {
  bodyOf,
  createOpenSession as newSession,
  createSingle,
  createTestDevices,
  meet,
  refusal,
  value,
} from '../testing/index.ts';

const devices = createTestDevices(200);
const { time, pair } = devices;
const single = () => createSingle(devices);
const EVENT_ROWS = '(M-019 to M-027, M-083, M-084, M-085, M-090 to M-095, M-138, M-139, M-150, R-3)';

describe('events', () => {
  it('figures and participants are corrected after logging; other details, and a co-GM’s part, stay', async () => {
    const { docs } = await single();
    const { body } = await newSession(docs);
    const nell = value(createEntity(docs, { name: 'Nell Voss', entityType: 'npc' }));
    const details = { amount: 12, to: 'party', nested: { list: [1] } };
    const id = value(logEvent(docs, body, { eventType: 'damage', details, participants: { target: 'Orrin' } }));
    value(logEvent(docs, body, { eventType: 'damage', details: { amount: 5, to: 'enemies' } }));
    const event = () => getRecord(body, TIMELINE_EVENT, id)!;
    const damage = (): unknown => computeStats(listEvents(body)).totalDamageDealt;
    for (const figure of [2, 21]) value(setEventDetail(docs, body, { id, key: 'amount', value: figure, typing: true }));
    value(setEventDetail(docs, body, { id, key: 'to', value: 'enemies' }));
    value(setParticipant(docs, body, { id, key: 'target', value: nell }));
    value(setParticipant(docs, body, { id, key: 'location', value: 'The kiln' }));
    expect(event().details).toEqual({ amount: 21, to: 'enemies', nested: { list: [1] } });
    expect(event().participants).toEqual({ target: nell, location: 'The kiln' });
    expect(damage()).toBe(26);
    value(setParticipant(docs, body, { id, key: 'location', value: '' }));
    value(setEventDetail(docs, body, { id, key: 'to', value: '' }));
    expect([event().details, event().participants]).toEqual([{ amount: 21, nested: { list: [1] } }, { target: nell }]);
    for (let i = 0; i < 6; i++) await docs.undo();
    expect([event().details, event().participants]).toEqual([
      { amount: 12, to: 'party', nested: { list: [1] } },
      { target: 'Orrin' },
    ]);
    expect(refusal(setEventDetail(docs, body, { id: 'nothing', key: 'amount', value: 1 }))).toBe('RecordMissing');
  });

  it(`carry session, both times, category and any JSON, in one order on every device ${EVENT_ROWS}`, async () => {
    const [a, b] = await pair();
    const { id, body: bodyA } = await newSession(a);
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    value(advanceTime(a, { to: 1_299_600 }));
    const details = {
      position: 'controlled',
      effect: 'great',
      result: 6,
      nested: { list: [1, null, { x: 'y' }] },
      ungekannt: true,
    };
    const roll = value(logEvent(a, bodyA, { eventType: 'DICE_ROLL', details, characterId: 'pc-1' }));
    value(
      logEvent(b, bodyB, {
        eventType: 'npc_introduced',
        participants: { actor: 'Malachar' },
        npcId: 'npc-1',
        at: time.nowMs(),
      }),
    );
    value(logEvent(b, bodyB, { eventType: 'something_new', at: time.nowMs() - 5000 }));
    await meet(a, b);
    expect(listEvents(bodyA)).toEqual(listEvents(bodyB));
    expect(listEvents(bodyA).map((e) => e.eventType)[0]).toBe('something_new');
    const event = listEvents(bodyA).find((e) => e.id === roll)!;
    expect(event).toMatchObject({
      sessionId: id,
      category: 'other',
      characterId: 'pc-1',
      at: time.nowMs(),
      gameTime: 1_299_600,
      details,
    });
    expect(eventLine(event, () => 'Mira')).toBe('Mira: controlled / great / 6');
    expect(TIMELINE_EVENT.fields.eventType.options).toEqual(
      expect.arrayContaining([
        'DICE_ROLL',
        'STRESS_CHANGE',
        'HARM_APPLIED',
        'ITEM_ACQUIRED',
        'DEVILS_BARGAIN',
        'LOCATION_CHANGE',
        'OTHER',
        'combat_start',
        'npc_introduced',
        'location_discovered',
      ]),
    );
    value(
      editRecord(b, {
        doc: bodyB,
        spec: TIMELINE_EVENT,
        id: roll,
        fields: { at: time.nowMs() + 60_000, name: 'put right' },
      }),
    );
    value(editRecord(a, { doc: bodyA, spec: TIMELINE_EVENT, id: roll, fields: { category: 'social' } }));
    await meet(a, b);
    expect(listEvents(bodyA).at(-1)).toMatchObject({ id: roll, name: 'put right', category: 'social', details });
    expect(listEvents(bodyA)).toEqual(listEvents(bodyB));
  });

  it('fill stats and lists; corrections and imported stats stay (M-061 to M-067, M-088, T-2)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    const vale = value(createEntity(docs, { name: 'Corin Vale', entityType: 'npc' }));
    for (const [eventType, details, more] of [
      ['combat_start', {}, {}],
      ['damage', { amount: 7, to: 'enemies' }, {}],
      ['damage', { amount: 5 }, {}],
      ['damage', { amount: 4, to: 'party' }, {}],
      ['healing', { amount: 3 }, {}],
      ['npc_killed', {}, {}],
      ['npc_killed', { count: 2 }, {}],
      ['treasure', { amount: 150 }, {}],
      ['xp', { amount: 400 }, {}],
      ['npc_introduced', {}, { participants: { actor: vale } }],
      ['location_discovered', {}, { participants: { location: 'Temple' } }],
      ['ITEM_ACQUIRED', { item: 'Spellbook' }, {}],
    ] as const)
      value(logEvent(docs, body, { eventType, details, ...more }));
    value(describeSession(docs, id, { correctedStats: { xpEarned: 500 } }));
    value(endSession(docs, id, body));
    let s = listSessions(docs)[0]!;
    expect(shownStats(s)).toEqual({
      eventCount: 12,
      combatEncounters: 1,
      totalDamageDealt: 12,
      totalDamageReceived: 4,
      totalHealingDone: 3,
      npcsKilled: 3,
      treasureGained: 150,
      xpEarned: 500,
    });
    expect([s.npcsIntroduced, s.locationsVisited, s.itemsAcquired].map((l) => l.map((i) => i.text))).toEqual([
      ['Corin Vale'],
      ['Temple'],
      ['Spellbook'],
    ]);
    value(describeSession(docs, id, { itemsAcquired: [], locationsVisited: ['Temple', 'by hand'] }));
    value(recountSession(docs, id, body));
    s = listSessions(docs)[0]!;
    expect([s.itemsAcquired.length, s.locationsVisited.map((i) => i.text)]).toEqual([0, ['Temple', 'by hand']]);
    const other = await newSession(docs);
    value(describeSession(docs, other.id, { reportedStats: { eventCount: 247, xpEarned: 4000 } }));
    value(recountSession(docs, other.id, other.body));
    expect(shownStats(listSessions(docs)[1]!)).toMatchObject({ eventCount: 247, xpEarned: 4000 });
  });

  it('are deleted and restored with their session (M-020)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'kept' }));
    value(await deleteSession(docs, id));
    expect(listSessions(docs)[0]).toMatchObject({ deleted: true });
    await docs.undo();
    expect([listSessions(docs)[0]?.deleted, listEvents(body).map((e) => e.name)]).toEqual([false, ['kept']]);
  });

  it('tick a clock and move a goal in one step, and undo takes back both (M-009, M-142)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    const clock = value(createRecord(docs, docs.ledger, CLOCK, { name: 'Alarm', segments: 4 }));
    const goal = value(createRecord(docs, docs.ledger, GOAL, { name: 'Get in' }));
    value(logEvent(docs, body, { eventType: 'quest_completed', name: 'They are in', clockId: clock, goalId: goal }));
    expect([
      getRecord(docs.ledger, CLOCK, clock)!.ticks.value,
      getRecord(docs.ledger, GOAL, goal)!.status,
      goalUpdates(listRecords(docs.ledger, GOAL), id).finished.map((g) => g.name),
    ]).toEqual([1, 'complete', ['Get in']]);
    await docs.undo();
    expect([
      getRecord(docs.ledger, CLOCK, clock)!.ticks.value,
      getRecord(docs.ledger, GOAL, goal)!.status,
      listEvents(body),
    ]).toEqual([0, 'active', []]);
  });

  it('time that passes moves the game time, once after a merge, and undo takes both back', async () => {
    const [a, b] = await pair();
    const { id, body } = await newSession(a);
    await meet(a, b);
    const passed = { eventType: 'time_passed', details: { amount: 2, unit: 'days' } };
    value(logEvent(a, body, passed));
    await meet(a, b);
    await meet(a, b);
    expect([gameTimeNow(a), gameTimeNow(b)]).toEqual([172_800, 172_800]);
    const bodyB = await bodyOf(b, id);
    value(logEvent(b, bodyB, { eventType: 'time_passed', details: { seconds: 60 } }));
    expect(gameTimeNow(b)).toBe(172_860);
    value(logEvent(b, bodyB, { eventType: 'time_passed', details: { amount: 'long' } }));
    expect(gameTimeNow(b)).toBe(172_860);
    expect(
      listEvents(bodyB)
        .map((event) => eventLine(event))
        .sort(),
    ).toEqual(['', '1 min', '2 days']);
    await a.undo();
    expect([gameTimeNow(a), listEvents(body)]).toEqual([0, []]);
  });

  describe('the game time follows an event that lets time pass', () => {
    const HOUR = 3600;
    const setUp = async (seed: number) => {
      const [a, b] = await createTestDevices(seed).pair();
      const { id: sessionId, body: bodyA } = await newSession(a);
      value(advanceTime(a, { by: 24 * HOUR }));
      const id = value(logEvent(a, bodyA, { eventType: 'time_passed', details: { amount: 2, unit: 'hours' } }));
      value(advanceTime(a, { by: HOUR }));
      await meet(a, b);
      const bodyB = await bodyOf(b, sessionId);
      const hours = (): number[] => [a, b].map((docs) => (gameTimeNow(docs) - 24 * HOUR) / HOUR);
      return { a, b, bodyA, bodyB, id, sessionId, hours };
    };
    const correct = (docs: CampaignDocs, body: OpenDocument, id: string, key: string, figure: string | number): void =>
      value(setEventDetail(docs, body, { id, key, value: figure, typing: true }));

    it('through corrections, deletion, restoring, undo and redo, on both devices', async () => {
      const { a, b, bodyA, bodyB, id, hours } = await setUp(210);
      expect(hours()).toEqual([3, 3]);
      for (const figure of ['', 4, 48]) correct(a, bodyA, id, 'amount', figure);
      expect(hours()[0]).toBe(49);
      await meet(a, b);
      correct(b, bodyB, id, 'unit', 'days');
      await meet(a, b);
      expect(hours()).toEqual([48 * 24 + 1, 48 * 24 + 1]);
      await b.undo();
      await a.undo();
      await meet(a, b);
      expect(hours()).toEqual([3, 3]);
      value(deleteRecord(a, bodyA, TIMELINE_EVENT, id));
      expect(hours()[0]).toBe(1);
      await a.undo();
      expect(hours()[0]).toBe(3);
      await a.redo();
      await meet(a, b);
      expect(hours()).toEqual([1, 1]);
      value(restoreRecord(b, bodyB, TIMELINE_EVENT, id));
      await meet(a, b);
      expect(hours()).toEqual([3, 3]);
      // Another calendar changes the wording of time and not what was counted.
      value(setCalendar(a, { ...PLAIN_CALENDAR, minutesPerHour: 30 }));
      value(editRecord(a, { doc: bodyA, spec: TIMELINE_EVENT, id, fields: { name: 'They sleep' } }));
      expect(hours()[0]).toBe(3);
    });

    it('an event whose logging is undone and that is restored from the trash has its time again', async () => {
      const { docs } = await single();
      const { body } = await newSession(docs);
      const id = value(logEvent(docs, body, { eventType: 'time_passed', details: { amount: 2, unit: 'days' } }));
      await docs.undo();
      expect(gameTimeNow(docs)).toBe(0);
      value(restoreRecord(docs, body, TIMELINE_EVENT, id));
      expect(gameTimeNow(docs)).toBe(48 * HOUR);
    });

    it('an undo that leaves the event to a co-GM leaves the time too', async () => {
      const { a, b, bodyB, id, hours } = await setUp(211);
      value(editRecord(b, { doc: bodyB, spec: TIMELINE_EVENT, id, fields: { name: 'They sleep' } }));
      await meet(a, b);
      await a.undo();
      await a.undo();
      await meet(a, b);
      expect(hours()).toEqual([2, 2]);
    });

    for (const seed of [212, 213])
      it(`where it is deleted and corrected apart, or two figures are corrected apart (${seed})`, async () => {
        const { a, b, bodyA, bodyB, id, hours } = await setUp(seed);
        correct(a, bodyA, id, 'amount', 3);
        correct(b, bodyB, id, 'unit', 'days');
        await meet(a, b);
        expect(hours()).toEqual([73, 73]);
        value(deleteRecord(a, bodyA, TIMELINE_EVENT, id));
        value(editRecord(b, { doc: bodyB, spec: TIMELINE_EVENT, id, fields: { name: 'They sleep' } }));
        await meet(a, b);
        expect(hours()).toEqual([73, 73]);
      });

    it('an event that waits for its figures, an imported one, and one that an earlier version logged', async () => {
      const { docs } = await single();
      const { body } = await newSession(docs);
      const waiting = value(logEvent(docs, body, { eventType: 'time_passed' }));
      correct(docs, body, waiting, 'amount', 5);
      expect(gameTimeNow(docs)).toBe(5 * HOUR);
      const imported = value(
        createRecord(docs, body, TIMELINE_EVENT, { eventType: 'time_passed', details: { amount: 9 } }),
      );
      correct(docs, body, imported, 'amount', 10);
      value(deleteRecord(docs, body, TIMELINE_EVENT, imported));
      expect(gameTimeNow(docs)).toBe(5 * HOUR);
      const steps = docs.ledger.doc.getMap<unknown>('campaign');
      const [key, step] = [...steps].find(([each]) => each.startsWith('campaign/gameTime/'))!;
      const earlier: Record<string, unknown> = { ...(step as object) };
      delete earlier['of'];
      steps.set(key, earlier);
      value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id: waiting, fields: { name: 'They sleep' } }));
      expect(gameTimeNow(docs)).toBe(5 * HOUR);
      correct(docs, body, waiting, 'amount', 6);
      expect(gameTimeNow(docs)).toBe(6 * HOUR);
    });

    it('opening a log that is older than the ledger moves no game time', async () => {
      const { docs, reload } = await single();
      const { id: sessionId, body } = await newSession(docs);
      value(logEvent(docs, body, { eventType: 'time_passed', details: { amount: 2 } }));
      const steps = docs.ledger.doc.getMap<Record<string, unknown>>('campaign');
      const [key, step] = [...steps].find(([each]) => each.startsWith('campaign/gameTime/'))!;
      // A co-GM corrected the event; the ledger is here, the session's document not yet.
      steps.set(key, { ...step, of: '5 hours', by: 5 * HOUR });
      await body.release();
      const again = await reload();
      await bodyOf(again, sessionId);
      expect(gameTimeNow(again)).toBe(5 * HOUR);
    });
  });

  it('a detail alone has no colon before it', async () => {
    const { docs } = await single();
    const { body } = await newSession(docs);
    value(logEvent(docs, body, { eventType: 'npc_killed', participants: { target: 'gone' }, details: { count: 3 } }));
    const [event] = listEvents(body);
    expect([eventLine(event!, () => ''), eventLine(event!, () => 'Wights')]).toEqual(['3', 'Wights: 3']);
  });
});
