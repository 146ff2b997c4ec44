// Shows how changes of the documents reach the index: when, how many at once, and what happens to one that does not.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordChange } from '@emberkeep/domain';
import { IndexFilling } from '@emberkeep/search';
import type { IndexConnection } from '@emberkeep/search/client';
import { createEntity, createSession, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
import { createDatabase, createTimers, openDevice, settle, valueOf, type FakeTimers } from '#lib/testing/fakes.ts';
import { IndexUpdates } from './index-updates.ts';

/** What `applyChanges` was called with, and what it does. */
const index = vi.hoisted(() => ({
  batches: [] as string[][],
  apply: (_ids: readonly string[]): Promise<string[]> => Promise.resolve([]),
}));
vi.mock('@emberkeep/search', async (importOriginal) => ({
  ...(await importOriginal<typeof import('@emberkeep/search')>()),
  applyChanges: (_db: unknown, changes: readonly { id: string }[]) => {
    const ids = changes.map(({ id }) => id);
    index.batches.push(ids);
    return index.apply(ids);
  },
}));

const CONNECTION = {} as IndexConnection;
let docs: CampaignDocs;
let db: DeviceDatabase;
let timers: FakeTimers;
let connection: IndexConnection | null;
let written: number;
let filling: number;
let updates: IndexUpdates;
let changes: RecordChange[];

let named = 0;
/** Makes entities, and gives the changes of them. */
const entities = (count: number): RecordChange[] => {
  changes = [];
  for (let n = 0; n < count; n++) valueOf(createEntity(docs, { name: `Entity ${(named += 1)}`, entityType: 'npc' }));
  return changes;
};
const idsOf = (of: readonly RecordChange[]): string[] => [...new Set(of.map(({ id }) => id))];
const inIndex = (): string[] => index.batches.flat().sort();

beforeEach(async () => {
  docs = await openDevice();
  db = createDatabase();
  timers = createTimers();
  [connection, written, filling, changes] = [CONNECTION, 0, 0, []];
  index.batches = [];
  index.apply = async () => [];
  docs.onChange((each) => void changes.push(...each));
  updates = new IndexUpdates({
    docs,
    db,
    snapshots: () => undefined,
    model: async () => null,
    connection: () => connection,
    onWritten: () => (written += 1),
    onFilling: () => {
      filling += 1;
      connection = null;
    },
    nowMs: timers.nowMs,
    later: timers.later,
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  updates.stop();
  await docs.close();
  await db.delete();
});

describe('changes reach the index', () => {
  it('300 ms after the last of them, once per record', async () => {
    const [first, second] = [entities(1), entities(1)];
    updates.add(first);
    await timers.advance(200);
    updates.add(second);
    updates.add(first);
    await timers.advance(299);
    expect(index.batches).toEqual([]);
    await timers.advance(1);
    await settle();
    expect(index.batches).toEqual([[...idsOf(first), ...idsOf(second)]]);
    expect(written).toBe(1);
  });

  it('700 ms after the first of them at the latest', async () => {
    const each = entities(1);
    for (let n = 0; n < 3; n++) {
      updates.add(each);
      await timers.advance(233);
    }
    updates.add(each);
    await timers.advance(1);
    await settle();
    expect(index.batches).toHaveLength(1);
  });

  it('150 at a time, and sessions together', async () => {
    changes = [];
    const sessions = [1, 2].map((n) => valueOf(createSession(docs, { title: `Session ${n}` })));
    const ofSessions = changes.filter(({ kind }) => kind === 'session');
    const ofEntities = entities(160);
    updates.add([...ofEntities.slice(0, 80), ofSessions[0]!, ...ofEntities.slice(80), ofSessions.at(-1)!]);
    await updates.flush();
    expect(index.batches.map((batch) => batch.length)).toEqual([2, 150, 10]);
    expect([...index.batches[0]!].sort()).toEqual([...sessions].sort());
  });

  it('when there is an index: until then they wait without a timer', async () => {
    connection = null;
    const each = entities(2);
    updates.add(each);
    expect(timers.waiting()).toEqual([]);
    await updates.flush();
    expect(index.batches).toEqual([]);
    connection = CONNECTION;
    updates.schedule();
    await timers.advance(300);
    await settle();
    expect(inIndex()).toEqual(idsOf(each).sort());
  });

  it('a flush without changes writes and announces nothing: a listener that flushes again would loop', async () => {
    await updates.flush();
    expect(index.batches).toEqual([]);
    expect(written).toBe(0);
  });
});

describe('a change that cannot be written', () => {
  it('waits where another tab fills the index', async () => {
    index.apply = () => Promise.reject(new IndexFilling('filling'));
    const each = entities(2);
    updates.add(each);
    await updates.flush();
    expect([filling, written]).toEqual([1, 0]);
    index.batches = [];
    index.apply = async () => [];
    connection = CONNECTION;
    await updates.flush();
    expect(inIndex()).toEqual(idsOf(each).sort());
  });

  it('waits where the index went away meanwhile, and goes to the next one', async () => {
    index.apply = () => {
      connection = null;
      return Promise.reject(new Error('closed'));
    };
    const each = entities(2);
    updates.add(each);
    await updates.flush();
    expect(written).toBe(0);
    index.batches = [];
    index.apply = async () => [];
    connection = { ...CONNECTION };
    await updates.flush();
    expect(inIndex()).toEqual(idsOf(each).sort());
  });

  it('goes to an index that took the place of the first one while it was being written', async () => {
    index.apply = () => {
      connection = { ...CONNECTION };
      index.apply = async () => [];
      return Promise.reject(new Error('closed'));
    };
    updates.add(entities(1));
    await updates.flush();
    await timers.advance(300);
    await settle();
    expect(index.batches).toHaveLength(2);
    expect(written).toBe(1);
  });

  it('does not keep its neighbours out', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const each = entities(3);
    const bad = idsOf(each)[1]!;
    const taken: string[] = [];
    index.apply = async (ids) => {
      if (ids.includes(bad)) throw new Error('cannot be written');
      taken.push(...ids);
      return [];
    };
    updates.add(each);
    await updates.flush();
    expect(taken.sort()).toEqual(
      idsOf(each)
        .filter((id) => id !== bad)
        .sort(),
    );
    expect(warn).toHaveBeenCalledOnce();
    index.batches = [];
    await updates.flush();
    expect(index.batches).toEqual([]);
  });
});

describe('a new index', () => {
  it('gets the changes of the last minute again: it may have been filled without them', async () => {
    const old = entities(1);
    updates.add(old);
    await updates.flush();
    await timers.advance(60_000);
    const recent = entities(1);
    updates.add(recent);
    await updates.flush();
    index.batches = [];
    updates.addRecent();
    await updates.flush();
    expect(index.batches).toEqual([idsOf(recent)]);
  });
});

describe('stop', () => {
  it('leaves no timer and writes nothing more', async () => {
    updates.add(entities(1));
    updates.stop();
    expect(timers.waiting()).toEqual([]);
    await updates.flush();
    expect(index.batches).toEqual([]);
  });

  it('while a batch is being written ends after that batch', async () => {
    index.apply = async () => {
      updates.stop();
      throw new Error('closed');
    };
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    updates.add(entities(160));
    await updates.flush();
    expect(index.batches).toHaveLength(1);
    expect(written).toBe(0);
  });
});
