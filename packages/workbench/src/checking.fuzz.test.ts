// Shows that two devices say “synced” soon after the network is back, and are: whichever way it went, over the app's own
// sync engine, the stock provider and a relay's real rooms, in time that the test moves. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>; more of them with EMBERKEEP_FUZZ_SEEDS.
import { expect, it, vi } from 'vitest';
// Before Yjs' libraries are loaded: they keep the clock that they find.
vi.hoisted(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
import 'fake-indexeddb/auto';
import { err, ok, type Result } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { createEntity, createSession, listEntities, listSessions } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { createProvider } from '@emberkeep/sync';
import { pullRooms } from '../../../sync-server/src/rooms/pull.ts';
import { later } from '../../../web/src/lib/device/timers.ts';
import { createDeriver } from '../../../web/src/lib/services/derived/backlinks-deriver.ts';
import type { RelayError } from '../../../web/src/lib/services/sync/relay-client.ts';
import { SyncEngine } from '../../../web/src/lib/services/sync/sync-engine.ts';
import { isAllSynced, NO_SYNC } from '../../../web/src/lib/services/sync/sync-status.ts';
import { chipState } from '../../../web/src/lib/shell/sync-words.ts';
import { createDatabase, createEnvironment, openDevice, PERSON, valueOf } from '../../../web/src/lib/testing/fakes.ts';
import { createRelay, type Relay } from '../testing/devices.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 25);
/** Longest that the chip may say “Checking…” while the relay answers, ms: two unanswered requests and their repeats. */
const CHECKING_MS = 12_000;
/** The same where the browser did not notice that the network was gone, and a visit is under way. */
const UNNOTICED_MS = 26_000;
/** Both devices have everything this long after the network is back, ms; the app looks every 30 s where nobody told it. */
const SYNCED_MS = 45_000;
const STEP_MS = 50;

type Random = ReturnType<typeof createRandom>;
const UNREACHABLE = err<RelayError>({ type: 'RelayUnreachable' });
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The way of a device's HTTP requests. */
const createLine = (random: Random) => {
  const line = { isUp: true, lostRequests: 0, delayMs: 0 };
  /** No answer for minutes, or an error. */
  const lose = <T>(): Promise<Result<T, RelayError>> =>
    random.chance(0.5) ? new Promise(() => undefined) : Promise.resolve(UNREACHABLE);
  const request = async <T>(answer: () => Promise<Result<T, RelayError>>): Promise<Result<T, RelayError>> => {
    if (line.lostRequests > 0 && line.isUp) line.lostRequests -= 1;
    else if (line.isUp) {
      await sleep(random.int(line.delayMs + 50));
      const answered = line.isUp ? await answer() : null;
      await sleep(random.int(line.delayMs + 50));
      if (line.isUp && answered) return answered;
    }
    return lose();
  };
  return { line, request };
};

const startDevice = async (relay: Relay, name: string, creates: boolean, random: Random) => {
  const [persistence, db] = [createMemoryPersistence(), createDatabase()];
  const docs = await openDevice({ persistence, creates, nowMs: () => Date.now() });
  const environment = { ...createEnvironment(), later, nowMs: () => Date.now() };
  const { line, request } = createLine(random);
  const deriver = createDeriver({ docs, db, later });
  const device = { name, docs, db, line, environment, deriver, isOnline: true, status: NO_SYNC };
  environment.isOnline = () => device.isOnline;
  environment.connect = (options) => createProvider({ ...options, WebSocketClass: relay.network.socketClass(name) });
  const engine = new SyncEngine({
    docs,
    db,
    persistence,
    deriver,
    environment,
    token: 'secret',
    relay: 'https://relay.example',
    person: { ...PERSON, deviceId: name },
    heads: () => request(relay.heads),
    pull: (rooms) => request(async () => ok(await pullRooms({ log: relay.log, merger: relay.merger }, rooms))),
    onStatus: (status) => void (device.status = status),
    onRefused: () => undefined,
  });
  return { device, engine };
};
type Started = Awaited<ReturnType<typeof startDevice>>;

/** Moves time, and delivers what is on the network meanwhile. */
const pass = async (relay: Relay, ms: number, onStep?: () => void): Promise<void> => {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    for (let n = 0; n < 30; n++) if (!relay.network.deliver()) await new Promise((resolve) => setImmediate(resolve));
    onStep?.();
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
};

/** The network of a device goes, everyone writes on, and it comes back. Gives whether the browser noticed. */
const outage = async (
  relay: Relay,
  { device }: Started,
  writers: readonly Started[],
  random: Random,
): Promise<boolean> => {
  const isNoticed = random.chance(0.6);
  device.line.isUp = false;
  if (random.chance(0.4)) relay.network.silence(device.name);
  else relay.network.partition(device.name);
  if (isNoticed) device.isOnline = false;
  if (isNoticed) device.environment.page('offline');
  for (let n = random.int(4); n > 0; n--) {
    const { docs } = random.pick(writers).device;
    if (random.chance(0.6)) valueOf(createEntity(docs, { name: `E${random.int(1e9)}`, entityType: 'npc' }));
    else valueOf(createSession(docs, { title: `S${random.int(1e9)}` }));
    await pass(relay, random.int(1500));
  }
  await pass(relay, random.int(30_000));
  Object.assign(device.line, { isUp: true, lostRequests: random.int(2), delayMs: random.chance(0.2) ? 1000 : 0 });
  relay.network.heal(device.name);
  device.isOnline = true;
  if (isNoticed) device.environment.page('online');
  return isNoticed;
};

const contentOf = ({ device: { docs } }: Started): string[] =>
  [...listEntities(docs).map(({ name }) => name), ...listSessions(docs).map(({ title }) => title)].sort();

/** Gives the longest time that a chip said “Checking…” after the last outage, ms. */
const run = async (seed: number): Promise<number> => {
  const random = createRandom(seed);
  const relay = createRelay(seed);
  const first = await startDevice(relay, 'first', true, random);
  await pass(relay, 2000);
  const devices = [first, await startDevice(relay, 'second', false, random)];
  await pass(relay, 5000);
  let limit = CHECKING_MS;
  for (let n = 0; n < 4; n++) {
    if (!(await outage(relay, random.pick(devices), devices, random))) limit = UNNOTICED_MS;
    if (n < 3) await pass(relay, random.int(3000));
  }
  const checking = new Map<Started, number>();
  let longest = 0;
  await pass(relay, SYNCED_MS, () => {
    for (const each of devices) {
      const all = { hasRelay: true, isOnline: true, hasAllPictures: true };
      const isChecking = chipState({ saving: 'saved', sync: each.device.status, ...all }).type === 'checking';
      checking.set(each, isChecking ? (checking.get(each) ?? 0) + STEP_MS : 0);
      longest = Math.max(longest, checking.get(each)!);
    }
  });
  expect(longest, `seed ${seed}: checking`).toBeLessThan(limit);
  for (const { device } of devices) expect(isAllSynced(device.status), `seed ${seed}: ${device.name}`).toBe(true);
  expect(contentOf(devices[1]!), `seed ${seed}`).toEqual(contentOf(first));
  for (const { engine, device } of devices) {
    engine.stop();
    device.deriver.stop();
    await device.docs.close();
  }
  await relay.merger.close();
  return longest;
};

it(`[C9] devices are synced and say so soon after an outage (${only ? `seed ${only}` : `${count} seeds`})`, async () => {
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);
  let longest = 0;
  for (const seed of seeds) longest = Math.max(longest, await run(seed));
  console.log(`checking: ${longest} ms at most`);
}, 600_000);
