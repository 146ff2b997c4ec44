// What tests of services inject: time that a test moves, tab channels, a relay connection that a test drives, a
// database of its own, an origin for the page.
import type { Result } from '@emberkeep/domain';
import { createRandom, createTestIds } from '@emberkeep/domain/testing';
import {
  createCampaign,
  createMemoryPersistence,
  DeviceDatabase,
  openCampaignDocs,
  type CampaignDocs,
  type Persistence,
} from '@emberkeep/store';
import type { Channel, ConnectionState, Provider, ProviderDeps, TabMessage } from '@emberkeep/sync';
import type { Later } from '#lib/device/timers.ts';
import type { SyncEnvironment } from '#lib/services/sync/sync-environment.ts';
import type { TabLock } from '#lib/services/sync/tab-lock.ts';

export const CAMPAIGN = '0197c0de-0000-7000-8000-00000000c0de';
export const LEDGER = `campaign/${CAMPAIGN}`;
export const sessionRoom = (sessionId: string): string => `${LEDGER}/session/${sessionId}`;
/** Ids sort by `n`. */
export const sessionId = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Lets everything run that waits for no timer of the test: promises, and requests to the fake IndexedDB. */
export const settle = async (turns = 12): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => void setTimeout(resolve, 0));
};

/** Waits until `isDone`, a turn of the event loop at a time; fails where that never comes. */
export const until = async (isDone: () => boolean | Promise<boolean>, what = String(isDone)): Promise<void> => {
  for (let turn = 0; turn < 400; turn++) {
    if (await isDone()) return;
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
  }
  throw new Error(`never: ${what}`);
};

export interface FakeTimers {
  nowMs(): number;
  later: Later;
  /** Moves time and runs what is due, in order; settles between timers. */
  advance(ms: number): Promise<void>;
  /** The delays of timers that have not run, ms from now, ascending. */
  waiting(): number[];
}

export const createTimers = (startMs = Date.UTC(2026, 0, 1)): FakeTimers => {
  let now = startMs;
  let timers: { at: number; run: () => void }[] = [];
  return {
    nowMs: () => now,
    later: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((each) => each !== timer));
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        now = next.at;
        next.run();
        await settle(2);
      }
      now = end;
    },
    waiting: () => timers.map(({ at }) => at - now).sort((a, b) => a - b),
  };
};

/** Channels by name, as between the tabs of one browser; messages arrive at once. */
export const createChannels = (): { open(name: string): Channel; openNames(): string[] } => {
  const open = new Set<{ name: string; callbacks: ((message: TabMessage) => void)[] }>();
  return {
    open: (name) => {
      const own = { name, callbacks: [] as ((message: TabMessage) => void)[] };
      open.add(own);
      return {
        post: (message) => {
          for (const each of open)
            if (each !== own && each.name === name) each.callbacks.forEach((callback) => callback(message));
        },
        onMessage: (callback) => void own.callbacks.push(callback),
        close: () => void open.delete(own),
      };
    },
    openNames: () => [...open].map(({ name }) => name).sort(),
  };
};

/** The connection of one document, without a network: the test says what the relay says. */
export interface FakeConnection extends Provider {
  readonly options: Omit<ProviderDeps, 'WebSocketClass'>;
  readonly calls: string[];
  isDestroyed: boolean;
  set(state: ConnectionState): void;
  /** Answers everybody who waits for the document to settle. */
  settle(isSettled: boolean): void;
}

export const createConnections = (): {
  connect: SyncEnvironment['connect'];
  of(room: string): FakeConnection;
  all: FakeConnection[];
} => {
  const all: FakeConnection[] = [];
  return {
    all,
    of: (room) => {
      const found = all.findLast((each) => each.options.room === room);
      if (!found) throw new Error(`no connection of ${room}`);
      return found;
    },
    connect: (options) => {
      let state: ConnectionState = { type: 'offline' };
      let heardAt = 0;
      let waiting: ((isSettled: boolean) => void)[] = [];
      const settleAll = (isSettled: boolean): void => waiting.splice(0).forEach((resolve) => resolve(isSettled));
      const connection: FakeConnection = {
        options,
        calls: [],
        isDestroyed: false,
        awareness: options.awareness as Provider['awareness'],
        state: () => state,
        heardAt: () => heardAt,
        set: (next) => {
          if (next.type === 'connected' || next.type === 'synced') heardAt += 1;
          state = next;
          options.onState?.(next);
        },
        settle: settleAll,
        settled: () => new Promise((resolve) => waiting.push(resolve)),
        connect: () => {
          connection.calls.push('connect');
          connection.set({ type: 'connecting' });
        },
        disconnect: () => {
          connection.calls.push('disconnect');
          connection.set({ type: 'offline' });
        },
        destroy: () => {
          connection.isDestroyed = true;
          settleAll(false);
          waiting = [];
        },
      };
      all.push(connection);
      return connection;
    },
  };
};

let databases = 0;
/** Needs `fake-indexeddb/auto`, imported first. */
export const createDatabase = (): DeviceDatabase => new DeviceDatabase(`test-${(databases += 1)}`);

export const valueOf = <T>(result: Result<T, { type: string }>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

let devices = 0;
/** The documents of one device; with a campaign in them where it `creates` one. */
export const openDevice = async ({
  persistence = createMemoryPersistence(),
  creates = true,
  nowMs = () => Date.UTC(2026, 0, 1),
}: { persistence?: Persistence; creates?: boolean; nowMs?: () => number } = {}): Promise<CampaignDocs> => {
  devices += 1;
  const docs = valueOf(
    await openCampaignDocs({
      campaignId: CAMPAIGN,
      deviceId: `device-${devices}`,
      persistence,
      newId: createTestIds(createRandom(devices), nowMs),
      nowMs,
      later: () => undefined,
    }),
  );
  if (creates) createCampaign(docs, { name: 'Ash' });
  await docs.queue.whenSaved();
  return docs;
};

/** A lock that this tab always gets. */
export const OWN_LOCK: TabLock = (_name, run) => run(true);

export const PERSON = { deviceId: 'me', name: 'Vera', color: '#112233', place: '' };

export interface FakeEnvironment extends SyncEnvironment {
  timers: FakeTimers;
  channels: ReturnType<typeof createChannels>;
  connections: ReturnType<typeof createConnections>;
  online: boolean;
  page(event: 'online' | 'offline' | 'visible'): void;
  listeners(): number;
}

export const createEnvironment = (): FakeEnvironment => {
  const timers = createTimers();
  const channels = createChannels();
  const connections = createConnections();
  const callbacks = new Set<(event: 'online' | 'offline' | 'visible') => void>();
  const environment: FakeEnvironment = {
    timers,
    channels,
    connections,
    online: true,
    nowMs: timers.nowMs,
    later: timers.later,
    isOnline: () => environment.online,
    openChannel: channels.open,
    connect: connections.connect,
    tabLock: OWN_LOCK,
    onPageEvent: (callback) => {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    page: (event) => callbacks.forEach((callback) => callback(event)),
    listeners: () => callbacks.size,
  };
  return environment;
};
