// Shows when pictures are synced: after the documents that name them, again after a change, never without a relay.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEntity, editEntity, type CampaignDocs } from '@emberkeep/store';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { createDatabase, createTimers, openDevice, settle, valueOf, type FakeTimers } from '#lib/testing/fakes.ts';
import { PictureSchedule } from './picture-schedule.svelte.ts';
import type { PictureSyncDeps } from './picture-sync.ts';

let docs: CampaignDocs;
let timers: FakeTimers;
let entry: { token: string | null; role: 'owner' | 'co_gm' };
let isComplete: boolean;
let rounds: PictureSyncDeps[];
/** What a round ends with. */
let outcome: () => Promise<boolean>;
let schedule: PictureSchedule;

beforeEach(async () => {
  docs = await openDevice();
  timers = createTimers();
  [entry, isComplete, rounds, outcome] = [{ token: 'secret', role: 'owner' }, true, [], async () => true];
  const membership = {
    get entry() {
      return entry;
    },
    relay: 'https://relay.example',
  } as unknown as Membership; // reason: nothing else of it is read
  schedule = new PictureSchedule({
    docs,
    db: createDatabase(),
    membership,
    isComplete: () => isComplete,
    later: timers.later,
    load: async () => (deps) => {
      rounds.push(deps);
      return outcome();
    },
  });
});
afterEach(async () => {
  schedule.stop();
  await docs.close();
});

const wakeFor = async (ms: number): Promise<void> => {
  schedule.wake();
  await timers.advance(ms);
  await settle();
};

it('runs once, 1.5 seconds after the campaign is complete, as the device it is', async () => {
  await wakeFor(1499);
  expect(rounds).toEqual([]);
  await wakeFor(1);
  expect(rounds).toHaveLength(1);
  expect(rounds[0]).toMatchObject({ token: 'secret', relay: 'https://relay.example', isOwner: true });
  await wakeFor(60_000);
  expect(rounds).toHaveLength(1);
  rounds[0]!.onPicture();
  expect(schedule.version).toBe(1);
});

it('does not run without a relay or before the campaign is complete', async () => {
  isComplete = false;
  await wakeFor(60_000);
  [isComplete, entry.token] = [true, null];
  await wakeFor(60_000);
  expect(rounds).toEqual([]);
  expect(timers.waiting()).toEqual([]);
});

it('runs again when a portrait changes, and for no other field', async () => {
  await wakeFor(1500);
  const id = valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  await wakeFor(60_000);
  expect(rounds).toHaveLength(1);
  valueOf(editEntity(docs, id, { portrait: 'a'.repeat(64) }));
  await wakeFor(1500);
  expect(rounds).toHaveLength(2);
});

it('is whole after a round that left nothing, until another portrait is chosen', async () => {
  expect(schedule.isWhole).toBe(false);
  outcome = async () => false;
  await wakeFor(1500);
  expect(schedule.isWhole).toBe(false);
  outcome = async () => true;
  await wakeFor(1000);
  await wakeFor(1500);
  expect(schedule.isWhole).toBe(true);
  const id = valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  valueOf(editEntity(docs, id, { portrait: 'a'.repeat(64) }));
  expect(schedule.isWhole).toBe(false);
});

it.each<[string, () => Promise<boolean>]>([
  ['a picture is on neither side', async () => false],
  ['the relay cannot be reached', () => Promise.reject(new Error('no network'))],
])('runs again soon, then at longer waits, up to 15 seconds and the usual wait, where %s', async (_what, ends) => {
  outcome = ends;
  await wakeFor(1500);
  for (const [i, wait] of [1000, 3000, 8000, 15_000, 15_000].entries()) {
    if (i === 4) outcome = async () => true;
    await wakeFor(wait);
    expect(rounds).toHaveLength(i + 1);
    await wakeFor(1500);
    expect(rounds).toHaveLength(i + 2);
  }
  expect(timers.waiting()).toEqual([]);
  outcome = ends;
  schedule.again();
  await wakeFor(1500);
  await wakeFor(1000);
  await wakeFor(1500);
  expect(rounds).toHaveLength(8);
});

it('waits for no picture that is missing for good when another one is chosen', async () => {
  outcome = async () => false;
  await wakeFor(1500);
  for (const wait of [1000, 3000, 8000, 15_000]) {
    await wakeFor(wait);
    await wakeFor(1500);
  }
  expect(rounds).toHaveLength(5);
  const id = valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  valueOf(editEntity(docs, id, { portrait: 'a'.repeat(64) }));
  await wakeFor(1500);
  expect(rounds).toHaveLength(6);
});

it('runs once more where a picture was chosen during a round, and never two at once', async () => {
  let end = (): void => undefined;
  outcome = () => new Promise((resolve) => (end = () => resolve(true)));
  await wakeFor(1500);
  schedule.again();
  await timers.advance(60_000);
  expect(rounds).toHaveLength(1);
  end();
  await settle();
  await wakeFor(1500);
  expect(rounds).toHaveLength(2);
  end();
});

it('stops: no timer, and a round that runs is told', async () => {
  let end = (): void => undefined;
  outcome = () => new Promise((resolve) => (end = () => resolve(false)));
  await wakeFor(1500);
  schedule.stop();
  expect(rounds[0]!.isStopped()).toBe(true);
  end();
  await settle();
  schedule.again();
  expect(timers.waiting()).toEqual([]);
});
