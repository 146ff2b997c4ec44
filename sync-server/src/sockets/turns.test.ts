// Tests that one grant's frames take a bounded share of the relay's time, in order, and wait on the sender's side.
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** A relay that does one thing at a time, in simulated time. */
const createWorld = () => {
  let now = 1000;
  const timers: { at: number; run: () => void }[] = [];
  const open = createTurns({
    nowMs: () => now,
    workedMs: () => now,
    later: (run, ms) => void timers.push({ at: now + ms, run }),
  });
  return {
    open,
    work:
      (ms: number, then: () => void = () => undefined) =>
      (): void => {
        now += ms;
        then();
      },
    /** Runs what is due until then; whatever happens in between takes its time. */
    runUntil: (end: number): void => {
      for (;;) {
        timers.sort((a, b) => a.at - b.at);
        const next = timers[0];
        if (!next || next.at > end) return void (now = Math.max(now, end));
        timers.shift();
        now = Math.max(now, next.at);
        next.run();
      }
    },
    now: () => now,
  };
};

it('18.10 frames of a grant on twenty connections take half of the time; long ones take a hundredth', () => {
  for (const [ms, share] of [
    [0.1, 0.5],
    [10, 0.2],
    [30, 0.01],
  ] as const) {
    const world = createWorld();
    let used = 0;
    const start = world.now();
    for (let n = 0; n < 20; n++) {
      const turns = world.open('grant', () => undefined);
      for (let i = 0; i < 5000; i++) turns.add(world.work(ms, () => (used += ms)));
    }
    world.runUntil(start + 9000);
    expect(used / 9000, `frames of ${ms} ms`).toBeLessThan(share * 1.3);
    expect(used / 9000, `frames of ${ms} ms`).toBeGreaterThan(share / 3);
  }
});

it('18.10 another grant waits for nothing, and every frame runs once, in order', () => {
  const world = createWorld();
  const told: boolean[] = [];
  const done: number[] = [];
  const flooding = world.open('one', (isWaiting) => told.push(isWaiting));
  for (let i = 1; i <= 50; i++) flooding.add(world.work(1, () => done.push(i)));
  flooding.addFirst([world.work(1, () => done.push(0))]);
  expect(done.length).toBeLessThan(10);
  const other = world.open('two', () => expect.fail('the other grant waited'));
  other.add(world.work(1, () => done.push(-1)));
  expect(done.at(-1)).toBe(-1);
  expect(told).toEqual([true]);
  world.runUntil(world.now() + 60_000);
  expect(told).toEqual([true, false]);
  const before = done.indexOf(-1);
  expect(done.filter((n) => n >= 0)).toEqual([
    ...Array.from({ length: before }, (_, i) => i + 1),
    0,
    ...Array.from({ length: 50 - before }, (_, i) => before + i + 1),
  ]);
});

it('18.10 a document of the largest size delays its sender by half a minute at most, and a rest ends', () => {
  const world = createWorld();
  const turns = world.open('grant', () => undefined);
  turns.add(world.work(5000));
  let isDone = false;
  const start = world.now();
  turns.add(world.work(1, () => (isDone = true)));
  world.runUntil(start + 29_000);
  expect(isDone).toBe(false);
  world.runUntil(start + 31_000);
  expect(isDone).toBe(true);
  turns.rest(100);
  let isResting = true;
  turns.add(world.work(1, () => (isResting = false)));
  expect(isResting).toBe(true);
  world.runUntil(world.now() + 100);
  expect(isResting).toBe(false);
});

it('18.10 a grant has one share, however many others come and go, and no new one for a new connection', () => {
  const world = createWorld();
  const first = world.open('one', () => undefined);
  first.add(world.work(4));
  for (let n = 0; n < 3000; n++) world.open(`other ${n}`, () => undefined).add(world.work(0));
  const second = world.open('one', () => undefined);
  second.add(world.work(4));
  let isDone = false;
  second.add(world.work(1, () => (isDone = true)));
  expect(isDone).toBe(false);
  world.runUntil(world.now() + 20);
  expect(isDone).toBe(true);
  let used = 0;
  const start = world.now();
  for (let n = 0; n < 500; n++) {
    const turns = world.open('two', () => undefined);
    turns.add(world.work(4, () => (used += 4)));
    world.runUntil(world.now() + 1);
    turns.end();
  }
  expect(used / (world.now() - start)).toBeLessThan(0.6);
});

it('18.10 what waits on a connection that has ended is dropped', () => {
  const world = createWorld();
  const told: boolean[] = [];
  const turns = world.open('one', (isWaiting) => told.push(isWaiting));
  turns.add(world.work(6));
  turns.add(() => expect.fail('the connection is over'));
  turns.end();
  turns.end();
  world.runUntil(world.now() + 60_000);
  expect(told).toEqual([true]);
});
