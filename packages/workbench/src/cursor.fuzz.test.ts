// Shows that a cursor is never ahead of the device's disk (C6), however visits are cut off: devices and
// networks that end at any frame, while another device writes. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>; more of
// them with EMBERKEEP_CURSOR_RUNS.
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createSession, type OpenDocument } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { isAllSynced } from '../../../web/src/lib/services/sync/sync-status.ts';
import { CAMPAIGN, createDatabase, settle, valueOf } from '../../../web/src/lib/testing/fakes.ts';
import { createRelay, deliverAll, startDevice, type Disk, type Relay, type TestDevice } from '../testing/devices.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 61);
const RUNS = Number(process.env['EMBERKEEP_CURSOR_RUNS'] ?? 4);
/** Small documents of one device: fewer than a pull is made for, so that they are visited. */
const SESSIONS = 2;

const wordsIn = (updates: readonly Uint8Array[]): string[] => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getArray<string>('words').toArray();
};

/** Rooms whose cursor is the relay's head although the disk lacks words that the relay has. */
const roomsAhead = async ({ log }: Relay, { db, persistence }: Disk, rooms: readonly string[]): Promise<string[]> => {
  const ahead: string[] = [];
  for (const room of rooms) {
    const cursor = await db.cursors.get(room);
    const { head, rows } = await log.read(room);
    if (!cursor || cursor.sequence !== head?.sequence || cursor.tag !== head.tag) continue;
    const onDisk = new Set(wordsIn(valueOf(await persistence.load(room)).map(({ bytes }) => bytes)));
    if (wordsIn(rows).some((word) => !onDisk.has(word))) ahead.push(room);
  }
  return ahead;
};

const stop = async ({ engine, deriver, docs }: TestDevice): Promise<void> => {
  engine.stop();
  deriver.stop();
  await docs.close();
};

/** One writer, and a reader that is ended and started again at random moments. Returns how often it was. */
const oneRun = async (runSeed: number): Promise<number> => {
  const random = createRandom(runSeed);
  const relay = createRelay(runSeed);
  const writer = await startDevice(relay, 'writer', true);
  const bodies: OpenDocument[] = [];
  for (let n = 0; n < SESSIONS; n++) {
    const sessionId = valueOf(createSession(writer.docs, { title: `Session ${n}` }));
    bodies.push(valueOf(await writer.docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId })));
  }
  const rooms = bodies.map(({ room }) => room);
  await deliverAll(relay);
  const disk: Disk = { persistence: createMemoryPersistence(), db: createDatabase() };
  let reader = await startDevice(relay, 'reader', false, disk);
  let restarts = 0;
  for (let step = 0; step < 250; step++) {
    if (random.int(6) === 0)
      random
        .pick(bodies)
        .doc.getArray<string>('words')
        .push([`word ${step}`]);
    relay.network.deliver();
    if (random.int(4) === 0) await settle(1);
    if (random.int(40) === 0) {
      await stop(reader);
      reader = await startDevice(relay, 'reader', false, disk);
      restarts += 1;
    }
    if (random.int(5) === 0) await reader.environment.timers.advance(3000);
    expect(await roomsAhead(relay, disk, rooms), `seed ${runSeed}, step ${step}`).toEqual([]);
  }
  // What is called complete is on the disk.
  for (let round = 0; round < 4; round++) {
    await deliverAll(relay);
    await reader.environment.timers.advance(30_000);
  }
  await deliverAll(relay);
  expect(isAllSynced(reader.status), `seed ${runSeed}`).toBe(true);
  for (const { room } of bodies)
    expect(wordsIn(valueOf(await disk.persistence.load(room)).map(({ bytes }) => bytes)).length).toBe(
      wordsIn((await relay.log.read(room)).rows).length,
    );
  await stop(reader);
  bodies.forEach((body) => void body.release());
  await stop(writer);
  await relay.merger.close();
  return restarts;
};

it(`[C6] a cursor is never ahead of the disk, in ${RUNS} runs from seed ${seed}`, async () => {
  let restarts = 0;
  for (let n = 0; n < RUNS; n++) restarts += await oneRun(seed + n);
  expect(restarts).toBeGreaterThan(RUNS);
}, 600_000);
