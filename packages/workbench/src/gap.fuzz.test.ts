// Devices whose disks lost or damaged any rows: they open, meet over real relay rooms without an endless exchange, and
// what they write then reaches the co-GM; once a whole device comes, everything is everywhere. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import {
  applyIncoming,
  appendToFragment,
  createCampaign,
  createEntity,
  editEntity,
  hasGap,
  listEntities,
  noteName,
  readNote,
  recoveredTexts,
  writableNote,
  type CampaignDocs,
} from '@emberkeep/store';
import { createMemoryPersistence, createTestDevices, oneParagraph, value } from '@emberkeep/store/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import { createTestNetwork } from '@emberkeep/sync/testing';
import { createMemoryLog } from '../../../sync-server/src/update-log/memory-log.ts';
import { createMerger } from '../../../sync-server/src/merge/merger.ts';
import { createRelayRooms, serveSocket } from '../testing/relay-rooms.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 5);
/** Far more frames than an exchange of these documents needs. */
const FRAMES_MAX = 1000;

const createRelay = (random: ReturnType<typeof createRandom>) => {
  const merger = createMerger();
  const rooms = createRelayRooms(
    createMemoryLog(() => String(random.next())),
    merger,
  );
  let connections = 0;
  const network = createTestNetwork(random, (socket, path) => {
    serveSocket(rooms, socket, path, { id: ++connections, isOurs: true });
  });
  /** Delivers until nothing moves; gives how many frames that took. */
  const settle = async (): Promise<number> => {
    let frames = 0;
    for (let quiet = 0; quiet < 8 && frames < FRAMES_MAX;) {
      quiet = network.deliver() ? 0 : quiet + 1;
      if (quiet === 0) frames += 1;
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return frames;
  };
  return { network, settle, close: merger.close };
};

const connect = (relay: ReturnType<typeof createRelay>, docs: CampaignDocs, name: string): Provider => {
  const { ledger, queue } = docs;
  const provider = createProvider({
    url: 'ws://relay/sync',
    room: ledger.room,
    doc: ledger.doc,
    token: null,
    WebSocketClass: relay.network.socketClass(name),
    apply: applyIncoming,
    mark: () => queue.markOf(ledger.room),
    onDurable: (mark) => queue.markSent(ledger.room, mark),
  });
  provider.connect();
  return provider;
};

const namesOf = (docs: CampaignDocs): string[] => listEntities(docs).map(({ name }) => name);

/** Gives whether the device's disk lacked something that it needed. */
const run = async (seed: number): Promise<boolean> => {
  const random = createRandom(seed);
  const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed}`;
  const devices = createTestDevices(seed);
  const relay = createRelay(random);
  const disk = createMemoryPersistence();
  const whole = await devices.device('whole', disk);
  value(createCampaign(whole, { name: 'Ash' }));
  const id = value(createEntity(whole, { name: 'Voss', entityType: 'npc' }));
  const fragment = value(writableNote(whole.ledger, noteName(id, 'description')));
  await whole.queue.whenSaved();
  for (let i = 0; i < 12; i++) {
    if (random.chance(0.4)) appendToFragment(fragment, oneParagraph(`paragraph ${i} of the note`));
    else if (random.chance(0.5)) value(createEntity(whole, { name: `E${i}`, entityType: 'npc' }));
    else value(editEntity(whole, id, { secrets: `secret ${i} of Voss` }));
    await whole.queue.whenSaved();
  }
  const rows = await disk.load(whole.ledger.room);
  const damagedDisk = createMemoryPersistence();
  for (const [i, { bytes }] of (rows.ok ? rows.value : []).entries()) {
    if (i > 1 && random.chance(0.2)) continue;
    const isGarbage = i > 1 && random.chance(0.1);
    await damagedDisk.append([{ room: whole.ledger.room, bytes: isGarbage ? random.bytes(9) : bytes, sent: false }]);
  }

  const [damaged, other] = [await devices.device('damaged', damagedDisk), await devices.device('other')];
  const hadGap = hasGap(damaged.ledger.doc);
  const providers = [connect(relay, damaged, 'damaged'), connect(relay, other, 'other')];
  value(createEntity(damaged, { name: 'Written at once', entityType: 'npc' }));
  expect(await relay.settle(), repeat).toBeLessThan(FRAMES_MAX);
  const notNow = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  expect(await Promise.race([providers[0]!.settled(), notNow]), repeat).toBe(true);
  value(createEntity(damaged, { name: 'Written later', entityType: 'npc' }));
  expect(await relay.settle(), repeat).toBeLessThan(FRAMES_MAX);
  expect(namesOf(other), repeat).toEqual(expect.arrayContaining(['Written at once', 'Written later']));
  expect(hasGap(other.ledger.doc), repeat).toBe(false);
  await damaged.queue.whenSaved();
  expect(damaged.queue.unsentCount(damaged.ledger.room), repeat).toBe(0);

  providers.push(connect(relay, whole, 'whole'));
  expect(await relay.settle(), repeat).toBeLessThan(FRAMES_MAX);
  for (const docs of [damaged, other]) {
    expect(hasGap(docs.ledger.doc), repeat).toBe(false);
    expect(namesOf(docs).sort(), repeat).toEqual(namesOf(whole).sort());
    const note = noteName(id, 'description');
    expect(readNote(docs.ledger, note), repeat).toEqual(readNote(whole.ledger, note));
    expect(recoveredTexts(docs.ledger.doc), repeat).toEqual([]);
  }
  providers.forEach((provider) => provider.destroy());
  await relay.close();
  return hadGap;
};

it(`devices with missing and damaged rows meet (${only ? `seed ${only}` : `${count} seeds`})`, async () => {
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);
  let gaps = 0;
  for (const seed of seeds) if (await run(seed)) gaps += 1;
  console.log(`gaps: ${gaps} of ${seeds.length} devices had one`);
  if (!only) expect(gaps).toBeGreaterThan(seeds.length / 4);
}, 600_000);
