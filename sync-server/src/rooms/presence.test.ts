// Tests that presence is gathered, belongs to the connection that brought it, and never grows without bound.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as decoding from 'lib0/decoding';
import { decodePresence } from '@emberkeep/sync/wire';
import { createPresence } from './presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const read = (frame: Uint8Array) => {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  return decodePresence(decoder);
};
const entry = (client: number, state: unknown = { name: client }, clock = 1) => ({
  client,
  clock,
  state: JSON.stringify(state),
});

it('[R10] a burst is one frame, a client belongs to one connection, and leaving is sent at once', () => {
  const frames: Uint8Array[] = [];
  const presence = createPresence(
    (frame) => frames.push(frame),
    () => undefined,
  );
  presence.heard(1, [entry(10)]);
  presence.heard(2, [entry(20), entry(10, { name: 'forged' })]);
  expect(frames).toHaveLength(0);
  vi.advanceTimersByTime(50);
  expect(frames.map(read)).toEqual([[entry(10), entry(20)]]);
  presence.left(2);
  expect(read(frames[1]!)).toEqual([{ client: 20, clock: 2, state: 'null' }]);
  expect(read(presence.all()!)).toEqual([entry(10)]);
});

it('[R10] one connection can speak for a few clients only', () => {
  const presence = createPresence(
    () => undefined,
    () => undefined,
  );
  for (let i = 0; i < 50; i++)
    presence.heard(
      1,
      Array.from({ length: 100 }, (_, n) => entry(i * 100 + n)),
    );
  expect(read(presence.all()!)).toHaveLength(16);
  presence.heard(1, [entry(0, null)]);
  vi.advanceTimersByTime(50); // its place is free once the others have been told
  presence.heard(1, [entry(7777)]);
  expect(read(presence.all()!).map((e) => e.client)).toContain(7777);
  presence.left(1);
  expect(presence.all()).toBeNull();
  presence.heard(1, [entry(1)]);
  expect(read(presence.all()!)).toHaveLength(1);
});

it('[R10] clients that come and go, or leave without having come, make no frame longer', () => {
  const frames: Uint8Array[] = [];
  const told: unknown[][] = [];
  const presence = createPresence(
    (frame) => frames.push(frame),
    (entries) => told.push([...entries]),
  );
  presence.heard(1, [entry(1)]);
  for (let client = 2; client < 5000; client++) presence.heard(1, [entry(client), entry(client, null, 2)]);
  presence.heard(
    2,
    Array.from({ length: 1000 }, (_, n) => entry(10_000 + n, null)),
  );
  vi.advanceTimersByTime(50);
  expect(frames.map(read).map((entries) => entries.length)).toEqual([16]);
  expect(told.map((entries) => entries.length)).toEqual([16]);
  // Their places are free again.
  presence.heard(1, [entry(6000)]);
  expect(read(presence.all()!).map(({ client }) => client)).toEqual([1, 6000]);
});

it('[R10] a crowded room is updated half as often', () => {
  const frames: Uint8Array[] = [];
  const presence = createPresence(
    (frame) => frames.push(frame),
    () => undefined,
  );
  for (let i = 0; i < 30; i++) presence.heard(i, [entry(i)]);
  vi.advanceTimersByTime(50);
  frames.length = 0;
  for (let tick = 2; tick < 12; tick++) {
    presence.heard(3, [entry(3, { at: tick }, tick)]);
    vi.advanceTimersByTime(50);
  }
  expect(frames).toHaveLength(5);
});

it('[R10] a client of another node is shown, replaced by a local one, and removed in time', () => {
  const frames: Uint8Array[] = [];
  const told: unknown[] = [];
  const presence = createPresence(
    (frame) => frames.push(frame),
    (entries) => told.push(entries),
  );
  presence.heard('node-b', [entry(10), entry(11)]);
  vi.advanceTimersByTime(50);
  expect(frames.map(read)).toEqual([[entry(10), entry(11)]]);
  expect(told).toEqual([]); // what another node said is not repeated
  presence.heard(2, [entry(11)]); // a client repeats what it heard of another: that does not make it its own
  vi.advanceTimersByTime(50);
  expect(told).toEqual([]);
  presence.heard(1, [entry(10, { name: 'here now' }, 5)]);
  vi.advanceTimersByTime(50);
  expect(told).toEqual([[entry(10, { name: 'here now' }, 5)]]);
  presence.heard('node-b', [{ client: 10, clock: 2, state: 'null' }]);
  expect(presence.ours()).toEqual([entry(10, { name: 'here now' }, 5)]);
  vi.advanceTimersByTime(60_000);
  expect(read(presence.all()!)).toEqual([entry(10, { name: 'here now' }, 5)]);
  expect(read(frames.at(-1)!)).toEqual([{ client: 11, clock: 2, state: 'null' }]);
  presence.stop();
});

it('a grant speaks for 32 clients over all of its connections, and others for theirs', () => {
  const presence = createPresence(
    () => undefined,
    () => undefined,
  );
  for (let socket = 0; socket < 40; socket++) {
    const entries = Array.from({ length: 16 }, (_, n) => entry(socket * 100 + n));
    presence.heard(socket, entries, 'flooder');
  }
  presence.heard(50, [entry(9000)], 'gm');
  const clients = read(presence.all()!).map(({ client }) => client);
  expect([clients.length, clients.includes(9000)]).toEqual([33, true]);
  presence.left(0);
  presence.heard(2, [entry(7000)], 'flooder');
  expect(read(presence.all()!).map(({ client }) => client)).toContain(7000);
  presence.stop();
});

it('what a grant has the relay send is limited in bytes, and the latest state of each client arrives', () => {
  const receivers = 40;
  const sent = { flooder: 0, gm: 0, latest: new Map<number, number>() };
  const presence = createPresence(
    (frame) => {
      for (const { client, clock, state } of read(frame)) {
        sent[client < 1000 ? 'flooder' : 'gm'] += state.length * receivers;
        sent.latest.set(client, clock);
      }
    },
    () => undefined,
    () => receivers,
  );
  const large = 'a'.repeat(4000);
  for (let clock = 1; clock <= 28; clock++) {
    for (let client = 0; client < 32; client++) presence.heard(client % 8, [entry(client, large, clock)], 'flooder');
    presence.heard(9, [entry(1000, { at: clock }, clock)], 'gm');
    vi.advanceTimersByTime(250);
  }
  // 7 seconds of a megabyte, one at once, and one entry beyond that.
  expect(sent.flooder).toBeLessThan(9 * 1024 * 1024);
  expect(sent.flooder).toBeGreaterThan(5 * 1024 * 1024);
  expect(sent.latest.get(1000)).toBe(28);
  vi.advanceTimersByTime(10_000);
  expect([...sent.latest.values()]).toEqual(Array(33).fill(28));
  presence.stop();
});

it('who asks without end who is present gets an answer per frame, and the bytes count', () => {
  const presence = createPresence(
    () => undefined,
    () => undefined,
  );
  presence.heard(1, [entry(1, 'a'.repeat(4000))], 'gm');
  vi.advanceTimersByTime(100);
  const answers = { one: 0, bytes: 0 };
  presence.asked(2, 'one', () => (answers.one += 1));
  vi.advanceTimersByTime(100);
  expect(answers.one).toBe(1);
  for (let tick = 0; tick < 100; tick++) {
    for (let socket = 10; socket < 50; socket++)
      for (let i = 0; i < 5; i++) presence.asked(socket, 'flooder', (frame) => (answers.bytes += frame.byteLength));
    vi.advanceTimersByTime(50);
  }
  expect(answers.bytes).toBeGreaterThan(1024 * 1024);
  expect(answers.bytes).toBeLessThan(7 * 1024 * 1024);
  presence.stop();
});
