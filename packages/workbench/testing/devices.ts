// Devices with the app's own sync engine, and a relay's real rooms over a network that a test drives. Import
// `fake-indexeddb/auto` first.
import { ok } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import type { CampaignDocs, DeviceDatabase, Persistence } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { createProvider } from '@emberkeep/sync';
import { createTestNetwork, type TestNetwork } from '@emberkeep/sync/testing';
import { createMemoryLog } from '../../../sync-server/src/update-log/memory-log.ts';
import { createMerger } from '../../../sync-server/src/merge/merger.ts';
import { pullRooms } from '../../../sync-server/src/rooms/pull.ts';
import { createDeriver, type Deriver } from '../../../web/src/lib/services/derived/backlinks-deriver.ts';
import { SyncEngine } from '../../../web/src/lib/services/sync/sync-engine.ts';
import { isAllSynced, NO_SYNC, type SyncStatus } from '../../../web/src/lib/services/sync/sync-status.ts';
import {
  createDatabase,
  createEnvironment,
  LEDGER,
  openDevice,
  PERSON,
  settle,
  type FakeEnvironment,
} from '../../../web/src/lib/testing/fakes.ts';
import { createRelayRooms, serveSocket } from './relay-rooms.ts';

/** The relay: its rooms over a log in memory, and a network that delivers when told to. */
export const createRelay = (seed = 7) => {
  const random = createRandom(seed);
  const log = createMemoryLog(() => String(random.next()));
  const merger = createMerger();
  /** While true, nothing reaches the relay's disk. */
  let release: (() => void) | null = null;
  let gate = Promise.resolve();
  const rooms = createRelayRooms({ ...log, sync: () => gate.then(() => log.sync()) }, merger);
  let connections = 0;
  /** A code that the next sockets are closed with. */
  const refusal: { code: number; reason: string } = { code: 0, reason: '' };
  const network: TestNetwork = createTestNetwork(random, (socket, path, protocols) => {
    if (refusal.code !== 0) return socket.close(refusal.code, refusal.reason);
    serveSocket(rooms, socket, path, { id: ++connections, isOurs: protocols.includes('emberkeep.1') });
  });
  return {
    log,
    merger,
    network,
    refusal,
    holdDisk: () => void (gate = new Promise((resolve) => (release = resolve))),
    freeDisk: () => release?.(),
    heads: async () => ok({ heads: (await log.heads(LEDGER)).map((each) => ({ ...each })) }),
  };
};
export type Relay = ReturnType<typeof createRelay>;

export interface Disk {
  persistence: Persistence;
  db: DeviceDatabase;
}

export interface TestDevice extends Disk {
  docs: CampaignDocs;
  environment: FakeEnvironment;
  deriver: Deriver;
  engine: SyncEngine;
  status: SyncStatus;
  /** Every status so far that said that everything is synced. */
  syncedCount: number;
  refused: string[];
}

/** `disk`: what the device had on its disk before, for one that starts again. */
export const startDevice = async (
  relay: Relay,
  name: string,
  creates: boolean,
  disk: Disk = { persistence: createMemoryPersistence(), db: createDatabase() },
): Promise<TestDevice> => {
  const { persistence, db } = disk;
  const docs = await openDevice({ persistence, creates });
  const environment = createEnvironment();
  const deriver = createDeriver({ docs, db, later: environment.later });
  const device: TestDevice = {
    docs,
    db,
    persistence,
    environment,
    deriver,
    engine: null as unknown as SyncEngine, // reason: set below; the engine reports while it is made
    status: NO_SYNC,
    syncedCount: 0,
    refused: [],
  };
  environment.connect = (options) => {
    // No presence: the relay forwards it on a timer of its own.
    options.awareness?.setLocalState(null);
    return createProvider({ ...options, WebSocketClass: relay.network.socketClass(name) });
  };
  device.engine = new SyncEngine({
    docs,
    db,
    persistence,
    deriver,
    environment,
    token: 'secret',
    relay: 'https://relay.example',
    person: { ...PERSON, deviceId: name },
    heads: relay.heads,
    pull: async (rooms) => ok(await pullRooms({ log: relay.log, merger: relay.merger }, rooms)),
    onStatus: (status) => {
      device.status = status;
      if (isAllSynced(status)) device.syncedCount += 1;
    },
    onRefused: (code, reason) => void device.refused.push(`${code} ${reason}`),
  });
  return device;
};

process.setMaxListeners(100); // every provider listens for the end of the process

/** Delivers frames and lets disks write until nothing is left to do. */
export const deliverAll = async ({ network }: Relay): Promise<void> => {
  for (let quiet = 0; quiet < 6;) {
    quiet = network.deliver() ? 0 : quiet + 1;
    if (quiet > 0) await settle(1);
  }
};
