// What a logged event does in the ledger follows the event, whoever deletes, restores or corrects it, and in whatever order
// the two documents merge.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  CLOCK,
  GOAL,
  goalChanges,
  type GoalStatus,
  PLAIN_CALENDAR,
  secondsPassed,
  eventDetails,
  TIMELINE_EVENT,
} from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { bodyOf, createOpenSession, createSingle, createTestDevices, exchange, meet, value } from '../testing/index.ts';
import {
  applyIncoming,
  createRecord,
  deleteRecord,
  editRecord,
  gameTimeNow,
  getRecord,
  listEvents,
  logEvent,
  moveGoal,
  restoreRecord,
  setCalendar,
  setEventDetail,
  tickClock,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

const HOUR = 3600;

const setUp = async (seed: number) => {
  const [a, b] = await createTestDevices(seed).pair();
  const { id: sessionId, body: bodyA } = await createOpenSession(a);
  const clockId = value(createRecord(a, a.ledger, CLOCK, { name: 'Alarm', segments: 6 }));
  const goalId = value(createRecord(a, a.ledger, GOAL, { name: 'Get in' }));
  const log = (): string =>
    value(logEvent(a, bodyA, { eventType: 'quest_completed', name: 'They are in', clockId, goalId }));
  await meet(a, b);
  const bodyB = await bodyOf(b, sessionId);
  /** The ticks of the clock, the status of the goal and its news. */
  const done = (docs: CampaignDocs): unknown[] => {
    const goal = getRecord(docs.ledger, GOAL, goalId)!;
    return [
      getRecord(docs.ledger, CLOCK, clockId)!.ticks.steps.reduce((sum, { by = 0 }) => sum + by, 0),
      goal.status,
      goalChanges(goal).map(({ kind }) => kind),
    ];
  };
  return { a, b, bodyA, bodyB, clockId, goalId, sessionId, log, done };
};

const remove = (docs: CampaignDocs, body: OpenDocument, id: string): void =>
  value(deleteRecord(docs, body, TIMELINE_EVENT, id));
const restore = (docs: CampaignDocs, body: OpenDocument, id: string): void =>
  value(restoreRecord(docs, body, TIMELINE_EVENT, id));

/** A stored value as a version that did not know `name` wrote it. */
const without = (stored: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(stored).filter(([key]) => key !== name));

const NOTHING = [0, 'active', []];
const DONE = [1, 'complete', ['complete']];

describe('what an event did goes and comes with it', () => {
  it('one that a co-GM deletes while somebody types in it counts for nothing until the next key restores it', async () => {
    const { a, b, bodyA, bodyB, log, done } = await setUp(433);
    const id = log();
    await meet(a, b);
    const release = b.hold(bodyB, 'event', id);
    remove(a, bodyA, id);
    for (let i = 0; i < 2; i++) await meet(a, b);
    expect([done(a), done(b)]).toEqual([NOTHING, NOTHING]);
    expect(getRecord(bodyB, TIMELINE_EVENT, id)).not.toBeNull();
    value(setEventDetail(b, bodyB, { id, key: 'harm', value: 'Broken arm', typing: true }));
    release();
    for (let i = 0; i < 2; i++) await meet(a, b);
    expect([done(a), done(b)]).toEqual([DONE, DONE]);
  });

  it('is taken back by its deletion as by its undo, and is there again when it is restored', async () => {
    const { a, bodyA, log, done } = await setUp(401);
    const id = log();
    expect(done(a)).toEqual(DONE);
    await a.undo();
    expect(done(a)).toEqual(NOTHING);
    await a.redo();
    expect(done(a)).toEqual(DONE);
    remove(a, bodyA, id);
    expect(done(a)).toEqual(NOTHING);
    await a.undo();
    expect(done(a)).toEqual(DONE);
    await a.redo();
    expect(done(a)).toEqual(NOTHING);
    restore(a, bodyA, id);
    expect(done(a)).toEqual(DONE);
    // Also from the trash, after an undo of its creation.
    await a.undo();
    await a.undo();
    await a.undo();
    expect([listEvents(bodyA), done(a)]).toEqual([[], NOTHING]);
    restore(a, bodyA, id);
    expect(done(a)).toEqual(DONE);
  });

  it('is taken back once where two GMs delete it at once; what anybody did later stays', async () => {
    for (let seed = 410; seed < 420; seed++) {
      const { a, b, bodyA, bodyB, clockId, goalId, sessionId, log, done } = await setUp(seed);
      const id = log();
      await meet(a, b);
      value(tickClock(b, clockId, 2));
      value(moveGoal(b, goalId, { kind: 'progress', sessionId, text: 'The vault is open' }));
      remove(a, bodyA, id);
      remove(b, bodyB, id);
      await meet(a, b);
      const left = [2, 'active', ['progress']];
      expect([seed, done(a), done(b)]).toEqual([seed, left, left]);
      restore(b, bodyB, id);
      await meet(a, b);
      expect(done(a)).toEqual(done(b));
      expect(done(a)).toEqual([3, 'complete', expect.arrayContaining(['complete', 'progress'])]);
    }
  });

  it('stays where a co-GM wrote in the event meanwhile, and where its undo leaves it to a co-GM', async () => {
    for (let seed = 420; seed < 426; seed++) {
      const { a, b, bodyA, bodyB, log, done } = await setUp(seed);
      const id = log();
      await meet(a, b);
      remove(a, bodyA, id);
      value(editRecord(b, { doc: bodyB, spec: TIMELINE_EVENT, id, fields: { name: 'They are in the vault' } }));
      await meet(a, b);
      expect([seed, done(a), done(b)]).toEqual([seed, DONE, DONE]);
      const other = log();
      await meet(a, b);
      value(editRecord(b, { doc: bodyB, spec: TIMELINE_EVENT, id: other, fields: { name: 'And out' } }));
      await meet(a, b);
      expect(await a.undo()).toBe(null);
      expect(done(a)[0]).toBe(2);
    }
  });

  it('a status that was set since stays, and several events are taken back in any order', async () => {
    const { a, bodyA, goalId, sessionId, log, done } = await setUp(430);
    const ids = [log(), log(), log()];
    for (const id of [ids[1]!, ids[0]!, ids[2]!]) remove(a, bodyA, id);
    expect(done(a)).toEqual(NOTHING);
    for (const id of [ids[2]!, ids[0]!]) restore(a, bodyA, id);
    remove(a, bodyA, ids[2]!);
    expect(done(a)[1]).toBe('complete');
    value(moveGoal(a, goalId, { kind: 'failed', sessionId }));
    remove(a, bodyA, ids[0]!);
    expect(done(a)).toEqual([0, 'failed', ['failed']]);
  });

  it('a clock and a goal that are deleted stay deleted', async () => {
    const { a, bodyA, clockId, goalId, log } = await setUp(431);
    const id = log();
    value(deleteRecord(a, a.ledger, CLOCK, clockId));
    value(deleteRecord(a, a.ledger, GOAL, goalId));
    remove(a, bodyA, id);
    expect([getRecord(a.ledger, CLOCK, clockId), getRecord(a.ledger, GOAL, goalId)]).toEqual([null, null]);
  });
});

/** Everybody syncs with everybody. */
const meetAll = async (devices: readonly CampaignDocs[]): Promise<void> => {
  for (let round = 0; round < 2; round++)
    for (const [i, one] of devices.entries()) for (const other of devices.slice(i + 1)) await meet(one, other);
};

const setStatus = (docs: CampaignDocs, id: string, status: GoalStatus): void =>
  value(editRecord(docs, { doc: docs.ledger, spec: GOAL, id, fields: { status } }));
const correctType = (docs: CampaignDocs, body: OpenDocument, id: string, eventType: string): void =>
  value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id, fields: { eventType } }));

describe('what an event did is nobody’s work in a clock or goal', () => {
  const isThere = (docs: CampaignDocs, { clockId, goalId }: { clockId: string; goalId: string }): boolean[] => [
    getRecord(docs.ledger, CLOCK, clockId) !== null,
    getRecord(docs.ledger, GOAL, goalId) !== null,
  ];

  it.each([2, 3])(
    'a deleted clock or goal stays deleted when others delete or correct its event; %s devices',
    async (n) => {
      for (let seed = 500; seed < 506; seed++) {
        const w = await setUp(seed);
        const { a, b, bodyB, log, clockId, goalId } = w;
        const [id, other] = [log(), log()];
        const c = n === 3 ? await createTestDevices(seed + 50).device('c') : null;
        const devices = c ? [a, b, c] : [a, b];
        await meetAll(devices);
        value(deleteRecord(a, a.ledger, CLOCK, clockId));
        value(deleteRecord(a, a.ledger, GOAL, goalId));
        remove(b, bodyB, id);
        if (c) correctType(c, await bodyOf(c, w.sessionId), other, 'quest_failed');
        await meetAll(devices);
        expect([seed, ...devices.map((docs) => isThere(docs, w))]).toEqual([
          seed,
          ...devices.map(() => [false, false]),
        ]);
        restore(b, bodyB, id);
        correctType(b, bodyB, id, 'quest_failed');
        remove(b, bodyB, other);
        await meetAll(devices);
        expect([seed, ...devices.map((docs) => isThere(docs, w))]).toEqual([
          seed,
          ...devices.map(() => [false, false]),
        ]);
        // Restored, they are as the log is now.
        value(restoreRecord(a, a.ledger, CLOCK, clockId));
        value(restoreRecord(a, a.ledger, GOAL, goalId));
        await meetAll(devices);
        for (const docs of devices) expect([seed, w.done(docs)]).toEqual([seed, [1, 'failed', ['failed']]]);
      }
    },
  );

  it('a clock or goal that a co-GM deletes is restored by what another logs or sets while apart', async () => {
    const w = await setUp(510);
    const { a, b, bodyB, log, clockId, goalId } = w;
    const id = log();
    await meet(a, b);
    value(deleteRecord(a, a.ledger, CLOCK, clockId));
    value(deleteRecord(a, a.ledger, GOAL, goalId));
    remove(b, bodyB, id);
    value(logEvent(b, bodyB, { eventType: 'OTHER', name: 'The bell', clockId }));
    setStatus(b, goalId, 'failed');
    await meet(a, b);
    expect([isThere(a, w), isThere(b, w)]).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('a mark of an earlier version holds, too', async () => {
    const { a, b, bodyB, log, clockId } = await setUp(511);
    const id = log();
    await meet(a, b);
    value(deleteRecord(a, a.ledger, CLOCK, clockId));
    const clocks = a.ledger.doc.getMap<Record<string, unknown>>(CLOCK.root);
    clocks.set(`${clockId}/deleted`, without(clocks.get(`${clockId}/deleted`)!, 'written'));
    remove(b, bodyB, id);
    await meet(a, b);
    expect([a, b].map((docs) => getRecord(docs.ledger, CLOCK, clockId))).toEqual([null, null]);
  });

  it.each([
    ['the log', 2],
    ['the log', 3],
    ['the ledger', 2],
    ['the ledger', 3],
  ])('undo of a creation is not stopped by a device that followed along; %s first, %s devices', async (first, n) => {
    for (let seed = 520; seed < 526; seed++) {
      const { a, b, bodyA, bodyB, sessionId } = await setUp(seed);
      const c = n === 3 ? await createTestDevices(seed + 50).device('c') : null;
      const devices = c ? [a, b, c] : [a, b];
      const clockId = value(createRecord(a, a.ledger, CLOCK, { name: 'Bell', segments: 4 }));
      const goalId = value(createRecord(a, a.ledger, GOAL, { name: 'Get out' }));
      value(logEvent(a, bodyA, { eventType: 'quest_completed', name: 'Out', clockId, goalId }));
      await meetAll(devices);
      const bodyC = c && (await bodyOf(c, sessionId));
      const sendLogs = (): void => {
        exchange(bodyA, bodyB);
        if (bodyC) exchange(bodyA, bodyC);
      };
      // The event goes, comes and goes.
      for (const step of [a.undo, a.redo, a.undo]) {
        expect(await step()).not.toBe(null);
        if (first === 'the log') sendLogs();
        await meetAll(devices);
      }
      expect([seed, await a.undo(), await a.undo()]).toEqual([seed, 'Create Get out', 'Create Bell']);
      await meetAll(devices);
      const left = devices.map((docs) => isThere(docs, { clockId, goalId }));
      expect([seed, ...left]).toEqual([seed, ...devices.map(() => [false, false])]);
    }
  });

  it('undo of a creation leaves a clock that a co-GM’s event ticked', async () => {
    const { a, b, bodyA, bodyB } = await setUp(530);
    const clockId = value(createRecord(a, a.ledger, CLOCK, { name: 'Bell', segments: 4 }));
    await meet(a, b);
    const id = value(logEvent(b, bodyB, { eventType: 'OTHER', name: 'Rung', clockId }));
    await meet(a, b);
    remove(b, bodyB, id);
    restore(b, bodyB, id);
    await meet(a, b);
    await bodyA.release();
    expect(await a.undo()).toBe(null);
    expect(getRecord(a.ledger, CLOCK, clockId)).not.toBe(null);
  });
});

describe('a goal’s status is the one that somebody set, or else follows from its news', () => {
  it.each([2, 3])('one GM’s deletion leaves the other’s completion, logged apart; %s devices', async (n) => {
    for (let seed = 540; seed < 550; seed++) {
      const { a, b, bodyA, bodyB, goalId, log } = await setUp(seed);
      const id = log();
      const c = n === 3 ? await createTestDevices(seed + 50).device('c') : null;
      const devices = c ? [a, b, c] : [a, b];
      await meetAll(devices);
      value(logEvent(b, bodyB, { eventType: 'quest_completed', name: 'In, again', goalId }));
      remove(a, bodyA, id);
      await meetAll(devices);
      const shown = devices.map((docs) => {
        const goal = getRecord(docs.ledger, GOAL, goalId)!;
        return [goal.status, goalChanges(goal).map(({ kind }) => kind)];
      });
      expect([seed, ...shown]).toEqual([seed, ...devices.map(() => ['complete', ['complete']])]);
    }
  });

  it('a status that a co-GM set stays when the event is restored, deleted or corrected, known or apart', async () => {
    for (let seed = 560; seed < 580; seed++) {
      const { a, b, bodyA, goalId, log } = await setUp(seed);
      const [isApart, isDeletion] = [seed % 2 === 1, seed % 4 < 2];
      const id = log();
      if (!isDeletion) remove(a, bodyA, id);
      await meet(a, b);
      setStatus(b, goalId, 'failed');
      if (!isApart) await meet(a, b);
      if (isDeletion) remove(a, bodyA, id);
      else expect(await a.undo()).toBe('Delete event');
      await meet(a, b);
      correctType(a, bodyA, isDeletion ? log() : id, 'quest_progress');
      await meet(a, b);
      const shown = [a, b].map((docs) => getRecord(docs.ledger, GOAL, goalId)!.status);
      expect([seed, ...shown]).toEqual([seed, 'failed', 'failed']);
    }
  });

  it('a status that a GM sets stays, even if the event led to the same; once that is undone, it follows the news again', async () => {
    const { a, bodyA, goalId, log, done } = await setUp(590);
    const id = log();
    setStatus(a, goalId, 'active');
    setStatus(a, goalId, 'complete');
    remove(a, bodyA, id);
    expect(done(a)[1]).toBe('complete');
    restore(a, bodyA, id);
    for (let i = 0; i < 4; i++) await a.undo();
    expect(done(a)).toEqual(DONE);
    remove(a, bodyA, id);
    expect(done(a)).toEqual(NOTHING);
  });

  it('follows an event that an earlier version logged', async () => {
    const { a, bodyA, goalId, log, done } = await setUp(592);
    const id = log();
    // As an earlier version wrote it: without the note of the status, and with the status before.
    const goals = a.ledger.doc.getMap<Record<string, unknown>>(GOAL.root);
    for (const [key, stored] of [...goals]) {
      if (key.startsWith(`${goalId}/status.event/`)) goals.delete(key);
      if (!key.startsWith(`${goalId}/news/`)) continue;
      goals.set(key, { ...without(stored, 'over'), before: 'active' });
    }
    remove(a, bodyA, id);
    expect(done(a)).toEqual(NOTHING);
    restore(a, bodyA, id);
    expect(done(a)).toEqual(DONE);
    setStatus(a, goalId, 'failed');
    remove(a, bodyA, id);
    expect(done(a)[1]).toBe('failed');
  });

  it('an event over a status that somebody set leaves that one when it goes', async () => {
    const { a, bodyA, goalId, done } = await setUp(591);
    const log = (eventType: string): string => value(logEvent(a, bodyA, { eventType, name: 'x', goalId }));
    const first = log('quest_completed');
    setStatus(a, goalId, 'failed');
    setStatus(a, goalId, 'complete');
    const second = log('quest_failed');
    remove(a, bodyA, second);
    remove(a, bodyA, first);
    expect(done(a)).toEqual([0, 'complete', []]);
  });
});

describe('a corrected type of an event corrects its news', () => {
  it('with the goal’s status, by its undo, and when it is deleted and restored', async () => {
    const { a, b, bodyA, log, done } = await setUp(595);
    const id = log();
    correctType(a, bodyA, id, 'quest_failed');
    const failed = [1, 'failed', ['failed']];
    expect(done(a)).toEqual(failed);
    await a.undo();
    expect(done(a)).toEqual(DONE);
    await a.redo();
    remove(a, bodyA, id);
    expect(done(a)).toEqual(NOTHING);
    restore(a, bodyA, id);
    await meet(a, b);
    expect([done(a), done(b)]).toEqual([failed, failed]);
    correctType(a, bodyA, id, 'OTHER');
    await meet(a, b);
    expect(done(b)).toEqual([1, 'active', ['progress']]);
  });
});

describe('a step of game time keeps what it counted', () => {
  /** As an earlier version wrote it, without what it counts. */
  const forget = (docs: CampaignDocs): void => {
    const steps = docs.ledger.doc.getMap<Record<string, unknown>>('campaign');
    for (const [key, step] of steps) {
      if (!key.startsWith('campaign/gameTime/') || !('of' in step)) continue;
      steps.set(key, without(step, 'of'));
    }
  };
  const SHORT_HOURS = { ...PLAIN_CALENDAR, minutesPerHour: 30 };

  it.each([true, false])('after another calendar; written by an earlier version: %s', async (isEarlier) => {
    const { docs } = await createSingle(createTestDevices(440));
    const { body } = await createOpenSession(docs);
    const id = value(logEvent(docs, body, { eventType: 'time_passed', details: { amount: 2, unit: 'hours' } }));
    if (isEarlier) forget(docs);
    value(setCalendar(docs, SHORT_HOURS));
    value(setEventDetail(docs, body, { id, key: 'why', value: 'They sleep' }));
    expect(gameTimeNow(docs)).toBe(2 * HOUR);
    remove(docs, body, id);
    expect(gameTimeNow(docs)).toBe(0);
    restore(docs, body, id);
    expect(gameTimeNow(docs)).toBe(2 * HOUR);
    // A figure that is corrected counts by the calendar of now.
    value(setEventDetail(docs, body, { id, key: 'amount', value: 3 }));
    expect(gameTimeNow(docs)).toBe(1.5 * HOUR);
  });
});

/** One of two devices; its log may be closed. */
interface Side {
  docs: CampaignDocs;
  body: OpenDocument | null;
}

/** Syncs one way. */
const send = (from: OpenDocument, to: OpenDocument): void =>
  void applyIncoming(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), { source: 'relay' });

const actOn = ({ docs, body }: Side, random: Random, ids: readonly string[]): void => {
  if (!body) return;
  const id = random.pick(ids);
  const here = getRecord(body, TIMELINE_EVENT, id);
  switch (random.int(5)) {
    case 0:
      if (here) remove(docs, body, id);
      return;
    case 1:
      return restore(docs, body, id);
    case 2:
      if (here)
        value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id, fields: { name: `n${random.int(99)}` } }));
      return;
    default:
      if (here)
        value(
          setEventDetail(docs, body, {
            id,
            key: random.pick(['amount', 'unit']),
            value: random.pick([1, 2, 3, '12', 'days', 'hours', '']),
            typing: random.chance(0.5),
          }),
        );
  }
};

describe('game time agrees with the events', () => {
  it('after every order in which the log and the ledger merge', async () => {
    const first = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);
    for (let seed = first; seed < first + Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 25); seed++) {
      const random = createRandom(seed);
      const [a, b] = await createTestDevices(seed * 7).pair();
      const { id: sessionId, body: bodyA } = await createOpenSession(a);
      const ids = [1, 2].map((amount) =>
        value(logEvent(a, bodyA, { eventType: 'time_passed', details: { amount, unit: 'hours' } })),
      );
      await meet(a, b);
      const sides: Side[] = [
        { docs: a, body: bodyA },
        { docs: b, body: await bodyOf(b, sessionId) },
      ];
      const otherOf = (side: Side): Side => sides.find((each) => each !== side)!;
      for (let i = 0; i < 14; i++) {
        const side = random.pick(sides);
        switch (random.int(7)) {
          case 0:
            send(side.docs.ledger, otherOf(side).docs.ledger);
            break;
          case 1:
            // A log is only synced while it is open on both.
            if (sides[0]!.body && sides[1]!.body) send(side.body!, otherOf(side).body!);
            break;
          case 2:
            if (random.chance(0.5)) break;
            if (side.body) await side.body.release();
            side.body = side.body ? null : await bodyOf(side.docs, sessionId);
            break;
          case 3:
            await side.docs.undo();
            break;
          default:
            actOn(side, random, ids);
        }
      }
      // Where a log is closed it is opened by the sync.
      for (const side of sides) side.body ??= await bodyOf(side.docs, sessionId);
      // Half of the time one device is gone after it sent what it had; the other settles all.
      const kept = random.pick(sides);
      const gone = otherOf(kept);
      const isGone = random.chance(0.5);
      const merge = isGone ? (from: OpenDocument, to: OpenDocument): void => send(from, to) : exchange;
      const order = [(): void => merge(gone.docs.ledger, kept.docs.ledger), (): void => merge(gone.body!, kept.body!)];
      if (random.chance(0.5)) order.reverse();
      for (const each of order) each();
      if (!isGone) for (let i = 0; i < 2; i++) exchange(a.ledger, b.ledger);
      const counted = listEvents(kept.body!).map((event) => secondsPassed(eventDetails(event), PLAIN_CALENDAR) ?? 0);
      const expected = counted.reduce((sum, each) => sum + each, 0);
      const shown = (isGone ? [kept] : sides).map(({ docs }) => gameTimeNow(docs));
      expect([seed, ...shown]).toEqual([seed, ...shown.map(() => expected)]);
    }
  });
});
