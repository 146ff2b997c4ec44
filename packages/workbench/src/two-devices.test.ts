// Shows that two devices with the app's own sync engine meet over real relay rooms: words typed on one arrive on the
// other, and "synced" is said only when everything is on the relay's disk.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { roomOf } from '@emberkeep/domain';
import { createEntity, createSession, listEntities, listSessions } from '@emberkeep/store';
import { isAllSynced } from '../../../web/src/lib/services/sync/sync-status.ts';
import { CAMPAIGN, settle, valueOf } from '../../../web/src/lib/testing/fakes.ts';
import { createRelay, deliverAll, startDevice, type Relay, type TestDevice } from '../testing/devices.ts';

let relay: Relay;
let devices: TestDevice[];

/** Lets the network and the devices' timers run. */
const run = async (ms = 0): Promise<void> => {
  await deliverAll(relay);
  for (const { environment } of devices) await environment.timers.advance(ms);
  await deliverAll(relay);
};
const start = async (name: string, creates = false): Promise<TestDevice> => {
  const device = await startDevice(relay, name, creates);
  devices.push(device);
  return device;
};
const names = ({ docs }: TestDevice): string[] => listEntities(docs).map((entity) => entity.name);
const add = ({ docs }: TestDevice, name: string): void => void valueOf(createEntity(docs, { name, entityType: 'npc' }));
const body = async ({ docs }: TestDevice, sessionId: string) =>
  valueOf(await docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId }));

beforeEach(() => {
  relay = createRelay();
  devices = [];
});
afterEach(async () => {
  for (const { engine, deriver, docs, db } of devices) {
    engine.stop();
    deriver.stop();
    await docs.close();
    await db.delete();
  }
  await relay.merger.close();
});

describe('two devices with the sync engine (M-017)', () => {
  it('what one writes arrives on the other, in documents that are open', async () => {
    const first = await start('first', true);
    await run();
    const second = await start('second');
    await run();
    add(first, 'Vey');
    await run();
    expect(names(second)).toEqual(['Vey']);
    add(second, 'Rok');
    await run();
    expect(names(first).sort()).toEqual(['Rok', 'Vey']);
  });

  it('bodies that nobody opens arrive too, on disk and derived, and no socket of them stays (C4, C7)', async () => {
    const first = await start('first', true);
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) {
      const id = valueOf(createSession(first.docs, { title: `Session ${n}` }));
      ids.push(id);
      const opened = await body(first, id);
      opened.doc.getMap('test').set('words', `words of ${n}`);
      await opened.release();
    }
    await run(30_000);
    const second = await start('second');
    await run(30_000);
    await run(3000);
    expect(listSessions(second.docs)).toHaveLength(4);
    expect(second.status).toMatchObject({ missing: 0, isComplete: true, socketCount: 1 });
    expect(second.docs.openDocuments()).toHaveLength(1);
    expect(await second.db.derived.count()).toBe(5);
    second.engine.stop();
    for (const [n, id] of ids.entries()) {
      const opened = await body(second, id);
      expect(opened.doc.getMap('test').get('words')).toBe(`words of ${n}`);
      await opened.release();
    }
  });

  it('what was written offline is sent later, and never called synced before', async () => {
    const first = await start('first', true);
    const second = await start('second');
    await run();
    first.engine.goOffline(true);
    expect(first.status.connection).toEqual({ type: 'offline' });
    first.syncedCount = 0;
    add(first, 'Vey');
    await run();
    expect(first.status.toSend).toBe(1);
    expect(first.syncedCount).toBe(0);
    expect(names(second)).toEqual([]);
    first.engine.goOffline(false);
    await run();
    expect(names(second)).toEqual(['Vey']);
    expect(isAllSynced(first.status)).toBe(true);
  });

  it('is synced only once the relay’s disk has everything (R3, C1)', async () => {
    const first = await start('first', true);
    await run();
    expect(isAllSynced(first.status)).toBe(true);
    const before = first.status.syncedAt;
    relay.holdDisk();
    await first.environment.timers.advance(5000);
    add(first, 'Vey');
    await run();
    expect(first.status).toMatchObject({ toSend: 1, syncedAt: before });
    relay.freeDisk();
    await run();
    expect(first.status.toSend).toBe(0);
    expect(isAllSynced(first.status)).toBe(true);
    expect(first.status.syncedAt).toBe(before! + 5000);
  });

  it('a network that the browser calls gone is offline at once, and comes back by itself', async () => {
    const first = await start('first', true);
    await run();
    first.environment.online = false;
    first.environment.page('offline');
    expect(first.status.connection).toEqual({ type: 'offline' });
    first.environment.online = true;
    first.environment.page('online');
    await run();
    expect(isAllSynced(first.status)).toBe(true);
  });

  it('a refusal of the ledger’s socket is told once, and asking again connects (C2)', async () => {
    Object.assign(relay.refusal, { code: 4401, reason: 'Revoked' });
    const first = await start('first', true);
    await run();
    expect(first.refused).toEqual(['4401 Revoked']);
    expect(first.status.connection).toEqual({ type: 'refused', code: 4401, reason: 'Revoked' });
    expect(first.syncedCount).toBe(0);
    relay.refusal.code = 0;
    first.engine.retry();
    await run();
    expect(isAllSynced(first.status)).toBe(true);
  });

  it('a missed head is found by the round of every 30 seconds', async () => {
    const first = await start('first', true);
    await run();
    const id = valueOf(createSession(first.docs, { title: 'New' }));
    await run();
    // Its body closed before it was sent: the next round visits it.
    expect(first.status.toSend).toBe(1);
    await run(30_000);
    expect(isAllSynced(first.status)).toBe(true);
    const second = await start('second');
    await run();
    await run(3000);
    relay.network.partition('second');
    const opened = await body(first, id);
    opened.doc.getMap('test').set('words', 'new words');
    await run();
    const cursor = () => second.db.cursors.get(roomOf({ kind: 'session', campaignId: CAMPAIGN, sessionId: id }));
    const before = (await cursor())?.sequence;
    relay.network.heal('second');
    second.engine.retry();
    await run(30_000);
    await run(3000);
    expect((await cursor())?.sequence).toBeGreaterThan(before!);
    await opened.release();
  });

  it('stop leaves no timer, no channel, no socket and no listener, and says nothing more', async () => {
    const first = await start('first', true);
    await run();
    expect(relay.network.openCount()).toBe(1);
    expect(first.environment.listeners()).toBe(1);
    first.engine.stop();
    first.deriver.stop();
    await settle();
    expect(first.environment.timers.waiting()).toEqual([]);
    expect(first.environment.channels.openNames()).toEqual([]);
    expect(first.environment.listeners()).toBe(0);
    expect(relay.network.openCount()).toBe(0);
    const { status } = first;
    add(first, 'Vey');
    expect(first.status).toBe(status);
  });
});
