// Shows how this device is compared with the relay, round by round, and when that counts as complete (C4, C5).
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result } from '@emberkeep/domain';
import { createEntity, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import type { Head } from '@emberkeep/sync';
import type { PulledRoom } from '@emberkeep/sync/wire';
import * as Y from 'yjs';
import {
  CAMPAIGN,
  createDatabase,
  createEnvironment,
  LEDGER,
  openDevice,
  PERSON,
  sessionId,
  sessionRoom,
  settle,
  until,
  valueOf,
  type FakeConnection,
  type FakeEnvironment,
} from '#lib/testing/fakes.ts';
import { Attachments } from './attachments.ts';
import { CatchUpRounds, type CatchUpDeps } from './catch-up-rounds.ts';
import type { RelayError } from './relay-client.ts';

const room = (n: number): string => sessionRoom(sessionId(n));
const refOf = (name: string) => ({ kind: 'session', campaignId: CAMPAIGN, sessionId: name.slice(-36) }) as const;
const head = (name: string, sequence = 5): Head => ({ room: name, sequence, tag: `tag${sequence}` });
const content = (name: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('test').set('room', name);
  return Y.encodeStateAsUpdate(doc);
};

let persistence: ReturnType<typeof createMemoryPersistence>;
let docs: CampaignDocs;
let db: DeviceDatabase;
let environment: FakeEnvironment;
let attachments: Attachments;
let rounds: CatchUpRounds;
let heads: Result<{ heads: Head[] }, RelayError>;
let headsAsked: number;
let pulls: string[][];
let pullAnswer: CatchUpDeps['pull'];
let derived: string[];
let changes: number;

const create = (overrides: Partial<CatchUpDeps> = {}): CatchUpRounds =>
  new CatchUpRounds({
    docs,
    db,
    persistence,
    hasRelay: true,
    attachments,
    deriver: { derive: async (document) => void derived.push(document.room) },
    environment,
    heads: async () => {
      headsAsked += 1;
      return heads;
    },
    pull: (rooms) => {
      pulls.push(rooms.map((each) => each.room));
      return pullAnswer(rooms);
    },
    onChange: () => (changes += 1),
    ...overrides,
  });

/** The relay answers a visit: it sends what it has and tells its head. */
const answerVisit = (connection: FakeConnection): void => {
  const { room: name, doc, apply } = connection.options;
  if (name !== LEDGER) apply?.(doc, content(name), { source: 'relay' });
  connection.options.onHead?.(head(name));
  connection.set({ type: 'synced' });
  connection.options.onDurable?.(connection.options.mark?.() ?? 0);
  connection.settle(true);
};
/** Answers visits as they come, until `round` is over. */
const whileAnswering = async <T>(round: Promise<T>): Promise<T> => {
  let isOver = false;
  void round.finally(() => (isOver = true));
  const answered = new Set<FakeConnection>();
  await until(() => {
    for (const connection of environment.connections.all.filter((each) => !each.isDestroyed)) {
      if (connection.options.room === LEDGER || answered.has(connection)) connection.settle(true);
      else {
        answered.add(connection);
        answerVisit(connection);
      }
    }
    return isOver;
  });
  return round;
};
/** The ledger is on both sides, as after its own connection has synced. */
const syncLedger = async (): Promise<void> => {
  answerVisit(environment.connections.of(LEDGER));
  await until(async () => (await db.cursors.get(LEDGER)) !== undefined);
};

beforeEach(async () => {
  persistence = createMemoryPersistence();
  docs = await openDevice({ persistence });
  db = createDatabase();
  environment = createEnvironment();
  attachments = new Attachments({
    docs,
    db,
    token: 'secret',
    socketUrl: 'ws://relay/sync',
    person: PERSON,
    environment,
    onChange: () => undefined,
    onState: () => undefined,
    onOtherHead: (each) => rounds.onOtherHead(each),
  });
  attachments.start();
  [heads, headsAsked, pulls, derived, changes] = [ok({ heads: [head(LEDGER)] }), 0, [], [], 0];
  pullAnswer = async (requested) =>
    ok(requested.map(({ room: name }): PulledRoom => ({ ...head(name), update: content(name), relayLacks: false })));
  rounds = create();
  await syncLedger();
});
afterEach(async () => {
  rounds.stop();
  attachments.stop();
  await docs.close();
  await db.delete();
});

describe('a round', () => {
  it('that finds nothing to do is complete', async () => {
    expect(await whileAnswering(rounds.run())).toBe(0);
    expect(rounds).toMatchObject({ isComplete: true, missing: 0 });
    expect(environment.timers.waiting()).toEqual([]);
  });

  it('visits what differs, newest session first, until it is here, derived and has a cursor (C4)', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1)), head(room(2))] });
    const round = rounds.run();
    await until(() => rounds.missing === 2);
    expect(rounds.isComplete).toBe(false);
    expect(await whileAnswering(round)).toBe(0);
    expect(environment.connections.all.slice(1).map(({ options }) => options.room)).toEqual([room(2), room(1)]);
    expect([...derived].sort()).toEqual([room(1), room(2)]);
    expect(await db.cursors.get(room(1))).toEqual({ ...head(room(1)), isExchanged: true });
    expect(rounds).toMatchObject({ isComplete: true, missing: 0 });
    expect(pulls).toEqual([]);
    expect(docs.openDocuments()).toHaveLength(1);
  });

  it('pulls three or more documents that only the relay has more of, and visits none of them (C7)', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1)), head(room(2)), head(room(3))] });
    expect(await whileAnswering(rounds.run())).toBe(0);
    expect(pulls).toEqual([[room(3), room(2), room(1)]]);
    expect(environment.connections.all).toHaveLength(1);
    expect(rounds).toMatchObject({ isComplete: true, missing: 0 });
  });

  it('visits what this device has and the relay lacks, and what was not sent', async () => {
    await persistence.append([{ room: room(1), bytes: content(room(1)), sent: false }]);
    heads = ok({ heads: [head(LEDGER), ...[2, 3, 4].map((n) => head(room(n)))] });
    expect(await whileAnswering(rounds.run())).toBe(0);
    expect(pulls.flat()).not.toContain(room(1));
    expect(environment.connections.all.slice(1).map(({ options }) => options.room)).toEqual([room(1)]);
    expect(attachments.unsentRooms.size).toBe(0);
  });

  it('visits a room whose head went back: the relay was restored from a copy (C5)', async () => {
    await persistence.append([{ room: room(1), bytes: content(room(1)), sent: true }]);
    await db.cursors.put({ room: room(1), sequence: 9, tag: 'tag9', isExchanged: true });
    heads = ok({ heads: [head(LEDGER), head(room(1), 5)] });
    await whileAnswering(rounds.run());
    expect(await db.cursors.get(room(1))).toEqual({ ...head(room(1), 5), isExchanged: true });
  });

  it('visits a room whose cursor an earlier version stored, which may be ahead of the disk (C6)', async () => {
    await persistence.append([{ room: room(1), bytes: content(room(1)), sent: true }]);
    const { sequence, tag } = head(room(1));
    await db.cursors.put({ room: room(1), sequence, tag });
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    await whileAnswering(rounds.run());
    expect(environment.connections.all.slice(1).map(({ options }) => options.room)).toEqual([room(1)]);
    expect(await db.cursors.get(room(1))).toEqual({ ...head(room(1)), isExchanged: true });
    await whileAnswering(rounds.run());
    expect(environment.connections.all).toHaveLength(2); // it is not visited again
  });

  it('leaves the player view alone, and says that the relay has one', async () => {
    heads = ok({ heads: [head(LEDGER), head(`${LEDGER}/table`)] });
    expect(await whileAnswering(rounds.run())).toBe(0);
    expect(rounds).toMatchObject({ hasPlayerView: true, missing: 0, isComplete: true });
    rounds.onOtherHead(head(`${LEDGER}/table`, 6));
    expect(rounds.isComplete).toBe(true);
    expect(headsAsked).toBe(1);
  });

  it('asks nothing without a relay, and is not complete: nothing was compared', async () => {
    rounds = create({ hasRelay: false });
    await rounds.run();
    expect(headsAsked).toBe(0);
    expect(rounds.isComplete).toBe(false);
  });

  it('asks nothing while the device is set offline, and is not complete', async () => {
    attachments.setOffline(true);
    await rounds.run();
    expect(headsAsked).toBe(0);
    expect(rounds.isComplete).toBe(false);
  });
});

describe('a round is not complete', () => {
  it('while the relay does not say what it has', async () => {
    heads = err({ type: 'RelayUnreachable' });
    expect(await rounds.run()).toBe(-1);
    expect(rounds.isComplete).toBe(false);
    expect(changes).toBeGreaterThan(0);
  });

  it('until a connected relay that did not say what it has is asked again, three seconds later', async () => {
    const answer = heads;
    heads = err({ type: 'RelayUnreachable' });
    await rounds.run();
    expect(environment.timers.waiting()).toEqual([3000]);
    heads = answer;
    await environment.timers.advance(3000);
    await whileAnswering(until(() => rounds.isComplete));
    expect(headsAsked).toBe(2);
    expect(environment.timers.waiting()).toEqual([]);
  });

  it('where the relay was lost: it is asked again when it is back, and not before', async () => {
    heads = err({ type: 'RelayUnreachable' });
    environment.connections.of(LEDGER).set({ type: 'offline' });
    await rounds.run();
    expect(environment.timers.waiting()).toEqual([]);
  });

  it('where a request for the heads stays open: it is given up after three seconds and repeated', async () => {
    let asked = 0;
    rounds = create({ heads: () => (++asked === 1 ? new Promise<never>(() => undefined) : Promise.resolve(heads)) });
    const round = rounds.run();
    await until(() => environment.timers.waiting().includes(3000));
    await environment.timers.advance(3000);
    expect(await round).toBe(-1);
    await environment.timers.advance(3000);
    await whileAnswering(until(() => rounds.isComplete));
    expect(asked).toBe(2);
  });

  /** Moves time until the round is over; gives what it left. */
  const whileTimePasses = async (round: Promise<number>): Promise<number | undefined> => {
    let left: number | undefined;
    void round.then((count) => (left = count));
    await until(async () => {
      await environment.timers.advance(100);
      return left !== undefined;
    });
    return left;
  };
  const lastCalls = (): string[] => environment.connections.of(LEDGER).calls.slice(-2);

  it('[C9] where a request from before a new connection stays open: it is asked anew at once', async () => {
    let asked = 0;
    rounds = create({ heads: () => (++asked === 1 ? new Promise<never>(() => undefined) : Promise.resolve(heads)) });
    const round = rounds.run();
    await settle();
    rounds.restart();
    expect(await round).toBe(-1);
    await whileAnswering(until(() => rounds.isComplete));
    expect(asked).toBe(2);
  });

  it('where the relay is slow: each request that is given up makes the next wait longer', async () => {
    const slow = (): Promise<typeof heads> =>
      new Promise((resolve) => void environment.timers.later(5000, () => resolve(heads)));
    rounds = create({ heads: slow });
    expect(await whileTimePasses(rounds.run())).toBe(-1);
    const second = rounds.run();
    expect(await whileTimePasses(whileAnswering(second))).toBe(0);
  });

  it('where the connection was lost while it ran: its comparison may be of before', async () => {
    let answer: (value: typeof heads) => void = () => undefined;
    rounds = create({ heads: () => new Promise((resolve) => (answer = resolve)) });
    const round = whileAnswering(rounds.run());
    rounds.invalidate();
    answer(heads);
    expect(await round).toBe(0);
    expect(rounds.isComplete).toBe(false);
  });

  it('[C9] where an open document’s connection does not tell what the relay has: its socket is replaced', async () => {
    heads = ok({ heads: [head(LEDGER, 6)] });
    expect(await whileTimePasses(whileAnswering(rounds.run()))).toBe(1);
    expect(rounds.isComplete).toBe(false);
    expect(lastCalls()).toEqual(['disconnect', 'connect']);
    environment.connections.of(LEDGER).options.onHead?.(head(LEDGER, 6));
    expect(await whileAnswering(rounds.run())).toBe(0);
  });

  it('[C9] where nothing arrives on the connection of an open document: its socket is replaced', async () => {
    expect(await whileTimePasses(rounds.run())).toBe(1);
    expect(lastCalls()).toEqual(['disconnect', 'connect']);
  });

  it('where a pull stays open for a minute: its documents are visited instead', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1)), head(room(2)), head(room(3))] });
    pullAnswer = () => new Promise<never>(() => undefined);
    const round = rounds.run();
    await until(() => environment.timers.waiting().includes(60_000));
    await environment.timers.advance(60_000);
    expect(await whileAnswering(round)).toBe(0);
    expect(environment.connections.all.slice(1).map(({ options }) => options.room)).toEqual([
      room(3),
      room(2),
      room(1),
    ]);
  });

  it('where asking fails in an unforeseen way', async () => {
    rounds = create({ heads: () => Promise.reject(new Error('broken')) });
    expect(await rounds.run()).toBe(-1);
    expect(rounds.isComplete).toBe(false);
  });

  it('while something is left: it is repeated after three seconds', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    const round = rounds.run();
    await until(() => environment.connections.all.length === 2);
    environment.connections.of(room(1)).settle(false);
    environment.connections.of(LEDGER).settle(true);
    await until(() => environment.connections.of(room(1)).isDestroyed);
    expect(await whileAnswering(round)).toBe(1);
    expect(rounds).toMatchObject({ isComplete: false, missing: 1 });
    expect(environment.timers.waiting()).toEqual([3000]);
    await environment.timers.advance(3000);
    await whileAnswering(until(() => rounds.isComplete));
    expect(rounds.missing).toBe(0);
    expect(environment.timers.waiting()).toEqual([]);
  });

  it('where a visit gets no answer for 20 seconds', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    const round = rounds.run();
    await until(() => environment.connections.all.length === 2);
    environment.connections.of(room(1)).set({ type: 'connected' });
    await until(() => environment.timers.waiting().includes(5000));
    await environment.timers.advance(19_999);
    expect(environment.connections.of(room(1)).isDestroyed).toBe(false);
    await environment.timers.advance(1);
    expect(await whileAnswering(round)).toBe(1);
  });

  it('where the socket of a visit has not opened for 5 seconds', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    const round = rounds.run();
    await until(() => environment.connections.all.length === 2);
    await until(() => environment.timers.waiting().includes(5000));
    await environment.timers.advance(5000);
    await until(() => environment.connections.of(room(1)).isDestroyed);
    expect(await whileAnswering(round)).toBe(1);
  });

  it('where the disk refuses what arrived (C6)', async () => {
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    const round = rounds.run();
    await until(() => environment.connections.all.length === 2);
    persistence.failNext(99);
    expect(await whileAnswering(round)).toBe(1);
    expect(rounds).toMatchObject({ isComplete: false, missing: 1 });
    expect(await db.cursors.get(room(1))).toBeUndefined();
  });

  it('while an open document is not on the relay’s disk', async () => {
    const round = rounds.run();
    await until(() => environment.timers.waiting().includes(2000));
    await environment.timers.advance(2000);
    expect(await round).toBe(1);
    expect(rounds.isComplete).toBe(false);
  });

  it('while an open document has not had its first exchange', async () => {
    const body = valueOf(await docs.open(refOf(room(1))));
    body.doc.getMap('test').set('old', 'words');
    await docs.queue.whenSaved();
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    const round = rounds.run();
    await until(() => environment.timers.waiting().includes(2000));
    environment.connections.of(LEDGER).settle(true);
    await settle();
    await environment.timers.advance(2000);
    expect(await round).toBe(1);
    expect(rounds.isComplete).toBe(false);
    await body.release();
  });

  it('when the relay told of another change meanwhile', async () => {
    const seen: boolean[] = [];
    rounds.stop();
    rounds = create({ onChange: () => void seen.push(rounds.isComplete) });
    const round = rounds.run();
    await until(() => environment.timers.waiting().includes(2000));
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    rounds.onOtherHead(head(room(1)));
    environment.connections.of(LEDGER).settle(true);
    await round;
    expect(seen).not.toContain(true);
    await whileAnswering(rounds.run());
    await until(() => rounds.isComplete);
    expect(headsAsked).toBeGreaterThanOrEqual(2);
  });

  it('where another tab is at it, and is left to it', async () => {
    environment.tabLock = (_name, run) => run(false);
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    rounds = create();
    expect(await whileAnswering(rounds.run())).toBe(1);
    expect(rounds.isComplete).toBe(false);
    expect(environment.connections.all).toHaveLength(1);
    expect(environment.timers.waiting()).toEqual([3000]);
  });

  it('while a document that is missing here is held by another tab’s round or by memory only', async () => {
    environment.tabLock = (_name, run) => run(false);
    persistence.failNext(99);
    const body = valueOf(await docs.open(refOf(room(1))));
    body.doc.getMap('test').set('only', 'in memory');
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    rounds = create();
    await whileAnswering(rounds.run());
    expect(rounds).toMatchObject({ isComplete: false, missing: 1 });
  });
});

describe('rounds', () => {
  it('run one at a time; calls during one ask for one more after it', async () => {
    const first = rounds.run();
    expect(rounds.run()).toBe(first);
    expect(rounds.run()).toBe(first);
    await whileAnswering(first);
    await until(() => headsAsked === 2);
    await whileAnswering(rounds.run());
    await whileAnswering(settle());
    expect(headsAsked).toBeLessThanOrEqual(3);
  });

  it('that leave something again and again keep one timer, and none after stop', async () => {
    environment.tabLock = (_name, run) => run(false);
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    rounds = create();
    for (let n = 0; n < 3; n++) await whileAnswering(rounds.run());
    expect(environment.timers.waiting()).toEqual([3000]);
    rounds.stop();
    expect(environment.timers.waiting()).toEqual([]);
  });

  it('that run when sync stops visit nothing more and are not repeated', async () => {
    heads = ok({ heads: [head(LEDGER), ...[1, 2].map((n) => head(room(n)))] });
    const round = rounds.run();
    await until(() => environment.connections.all.length > 1);
    rounds.stop();
    attachments.stop();
    expect(await round).toBeGreaterThan(0);
    await settle();
    expect(environment.timers.waiting()).toEqual([]);
    expect(headsAsked).toBe(1);
  });

  it('visit nothing while the ledger’s connection is not synced', async () => {
    environment.connections.of(LEDGER).set({ type: 'connecting' });
    heads = ok({ heads: [head(LEDGER), head(room(1))] });
    expect(await whileAnswering(rounds.run())).toBeGreaterThan(0);
    expect(environment.connections.all).toHaveLength(1);
  });

  it('count an edit that the relay has not acknowledged as unsent, from the disk too', async () => {
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    await docs.queue.whenSaved();
    await persistence.append([{ room: room(1), bytes: content(room(1)), sent: false }]);
    environment.tabLock = (_name, run) => run(false);
    rounds = create();
    await whileAnswering(rounds.run());
    expect([...attachments.unsentRooms].sort()).toEqual([LEDGER, room(1)]);
  });
});
