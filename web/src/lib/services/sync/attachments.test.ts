// Shows how an open document is attached to other tabs and to its socket, and what is remembered once it closes.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { createEntity, createSession, listEntities, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
import type { Head } from '@emberkeep/sync';
import {
  CAMPAIGN,
  createDatabase,
  createEnvironment,
  LEDGER,
  openDevice,
  PERSON,
  sessionRoom,
  settle,
  until,
  valueOf,
  type FakeEnvironment,
} from '#lib/testing/fakes.ts';
import { Attachments } from './attachments.ts';

/** Presence of a co-GM with this client id. */
const presenceOf = (client: number): Uint8Array => {
  const theirs = new Awareness(Object.assign(new Doc(), { clientID: client }));
  theirs.setLocalState({ user: { name: 'Ben' } });
  const update = encodeAwarenessUpdate(theirs, [client]);
  theirs.destroy();
  return update;
};

let persistence: ReturnType<typeof createMemoryPersistence>;
let docs: CampaignDocs;
let db: DeviceDatabase;
let environment: FakeEnvironment;
let attachments: Attachments;
let changes: number;
let otherHeads: Head[];
let states: string[];

const create = (token: string | null = 'secret', of = docs): Attachments =>
  new Attachments({
    docs: of,
    db,
    token,
    socketUrl: 'ws://relay/sync',
    person: PERSON,
    environment,
    onChange: () => (changes += 1),
    onState: (room, state) => void states.push(`${room} ${state.type}`),
    onOtherHead: (head) => void otherHeads.push(head),
  });

const openSession = async (): Promise<{ room: string; release(): Promise<void> }> => {
  const id = valueOf(createSession(docs));
  const body = valueOf(await docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId: id }));
  expect(body.room).toBe(sessionRoom(id));
  return body;
};

beforeEach(async () => {
  persistence = createMemoryPersistence();
  docs = await openDevice({ persistence });
  db = createDatabase();
  environment = createEnvironment();
  changes = 0;
  otherHeads = [];
  states = [];
  attachments = create();
});
afterEach(async () => {
  attachments.stop();
  await docs.close();
  await db.delete();
});

describe('a document that opens', () => {
  it('gets a channel to other tabs and a socket with the device’s secret, also when it opened before sync', async () => {
    attachments.start();
    const { room } = await openSession();
    expect(environment.channels.openNames()).toEqual([`emberkeep:${LEDGER}`, `emberkeep:${room}`].sort());
    const { options, calls } = environment.connections.of(room);
    expect(options).toMatchObject({ url: 'ws://relay/sync', room, token: 'secret' });
    expect(calls).toEqual(['connect']);
    expect(environment.connections.of(LEDGER).calls).toEqual(['connect']);
    expect(states).toContain(`${room} connecting`);
  });

  it('gets no socket without a relay, and still meets the other tabs', async () => {
    attachments = create(null);
    attachments.start();
    const other = await openDevice({ creates: false });
    const otherTab = create(null, other);
    otherTab.start();
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    await settle();
    expect(listEntities(other).map(({ name }) => name)).toEqual(['Vey']);
    expect(environment.connections.all).toEqual([]);
    expect(attachments.get(LEDGER)?.provider).toBeNull();
    otherTab.stop();
    await other.close();
  });

  it('is attached once, however often it is asked for', () => {
    attachments.start();
    expect(attachments.attach(docs.ledger)).toBe(attachments.get(LEDGER));
    expect(environment.connections.all).toHaveLength(1);
  });

  it('shows who is here and where, in every document', async () => {
    attachments.start();
    const { room } = await openSession();
    attachments.setPlace('scene 3');
    for (const each of [LEDGER, room])
      expect(attachments.get(each)?.awareness.getLocalState()).toEqual({ user: { ...PERSON, place: 'scene 3' } });
    const later = await openSession();
    expect(attachments.get(later.room)?.awareness.getLocalState()).toEqual({ user: { ...PERSON, place: 'scene 3' } });
  });
});

describe('a document that closes', () => {
  it('is detached: no channel, no socket, no person, and unsent edits are remembered', async () => {
    attachments.start();
    const body = await openSession();
    const { awareness } = attachments.get(body.room)!;
    expect(docs.queue.unsentCount(body.room)).toBeGreaterThan(0);
    const before = changes;
    await body.release();
    await until(() => !attachments.get(body.room));
    expect(environment.channels.openNames()).toEqual([`emberkeep:${LEDGER}`]);
    expect(environment.connections.of(body.room).isDestroyed).toBe(true);
    expect(awareness.getLocalState()).toBeNull();
    expect([...attachments.unsentRooms]).toEqual([body.room]);
    expect(changes).toBeGreaterThan(before);
  });

  it('is not remembered as unsent once the relay has all of it', async () => {
    attachments.start();
    const body = await openSession();
    const { options } = environment.connections.of(body.room);
    options.onDurable?.(options.mark?.() ?? 0);
    await settle();
    await body.release();
    await until(() => !attachments.get(body.room));
    expect(attachments.unsentRooms.size).toBe(0);
  });

  it('is no longer remembered as unsent when a later connection has sent it', async () => {
    attachments.start();
    const body = await openSession();
    await body.release();
    await until(() => attachments.unsentRooms.has(body.room));
    const again = valueOf(await docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId: body.room.slice(-36) }));
    const { options } = environment.connections.of(body.room);
    options.onDurable?.(options.mark?.() ?? 0);
    expect(attachments.unsentRooms.size).toBe(0);
    await again.release();
  });
});

describe('the cursor of a document (C6)', () => {
  const head = (sequence: number): Head => ({ room: LEDGER, sequence, tag: `tag${sequence}` });
  const cursor = () => db.cursors.get(LEDGER);

  it('moves to the relay’s head once the connection is synced and the disk has everything', async () => {
    attachments.start();
    const connection = environment.connections.of(LEDGER);
    connection.set({ type: 'synced' });
    connection.options.onHead?.(head(7));
    await until(async () => (await cursor())?.sequence === 7);
    expect(await cursor()).toEqual({ ...head(7), isExchanged: true });
  });

  it('stays where it is while the disk refuses', async () => {
    attachments.start();
    const connection = environment.connections.of(LEDGER);
    connection.set({ type: 'synced' });
    persistence.failNext(1);
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    connection.options.onHead?.(head(7));
    await settle();
    expect(await cursor()).toBeUndefined();
  });

  it('stays where it is until the first exchange is over: a head may overtake older content', async () => {
    attachments.start();
    const connection = environment.connections.of(LEDGER);
    connection.set({ type: 'connected' });
    connection.options.onHead?.(head(7));
    await settle();
    expect(await cursor()).toBeUndefined();
    connection.set({ type: 'synced' });
    await until(async () => (await cursor())?.sequence === 7);
  });

  it('of another document is not touched; a head of one that is not open here is passed on', async () => {
    attachments.start();
    const body = await openSession();
    const { options } = environment.connections.of(LEDGER);
    environment.connections.of(LEDGER).set({ type: 'synced' });
    options.onHead?.({ room: body.room, sequence: 3, tag: 'open' });
    options.onHead?.({ room: `${LEDGER}/session/other`, sequence: 4, tag: 'closed' });
    await settle();
    expect(otherHeads.map(({ tag }) => tag)).toEqual(['closed']);
    expect(await db.cursors.count()).toBe(0);
  });
});

describe('sockets', () => {
  it('are not opened for rooms that are pulled, and come when asked for', async () => {
    attachments.start();
    const id = valueOf(createSession(docs));
    const ref = { kind: 'session', campaignId: CAMPAIGN, sessionId: id } as const;
    // createSession left the body open until the disk has it.
    await docs.queue.whenSaved();
    await until(() => !docs.peek(ref));
    const before = environment.connections.all.length;
    const body = await attachments.withoutSockets([sessionRoom(id)], async () => valueOf(await docs.open(ref)));
    expect(attachments.get(body.room)?.provider).toBeNull();
    expect(environment.connections.all).toHaveLength(before);
    attachments.connect(body.room);
    expect(environment.connections.of(body.room).calls).toEqual(['connect']);
    attachments.connect(body.room);
    expect(environment.connections.all).toHaveLength(before + 1);
    await body.release();
  });

  it('are opened as usual after a pull that failed', async () => {
    attachments.start();
    const id = valueOf(createSession(docs));
    const ref = { kind: 'session', campaignId: CAMPAIGN, sessionId: id } as const;
    await docs.queue.whenSaved();
    await until(() => !docs.peek(ref));
    await expect(
      attachments.withoutSockets([sessionRoom(id)], () => Promise.reject(new Error('no relay'))),
    ).rejects.toThrow('no relay');
    await docs.open(ref);
    expect(attachments.get(sessionRoom(id))?.provider).not.toBeNull();
  });

  it('are closed while the device is set offline, also those of documents that open meanwhile', async () => {
    attachments.start();
    attachments.setOffline(true);
    const body = await openSession();
    expect(environment.connections.of(LEDGER).calls).toEqual(['connect', 'disconnect']);
    expect(environment.connections.of(body.room).calls).toEqual([]);
    attachments.setOffline(false);
    expect(environment.connections.of(LEDGER).calls).toEqual(['connect', 'disconnect', 'connect']);
    expect(environment.connections.of(body.room).calls).toEqual(['connect']);
  });

  it('that are offline or refused connect again when asked to, others are left alone', async () => {
    attachments.start();
    const [offline, refused, synced] = [await openSession(), await openSession(), await openSession()];
    const { of } = environment.connections;
    of(offline.room).set({ type: 'offline' });
    of(refused.room).set({ type: 'refused', code: 4401, reason: 'Revoked' });
    of(synced.room).set({ type: 'synced' });
    attachments.reconnect();
    expect([offline, refused, synced].map(({ room }) => of(room).calls.length)).toEqual([2, 2, 1]);
  });
});

describe('stop', () => {
  it('detaches every document and hears of no other', async () => {
    attachments.start();
    attachments.stop();
    expect(environment.channels.openNames()).toEqual([]);
    expect(environment.connections.of(LEDGER).isDestroyed).toBe(true);
    await openSession();
    expect(attachments.all).toEqual([]);
    expect(environment.connections.all).toHaveLength(1);
  });

  it('leaves the awareness to the document: an editor keeps it when sync starts anew, until the document closes', async () => {
    attachments.start();
    const body = await openSession();
    const { awareness } = attachments.get(body.room)!;
    awareness.setLocalStateField('cursor', 3);
    applyAwarenessUpdate(awareness, presenceOf(7), 'relay');
    attachments.stop();
    expect([...awareness.getStates().keys()]).toEqual([awareness.clientID]); // a co-GM is not here without a relay
    const next = create('another secret');
    next.start();
    expect(next.get(body.room)!.awareness).toBe(awareness);
    expect(environment.connections.of(body.room).options.awareness).toBe(awareness);
    expect(awareness.getLocalState()).toEqual({ user: PERSON, cursor: 3 });
    await body.release();
    await until(() => !next.get(body.room));
    // An awareness keeps an interval until it is destroyed.
    expect(awareness.getLocalState()).toBeNull();
    next.stop();
  });

  it('is the end of its word on the document: an edit afterwards is not reported', () => {
    attachments.start();
    attachments.stop();
    const before = changes;
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    expect(changes).toBe(before);
  });
});
