// Shows that plain search answers from what it has read so far within its patience, or from everything.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchAnswer } from '@emberkeep/domain';
import {
  createEntity,
  createSession,
  createBrowserPersistence,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import {
  createDatabase,
  createTimers,
  openDevice,
  settle,
  until,
  valueOf,
  type FakeTimers,
} from '#lib/testing/fakes.ts';
import { PlainSearch } from './plain-search.ts';

let db: DeviceDatabase;
let docs: CampaignDocs;
/** Ends the patience of a query. */
let patience: FakeTimers;
/** Between two bodies. */
let breaths: FakeTimers;
let grown: number;
let search: PlainSearch;

const REQUEST = { text: 'lantern' };
const titles = (answer: SearchAnswer): string[] => answer.hits.map(({ title }) => title).sort();
/** Lets the reading go on, one body at a time; the patience does not end. */
const breathe = (isDone: () => boolean): Promise<void> =>
  until(async () => {
    await breaths.advance(0);
    return isDone();
  });
const run = async <T>(promise: Promise<T>): Promise<T> => {
  let isOver = false;
  // The caller gets the error from `promise` itself.
  void promise.finally(() => (isOver = true)).catch(() => undefined);
  await breathe(() => isOver);
  return promise;
};

beforeEach(async () => {
  db = createDatabase();
  docs = await openDevice({ persistence: createBrowserPersistence(db) });
  [patience, breaths] = [createTimers(), createTimers()];
  grown = 0;
  search = new PlainSearch({
    docs,
    db,
    snapshots: () => undefined,
    onGrown: () => (grown += 1),
    later: (ms, next) => (ms === 0 ? breaths : patience).later(ms, next),
  });
  createEntity(docs, { name: 'Lantern of Vey', entityType: 'npc' });
  for (const title of ['The red lantern', 'The blue lantern']) valueOf(createSession(docs, { title }));
  await docs.queue.whenSaved();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await docs.close();
  await db.delete();
});

describe('plain search', () => {
  it('answers from the whole campaign when that is read in time, and leaves no timer', async () => {
    const answer = await run(search.search(REQUEST));
    expect(titles(answer)).toEqual(['Lantern of Vey', 'The blue lantern', 'The red lantern']);
    expect(grown).toBe(0);
    expect(patience.waiting()).toEqual([]);
  });

  it('answers from what it has read when its patience ends, and tells when it has read everything', async () => {
    let answer: SearchAnswer | null = null;
    void search.search(REQUEST).then((given) => (answer = given));
    await until(() => breaths.waiting().length === 1);
    await settle();
    expect(answer).toBeNull();
    await patience.advance(600);
    await until(() => answer !== null);
    expect(titles(answer!)).toContain('Lantern of Vey');
    expect(grown).toBe(0);
    await breathe(() => grown > 0);
    await settle();
    expect(grown).toBe(1);
  });

  it('reads the campaign once for many queries, and anew after a change', async () => {
    await run(search.search(REQUEST));
    createEntity(docs, { name: 'Lantern of Rok', entityType: 'npc' });
    await docs.queue.whenSaved();
    expect(titles(await run(search.search(REQUEST)))).not.toContain('Lantern of Rok');
    search.changed();
    expect(titles(await run(search.search(REQUEST)))).toContain('Lantern of Rok');
  });

  it('answers a query for everything from everything, also when a document changes meanwhile', async () => {
    const whole = search.searchWhole(REQUEST);
    let isOver = false;
    void whole.then(() => (isOver = true));
    // One of the two bodies was read.
    await until(() => breaths.waiting().length === 1);
    search.changed();
    const read = new Set<string>();
    const peek = docs.peek.bind(docs);
    vi.spyOn(docs, 'peek').mockImplementation((ref) => {
      if (ref.kind === 'session') read.add(ref.sessionId);
      return peek(ref);
    });
    await breathe(() => isOver);
    expect(read.size).toBe(1);
  });

  it('says that there is more where a change ended its reading: who shows the answer asks again', async () => {
    const first = search.search(REQUEST);
    await until(() => breaths.waiting().length === 1);
    search.changed();
    await run(first);
    await settle();
    expect(grown).toBe(1);
  });
});
