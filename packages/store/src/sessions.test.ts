// Sessions, their events and goals as data, after a merge and after a reload.
import { describe, expect, it } from 'vitest';
import {
  attendance,
  CHAPTER,
  durationMinutes,
  durationWords,
  elapsedGameSeconds,
  gameTimeOf,
  GOAL,
  isId,
  mayCancel,
  PLAYER,
  SESSION,
  sessionTitle,
  sessionPlayers,
  PLAIN_CALENDAR,
  sessionsDuring,
  sessionUnits,
  shownStats,
} from '@emberkeep/domain';
import {
  addItem,
  advanceTime,
  applySessionRule,
  calendarOf,
  createEntity,
  createRecord,
  createSession,
  deleteSession,
  restoreSession,
  describeSession,
  editRecord,
  endSession,
  fillNote,
  getSession,
  listRevisions,
  listRecords,
  listSessions,
  liveSessionOf,
  logEvent,
  noteName,
  readNote,
  recountSession,
  setAttendance,
  setCalendar,
  setLiveSession,
  setMember,
  startSession,
  writableNote,
  type CampaignDocs,
} from './index.ts';
import {
  bodyOf,
  CAMPAIGN_ID,
  createOpenSession as newSession,
  createSingle,
  createTestDevices,
  meet,
  oneParagraph as text,
  refusal as refused,
  value,
} from '../testing/index.ts';

const devices = createTestDevices(200);
const { time, pair } = devices;
const single = () => createSingle(devices);

const LIFE_ROWS = '(M-010, M-012, M-013, M-014, M-035, M-036, M-037, M-080, M-081, M-082, M-086)';
const FIELD_ROWS = '(M-015, M-016, M-033, M-038 to M-060, M-068, M-069, R-2)';
const DATE_ROWS = '(M-028, M-029, M-034, M-072 to M-077, M-119, M-120, M-121, M-122)';

describe('sessions', () => {
  it(`are planned, started and ended in one step each, offline, and survive a reload ${LIFE_ROWS}`, async () => {
    const { docs, reload } = await single();
    const [jo, sam] = ['Jo', 'Sam'].map((name) => value(createRecord(docs, docs.ledger, PLAYER, { name })));
    const mira = value(createEntity(docs, { name: 'Mira', entityType: 'pc', playerId: jo! }));
    value(advanceTime(docs, { to: 1_296_000 }));
    const { id, body } = await newSession(docs);
    const session = () => listSessions(docs).find((s) => s.id === id)!;
    expect(session()).toMatchObject({
      status: 'planned',
      stage: 'prep',
      shownNumber: 1,
      title: '',
      startedAt: null,
      endedAt: null,
    });
    expect(isId(id)).toBe(true);
    expect(body.room).toBe(`campaign/${CAMPAIGN_ID}/session/${id}`);
    value(
      describeSession(docs, id, {
        plannedObjectives: ['Explore the temple', 'Find the artifact'],
        scheduledAt: time.nowMs() - 300_000,
        tags: ['temple'],
      }),
    );
    const began = time.nowMs();
    value(
      startSession(docs, id, {
        zone: 'Europe/Paris',
        rolls: [
          { playerId: jo!, attended: true, arrivedLate: true, characterIds: [mira] },
          { playerId: sam!, attended: false },
        ],
      }),
    );
    expect(session()).toMatchObject({
      status: 'in_progress',
      stage: 'play',
      startedAt: began,
      endedAt: null,
      gameStart: 1_296_000,
      gameEnd: null,
      zone: 'Europe/Paris',
      scheduledAt: began - 300_000,
    });
    expect(liveSessionOf(docs).sessionId).toBe(id);
    expect(sessionPlayers(session())).toEqual(
      [
        { userId: jo, characterIds: [mira], attended: true, arrivedLate: true, leftEarly: false },
        { userId: sam, characterIds: [], attended: false, arrivedLate: false, leftEarly: false },
      ].sort((x, y) => (x.userId! < y.userId! ? -1 : 1)),
    );
    value(logEvent(docs, body, { eventType: 'combat_start', name: 'Ambushed by cultists' }));
    time.advance(250 * 60_000);
    value(advanceTime(docs, { by: 9 * 3600 }));
    value(endSession(docs, id, body));
    await body.release();
    const again = await reload();
    const ended = listSessions(again)[0]!;
    expect(ended).toMatchObject({
      status: 'completed',
      stage: 'play',
      endedAt: began + 250 * 60_000,
      gameEnd: 1_328_400,
    });
    expect([
      durationMinutes(ended),
      durationWords(elapsedGameSeconds(ended)!),
      shownStats(ended).eventCount,
      shownStats(ended).combatEncounters,
    ]).toEqual([250, '9 h', 1, 1]);
    expect(liveSessionOf(again).sessionId).toBeNull();
  });

  it('only Mark completed makes a session read-only; reopening goes to wrap-up (M-014, M-011, R-1)', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    value(endSession(docs, id, body));
    value(describeSession(docs, id, { title: 'still mine' }));
    value(applySessionRule(docs, id, 'markCompleted'));
    for (const attempt of [
      describeSession(docs, id, { title: 'x' }),
      logEvent(docs, body, { eventType: 'OTHER' }),
      addItem(docs, { doc: docs.ledger, spec: SESSION, id, field: 'highlights', text: 'x' }),
      setAttendance(docs, id, { playerId: 'p', attended: true }),
      startSession(docs, id),
      endSession(docs, id, body),
      recountSession(docs, id, body),
      writableNote(docs.ledger, noteName(id, 'summary')),
      setMember(docs, { doc: docs.ledger, spec: SESSION, id, field: 'tags', member: 'x', present: true }),
    ])
      expect(refused(attempt)).toBe('Completed');
    value(applySessionRule(docs, id, 'reopen'));
    expect(listSessions(docs)[0]).toMatchObject({ stage: 'wrap_up', status: 'completed' });
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'afterwards' }));
  });

  it(`keep every field: lists in order, separate texts, corrections over computed values ${FIELD_ROWS}`, async () => {
    const { docs, reload } = await single();
    const { id } = await newSession(docs);
    const chapter = value(createRecord(docs, docs.ledger, CHAPTER, { title: 'One' }));
    value(
      describeSession(docs, id, {
        number: 7,
        title: 'The Temple',
        description: 'down',
        location: 'online',
        objective: 'Find it',
        chapterId: chapter,
        startedAt: Date.parse('2025-01-20T18:05:00Z'),
        endedAt: Date.parse('2025-01-20T22:15:00Z'),
        gameStart: 1_296_000,
        gameEnd: 1_328_400,
        zone: 'UTC',
        gm: 'Kim',
        coGms: ['Ben'],
        characters: ['c1'],
        plannedObjectives: ['a', 'b', 'c'],
        actualObjectives: ['did a'],
        highlights: ['h'],
        npcsIntroduced: ['n'],
        locationsVisited: ['l'],
        itemsAcquired: ['i'],
        questsStarted: ['q'],
        questsCompleted: ['r'],
        autoSummary: 'auto',
        tags: ['temple'],
        sharesNotes: true,
      }),
    );
    value(fillNote(docs.ledger, noteName(id, 'summary'), text('by hand')));
    value(fillNote(docs.ledger, noteName(id, 'next'), text('the door opens')));
    value(describeSession(docs, id, { plannedObjectives: ['c', 'a', 'new'] }));
    const again = await reload();
    const s = listSessions(again)[0]!;
    expect(s).toMatchObject({
      shownNumber: 7,
      title: 'The Temple',
      description: 'down',
      location: 'online',
      objective: 'Find it',
      chapterId: chapter,
      gm: 'Kim',
      coGms: ['Ben'],
      characters: ['c1'],
      autoSummary: 'auto',
      tags: ['temple'],
      sharesNotes: true,
    });
    expect(s.plannedObjectives.map((o) => o.text)).toEqual(['c', 'a', 'new']);
    expect(
      [
        s.actualObjectives,
        s.highlights,
        s.npcsIntroduced,
        s.locationsVisited,
        s.itemsAcquired,
        s.questsStarted,
        s.questsCompleted,
      ].map((l) => l.map((i) => i.text)),
    ).toEqual([['did a'], ['h'], ['n'], ['l'], ['i'], ['q'], ['r']]);
    expect([durationMinutes(s), elapsedGameSeconds(s), gameTimeOf(s.gameStart!).formatted]).toEqual([
      250,
      32_400,
      'Day 15, 12:00 AM',
    ]);
    value(describeSession(again, id, { correctedMinutes: 240, endedAt: null }));
    expect(durationMinutes(listSessions(again)[0]!)).toBe(240);
    expect(readNote(again.ledger, noteName(id, 'next'))).toEqual(text('the door opens'));
    expect(sessionTitle({ title: '', shownNumber: 3 })).toBe('Session 3');
  });

  it('set createdAt once, and have a revision of every change, local or merged (M-070, M-071)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const made = listSessions(a)[0]!.createdAt;
    await meet(a, b);
    time.advance(1000);
    value(describeSession(b, id, { title: 'from b' }));
    await meet(a, b);
    expect(listSessions(a)[0]).toMatchObject({ createdAt: made, title: 'from b' });
    expect(listRevisions(a.ledger, SESSION, id)[0]).toMatchObject({ by: 'b', at: time.nowMs() });
  });

  it(`are found by game date; cancelled ones stay, can be restored and do not count ${DATE_ROWS}`, async () => {
    const { docs } = await single();
    const [p1, p2, p3] = ['p1', 'p2', 'p3'];
    const ids = [1, 2, 3, 4].map(() => value(createSession(docs)));
    ids.slice(0, 3).forEach((id, i) => {
      value(describeSession(docs, id, { gameStart: i * 1000, gameEnd: i * 1000 + 900 }));
      value(applySessionRule(docs, id, 'end'));
    });
    for (const [i, [one, two]] of (
      [
        [true, true],
        [true, false],
        [false, null],
      ] as const
    ).entries()) {
      value(setAttendance(docs, ids[i]!, { playerId: p1!, attended: one }));
      if (two !== null) value(setAttendance(docs, ids[i]!, { playerId: p2!, attended: two }));
    }
    value(setAttendance(docs, ids[3]!, { playerId: p1!, attended: true }));
    value(applySessionRule(docs, ids[3]!, 'cancel'));
    expect(sessionsDuring(listSessions(docs), { from: 1500, to: 1500 }, 0).map((s) => s.id)).toEqual([ids[1]]);
    const rows = attendance(
      listSessions(docs).map((s) => ({
        id: s.id,
        number: s.shownNumber,
        date: s.date,
        status: s.status,
        players: sessionPlayers(s),
      })),
      [p1!, p2!, p3!],
    );
    expect(rows.map((r) => [r.attended, r.total, r.percentage])).toEqual([
      [2, 3, 66.67],
      [1, 2, 50],
      [0, 0, 0],
    ]);
    expect(rows[0]!.sessions.map((h) => [h.number, h.attended])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    value(applySessionRule(docs, ids[3]!, 'restore'));
    expect(listSessions(docs)[3]).toMatchObject({ status: 'planned', stage: 'prep' });
  });

  it('M-072: a started session can be cancelled, is live no more, and starts anew when planned anew', async () => {
    const { docs } = await single();
    const id = value(createSession(docs));
    value(startSession(docs, id));
    const firstStart = listSessions(docs)[0]!.startedAt!;
    value(applySessionRule(docs, id, 'cancel'));
    expect(listSessions(docs)[0]).toMatchObject({ status: 'cancelled', startedAt: firstStart });
    expect(liveSessionOf(docs).sessionId).toBeNull();
    value(applySessionRule(docs, id, 'planAnew'));
    expect(listSessions(docs)[0]).toMatchObject({ status: 'planned', startedAt: null, gameStart: null });
    await docs.undo();
    expect(listSessions(docs)[0]).toMatchObject({ status: 'cancelled', startedAt: firstStart });
    value(applySessionRule(docs, id, 'planAnew'));
    time.advance(86_400_000);
    value(startSession(docs, id));
    expect(listSessions(docs)[0]).toMatchObject({ status: 'in_progress', startedAt: firstStart + 86_400_000 });
    expect(liveSessionOf(docs).sessionId).toBe(id);
  });

  it('a restored session has the times and the status that it was cancelled with', async () => {
    const { docs } = await single();
    const { id, body } = await newSession(docs);
    const standing = (): unknown => {
      const { status, stage, startedAt, endedAt, gameStart } = getSession(docs, id)!;
      return { status, stage, startedAt, endedAt, gameStart };
    };
    value(startSession(docs, id));
    const started = standing();
    value(applySessionRule(docs, id, 'cancel'));
    value(applySessionRule(docs, id, 'restore'));
    expect(standing()).toEqual(started);
    time.advance(7_200_000);
    value(endSession(docs, id, body));
    const ended = standing();
    value(applySessionRule(docs, id, 'cancel'));
    expect(standing()).toMatchObject({ status: 'cancelled' });
    value(applySessionRule(docs, id, 'restore'));
    expect(standing()).toEqual(ended);
  });

  // Which value of a key a merge keeps depends on the client ids, which are random: each case is met many times.
  const apart = [
    { here: 'starts it', from: 'planned', becomes: 'in_progress' },
    { here: 'starts and ends it', from: 'planned', becomes: 'completed' },
    { here: 'ends it', from: 'started', becomes: 'completed' },
    { here: 'completes it', from: 'started', becomes: 'completed' },
    { here: 'cancels it too', from: 'started', becomes: 'cancelled' },
    { here: 'only renames it', from: 'planned', becomes: 'cancelled' },
  ] as const;
  for (const { here, from, becomes } of apart)
    it(`one GM ${here} while another cancels it (${from}): it is ${becomes} on both, with its times`, async () => {
      for (let round = 0; round < 8; round++) {
        const [a, b] = await pair();
        const id = value(createSession(a, { title: 'The drowned bells' }));
        if (from === 'started') value(startSession(a, id));
        await meet(a, b);
        const body = await bodyOf(a, id);
        time.advance(60_000);
        if (here.startsWith('starts')) value(startSession(a, id));
        if (here.includes('ends')) value(endSession(a, id, body));
        if (here.startsWith('completes')) value(applySessionRule(a, id, 'markCompleted'));
        if (here.startsWith('cancels')) value(applySessionRule(a, id, 'cancel'));
        if (here.startsWith('only')) value(describeSession(a, id, { title: 'The bells' }));
        const { startedAt, endedAt } = getSession(a, id)!;
        value(applySessionRule(b, id, 'cancel'));
        await meet(a, b);
        for (const docs of [a, b]) {
          expect(getSession(docs, id), `round ${round}`).toMatchObject({ status: becomes, startedAt, endedAt });
          expect(liveSessionOf(docs).sessionId, `round ${round}`).toBe(becomes === 'in_progress' ? id : null);
        }
        value(applySessionRule(b, id, 'cancel'));
        await meet(a, b);
        expect(getSession(a, id)).toMatchObject({ status: here.startsWith('completes') ? 'completed' : 'cancelled' });
        value(applySessionRule(a, id, 'restore'));
        expect(getSession(a, id)).toMatchObject({ startedAt, endedAt });
      }
    });

  it('merge two starts: one goal per objective, joint attendance (M-017, M-018, M-046, M-075, M-141)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    value(describeSession(a, id, { plannedObjectives: ['Find the ledger'] }));
    await meet(a, b);
    value(startSession(a, id, { rolls: [{ playerId: 'jo', attended: true }] }));
    value(startSession(b, id, { rolls: [{ playerId: 'sam', attended: true, arrivedLate: true }] }));
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(listRecords(docs.ledger, GOAL).map((g) => g.name)).toEqual(['Find the ledger']);
      expect(listSessions(docs)[0]).toMatchObject({
        attended: ['jo', 'sam'],
        arrivedLate: ['sam'],
        status: 'in_progress',
      });
      expect(liveSessionOf(docs).sessionId).toBe(id);
    }
    value(setLiveSession(b, null));
    await meet(a, b);
    expect(liveSessionOf(a).sessionId).toBeNull();
  });

  it('a session that was played, cancelled or is gone cannot be made live', async () => {
    const { docs } = await single();
    const id = value(createSession(docs));
    const refused = { ok: false, error: { type: 'NotPlayable', id } };
    value(startSession(docs, id));
    value(setLiveSession(docs, null));
    value(setLiveSession(docs, id));
    expect(liveSessionOf(docs).sessionId).toBe(id);
    for (const rule of ['end', 'markCompleted', 'cancel'] as const) {
      value(applySessionRule(docs, id, rule));
      expect(setLiveSession(docs, id), rule).toEqual(refused);
    }
    expect(setLiveSession(docs, 'gone')).toEqual({ ok: false, error: { type: 'NotPlayable', id: 'gone' } });
    expect(liveSessionOf(docs).sessionId).toBeNull();
  });

  it('two GMs change different fields and lists of one session: both changes are kept (T-4)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    value(describeSession(a, id, { plannedObjectives: ['one'] }));
    await meet(a, b);
    value(describeSession(a, id, { title: 'Title by a' }));
    value(addItem(a, { doc: a.ledger, spec: SESSION, id, field: 'plannedObjectives', text: 'two by a' }));
    value(describeSession(b, id, { location: 'by b' }));
    value(addItem(b, { doc: b.ledger, spec: SESSION, id, field: 'plannedObjectives', text: 'two by b' }));
    value(setMember(b, { doc: b.ledger, spec: SESSION, id, field: 'tags', member: 'b', present: true }));
    await meet(a, b);
    expect(listSessions(a)).toEqual(listSessions(b));
    const [s] = listSessions(a);
    expect(s).toMatchObject({ title: 'Title by a', location: 'by b', tags: ['b'] });
    expect(s!.plannedObjectives.map((o) => o.text).sort()).toEqual(['one', 'two by a', 'two by b']);
  });

  it('the number that a merge gave stays, whatever is made or merged after it (M-113, T-4)', async () => {
    const [a, b] = await pair();
    value(createSession(a, { number: 26 }));
    await meet(a, b);
    const [x, y] = [value(createSession(a)), value(createSession(b))];
    await meet(a, b);
    const numbers = (docs: CampaignDocs) => new Map(listSessions(docs).map((s) => [s.id, s.shownNumber]));
    const afterMerge = numbers(a);
    expect([afterMerge.get(x), afterMerge.get(y)].sort()).toEqual([27, 28]);
    for (let i = 0; i < 3; i++) {
      const made = value(createSession(i % 2 ? a : b));
      await meet(a, b);
      expect(numbers(a).get(made)).toBe(29 + i);
      for (const [id, number] of afterMerge) expect(numbers(b).get(id)).toBe(number);
    }
    expect(listSessions(a).filter((s) => s.wasRenumbered)).toEqual([]);
  });

  it('a command on a renumbered session writes its number down, also one of its form', async () => {
    const [a, b] = await pair();
    const [x, y] = [value(createSession(a)), value(createSession(b))];
    await meet(a, b);
    const moved = listSessions(a).find((s) => s.wasRenumbered)!;
    expect([x, y]).toContain(moved.id);
    value(addItem(a, { doc: a.ledger, spec: SESSION, id: moved.id, field: 'highlights', text: 'The bell' }));
    expect(getSession(a, moved.id)).toMatchObject({ number: moved.shownNumber, wasRenumbered: false });
  });

  it('a number that another session has is refused, and nothing is written', async () => {
    const { docs } = await single();
    const [one, two] = [value(createSession(docs)), value(createSession(docs))];
    const typed = (id: string, number: number) =>
      editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { number } });
    expect(refused(typed(two, 1))).toBe('NumberTaken');
    expect(getSession(docs, two)).toMatchObject({ number: 2, wasRenumbered: false });
    value(typed(two, 2));
    value(typed(two, 5));
    expect(getSession(docs, two)!.shownNumber).toBe(5);
    // One in Trash gives way, and has a number of its own again once it is restored.
    value(await deleteSession(docs, one));
    value(typed(two, 1));
    value(restoreSession(docs, one));
    expect(new Set([one, two].map((id) => getSession(docs, id)!.shownNumber)).size).toBe(2);
  });

  it('after a deletion the next session takes the free number, and moves none', async () => {
    const { docs } = await single();
    const [one, two, three] = [1, 2, 3].map(() => value(createSession(docs)));
    value(await deleteSession(docs, three!));
    const four = value(createSession(docs));
    const shown = () => [one!, two!, four].map((id) => getSession(docs, id)!.shownNumber);
    expect(shown()).toEqual([1, 2, 3]);
    expect(getSession(docs, three!)!.deleted).toBe(true);
    value(createSession(docs));
    expect([shown(), getSession(docs, three!)!.deleted]).toEqual([[1, 2, 3], true]);
  });

  it('another calendar does not re-spell how long a session took, also one that was imported', async () => {
    const { docs } = await single();
    const { id: played, body } = await newSession(docs);
    value(startSession(docs, played));
    value(advanceTime(docs, { by: 24 * 3600 }));
    value(endSession(docs, played, body));
    const imported = value(createSession(docs, { gameStart: 0, gameEnd: 24 * 3600 }));
    value(setCalendar(docs, { ...PLAIN_CALENDAR, name: 'Short days', hoursPerDay: 10 }));
    const later = value(createSession(docs, { gameStart: 0, gameEnd: 24 * 3600 }));
    const words = (id: string): string => {
      const session = getSession(docs, id)!;
      return durationWords(elapsedGameSeconds(session)!, sessionUnits(session, calendarOf(docs)));
    };
    expect([played, imported, later].map(words)).toEqual(['1 d', '1 d', '2 d 4 h']);
    await docs.undo();
    await docs.undo();
    expect([calendarOf(docs).hoursPerDay, words(imported)]).toEqual([24, '1 d']);
  });

  it('only a session that is planned or under way may be cancelled', async () => {
    const { docs } = await single();
    const { id } = await newSession(docs);
    expect(mayCancel(getSession(docs, id)!)).toBe(true);
    value(startSession(docs, id));
    expect(mayCancel(getSession(docs, id)!)).toBe(true);
    value(applySessionRule(docs, id, 'cancel'));
    expect(mayCancel(getSession(docs, id)!)).toBe(false);
  });
});
