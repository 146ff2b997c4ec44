// Shows who answers a query while the index starts, fills, moves, is replaced or cannot run: never nobody.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchAnswer } from '@emberkeep/domain';
import type { IndexConnection } from '@emberkeep/search/client';
import { createBrowserPersistence, createEntity, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
import { createDatabase, createTimers, openDevice, settle, until, type FakeTimers } from '#lib/testing/fakes.ts';
import { CampaignIndex, type IndexEnvironment } from './campaign-index.svelte.ts';

/** One started index: the test says how far it is and what it answers. */
interface FakeIndex extends IndexConnection {
  name: string;
  state: { phase: string; done: number; total: number } | Error;
  move(): void;
  fail(): void;
  isClosed: boolean;
  isTerminated(): boolean;
}

// reason: the tests read only the titles of an answer
const FROM_INDEX = { hits: [{ title: 'from the index' }] } as unknown as SearchAnswer;
const REQUEST = { text: 'lantern' };

let db: DeviceDatabase;
let docs: CampaignDocs;
let timers: FakeTimers;
let indexes: FakeIndex[];
/** How the next index starts. */
let starting: () => Promise<unknown>;
let answer: () => Promise<SearchAnswer>;
let keepPack: IndexEnvironment['keepPack'];
let messages: unknown[];
let channel: { onmessage: ((event: { data: unknown }) => void) | null };
let index: CampaignIndex;
let stored: Map<string, string>;

const titles = ({ hits }: SearchAnswer): string[] => hits.map(({ title }) => title);
/** Moves time in small steps until `promise` is over; gives its value and how long that took. */
const within = async <T>(promise: Promise<T>): Promise<{ value: T; ms: number }> => {
  const from = timers.nowMs();
  let isOver = false;
  // The caller of `within` gets the error from `promise` itself.
  void promise.finally(() => (isOver = true)).catch(() => undefined);
  await until(async () => {
    await settle(2);
    if (!isOver) await timers.advance(25);
    return isOver;
  });
  return { value: await promise, ms: timers.nowMs() - from };
};

const connect = (worker: { isTerminated: boolean }, name: string): Promise<IndexConnection> => {
  let move = (): void => undefined;
  let fail = (): void => undefined;
  const made: FakeIndex = {
    name,
    state: { phase: 'filling', done: 1, total: 4 },
    isLeader: true,
    isClosed: false,
    isTerminated: () => worker.isTerminated,
    query: async () => {
      if (made.state instanceof Error) throw made.state;
      return { rows: [made.state] } as never;
    },
    exec: async () => undefined,
    transaction: () => Promise.reject(new Error('not in this test')),
    search: () => answer(),
    keep: () => undefined,
    onLeaderChange: (callback) => (move = callback),
    onFailed: (callback) => (fail = callback),
    close: async () => void (made.isClosed = true),
    move: () => move(),
    fail: () => fail(),
  };
  indexes.push(made);
  return starting().then(() => made);
};

const create = (): CampaignIndex =>
  new CampaignIndex(docs, db, () => undefined, {
    later: timers.later,
    newWorker: () => {
      const worker = { isTerminated: false, terminate: () => (worker.isTerminated = true) };
      return worker as unknown as Worker; // reason: nothing else is asked of it here
    },
    connect: connect as unknown as IndexEnvironment['connect'], // reason: the fake worker above
    openChannel: () => {
      channel = { onmessage: null };
      return Object.assign(channel, {
        postMessage: (message: unknown) => void messages.push(message),
        close: () => undefined,
      }) as unknown as BroadcastChannel; // reason: what the index uses of it
    },
    keepPack: (onProgress) => keepPack(onProgress),
    model: async () => null,
  });

/** Starts the index and fills it. */
const makeReady = async (): Promise<FakeIndex> => {
  const started = index.start();
  await until(() => index.phase === 'filling');
  const made = indexes.at(-1)!;
  made.state = { phase: 'ready', done: 4, total: 4 };
  await within(started);
  expect(index.phase).toBe('ready');
  return made;
};

beforeEach(async () => {
  stored = new Map();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('location', { href: 'https://app.example/', origin: 'https://app.example' });
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  db = createDatabase();
  docs = await openDevice({ persistence: createBrowserPersistence(db) });
  createEntity(docs, { name: 'Lantern of Vey', entityType: 'npc' });
  await docs.queue.whenSaved();
  timers = createTimers();
  [indexes, messages] = [[], []];
  starting = () => Promise.resolve();
  answer = async () => FROM_INDEX;
  keepPack = async () => undefined;
  index = create();
});
afterEach(async () => {
  index.stop();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await docs.close();
  await db.delete();
});

describe('the phases of the index', () => {
  it('go from fetching to ready, and the progress with them', async () => {
    let fetched = (): void => undefined;
    keepPack = (onProgress) => {
      onProgress(0.5);
      return new Promise((resolve) => (fetched = resolve));
    };
    const started = index.start();
    await until(() => index.phase === 'fetching' && index.progress === 0.5);
    fetched();
    await until(() => index.phase === 'filling');
    await until(() => index.progress === 0.25);
    expect(index.connection).toBeNull();
    indexes[0]!.state = { phase: 'ready', done: 4, total: 4 };
    const before = index.version;
    await within(started);
    expect(index).toMatchObject({ phase: 'ready', progress: 1, version: before + 1 });
    expect(index.connection).toBe(indexes[0]);
    expect(stored.size).toBe(0);
  });

  it('start once, however often it is asked for', async () => {
    await makeReady();
    await index.start();
    expect(indexes).toHaveLength(1);
  });

  it('end in plain search where it does not start within a minute', async () => {
    starting = () => new Promise(() => undefined);
    void index.start();
    await until(() => indexes.length === 1);
    await until(() => timers.waiting().includes(60_000));
    await timers.advance(60_000);
    await until(() => index.phase === 'plain');
    expect(index.why).toBe('This browser couldn’t start search by meaning.');
    expect(indexes[0]!.isTerminated()).toBe(true);
  });

  it('end in plain search where the documents cannot be read into it', async () => {
    const started = index.start();
    await until(() => index.phase === 'filling');
    indexes[0]!.state = { phase: 'failed', done: 0, total: 4 };
    await within(started);
    expect(index.phase).toBe('plain');
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['Lantern of Vey']);
  });

  it('stay plain after two starts that killed the tab, until the person tries again', async () => {
    stored.set('emberkeep-index-starts', '2');
    await index.start();
    expect(index.phase).toBe('plain');
    expect(indexes).toEqual([]);
    void index.retry();
    await until(() => index.phase === 'filling');
  });

  it('begin again by themselves when the network is back, where the files were missing', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    keepPack = () => Promise.reject(new Error('not here'));
    await index.start();
    expect(index.phase).toBe('plain');
    keepPack = async () => undefined;
    window.dispatchEvent(new Event('online'));
    await until(() => index.phase === 'filling');
  });
});

describe('a query', () => {
  it('is answered by the index when it is ready, and by plain search before it was started', async () => {
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['Lantern of Vey']);
    await makeReady();
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['from the index']);
  });

  it('that no worker accepts is answered by plain search within a second', async () => {
    await makeReady();
    // The client of the index rejects after 600 ms.
    answer = () => new Promise((_, reject) => timers.later(600, () => reject(new Error('not accepted'))));
    const { value, ms } = await within(index.search(REQUEST));
    expect(titles(value)).toEqual(['Lantern of Vey']);
    expect(ms).toBeLessThan(1000);
  });

  it('is answered by names and words while the index starts or is filled, and by the index afterwards', async () => {
    let goOn = (): void => undefined;
    starting = () => new Promise<void>((resolve) => (goOn = resolve));
    void index.start();
    await until(() => index.phase === 'starting' && indexes.length === 1);
    const { value, ms } = await within(index.search(REQUEST));
    expect(titles(value)).toEqual(['Lantern of Vey']);
    expect(ms).toBeLessThan(1000);
    goOn();
    await until(() => index.phase === 'filling');
    const filling = await within(index.search(REQUEST));
    expect([titles(filling.value), filling.ms < 1000]).toEqual([['Lantern of Vey'], true]);
    const { version } = index;
    await makeReady();
    expect(index.version).toBeGreaterThan(version);
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['from the index']);
  });

  it('is answered by plain search while the index of another tab is filled anew', async () => {
    const made = await makeReady();
    made.state = { phase: 'filling', done: 0, total: 4 };
    made.move();
    expect(index.phase).toBe('refilling');
    expect(index.connection).toBeNull();
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['Lantern of Vey']);
    made.state = new Error('moves');
    await timers.advance(250);
    expect(index.phase).toBe('refilling');
    made.state = { phase: 'ready', done: 4, total: 4 };
    await timers.advance(250);
    await until(() => index.phase === 'ready');
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['from the index']);
  });

  it('for everything is not asked of an index that is still being filled', async () => {
    void index.start();
    await until(() => index.phase === 'filling');
    const { value } = await within(index.searchWhole(REQUEST));
    expect(titles(value)).toEqual(['Lantern of Vey']);
  });

  it('goes on without vectors where the larger model fails', async () => {
    await makeReady();
    index.vectorsOf = () => Promise.reject(new Error('no model'));
    expect(titles((await within(index.search(REQUEST))).value)).toEqual(['from the index']);
  });
});

describe('replacing the index', () => {
  it('ends its worker, tells the other tabs, and starts one of another name', async () => {
    const first = await makeReady();
    void index.replace();
    await until(() => indexes.length === 2 && index.phase === 'filling');
    expect(first.isTerminated()).toBe(true);
    expect(messages).toEqual(['replace']);
    expect(indexes[1]!.name).not.toBe(first.name);
    expect(indexes[1]!.isTerminated()).toBe(false);
  });

  it('in another tab replaces it here too', async () => {
    const first = await makeReady();
    channel.onmessage?.({ data: 'replace' });
    await until(() => indexes.length === 2 && index.phase === 'filling');
    expect(first.isTerminated()).toBe(true);
    expect(messages).toEqual([]);
  });

  it('twice at once leaves one index that stays, though the first of the two never answers', async () => {
    await makeReady();
    starting = () => (indexes.length === 2 ? new Promise(() => undefined) : Promise.resolve());
    void index.replace();
    void index.replace();
    await until(() => indexes.length === 3 && index.phase === 'filling');
    indexes[2]!.state = { phase: 'ready', done: 4, total: 4 };
    await timers.advance(250);
    await until(() => index.phase === 'ready');
    await timers.advance(60_000);
    await settle();
    expect(index.phase).toBe('ready');
    expect(index.connection).toBe(indexes[2]);
    expect(indexes[2]!.isTerminated()).toBe(false);
  });
});

describe('stop', () => {
  it('ends the worker and leaves no timer, also while the index starts', async () => {
    let start = (): void => undefined;
    starting = () => new Promise<void>((resolve) => (start = resolve));
    void index.start();
    await until(() => indexes.length === 1);
    index.stop();
    expect(indexes[0]!.isTerminated()).toBe(true);
    start();
    await settle();
    expect(timers.waiting()).toEqual([]);
    expect(indexes[0]!.isClosed).toBe(true);
    expect(index.connection).toBeNull();
  });
});
