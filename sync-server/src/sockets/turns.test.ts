// Tests that one grant's frames take a bounded share of the relay's time, in order, and wait on the sender's side.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { createSlices, SLICE_MS } from './slices.ts';
import { createTurns } from './turns.ts';

/** A relay that does one thing at a time, in simulated time. */
const createWorld = () => {
  let now = 1000;
  const timers: { at: number; run: () => void }[] = [];
  const later = (ms: number, run: () => void): void => void timers.push({ at: now + ms, run });
  const nowMs = (): number => now;
  const openTurns = createTurns({
    nowMs,
    workedMs: nowMs,
    later,
    slices: createSlices({ nowMs, soon: (run) => later(0, run) }),
  });
  return {
    open: (grant: string, onWaiting: (isWaiting: boolean) => void, shared: readonly string[] = []) =>
      openTurns({ grant, shared }, onWaiting),
    /** Work of this many steps of a millisecond. */
    stepsOf: (count: number, then: () => void) =>
      function* () {
        for (let step = 0; step < count; step++) {
          now += 1;
          yield;
        }
        then();
      },
    later,
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

it('frames of a grant on twenty connections take half of the time; long ones take a hundredth', () => {
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

it('another grant waits for nothing, and every frame runs once, in order', () => {
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

it('a document of the largest size delays its sender by half a minute at most, and a rest ends', () => {
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

it('a grant has one share, however many others come and go, and no new one for a new connection', () => {
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

it('what waits on a connection that has ended is dropped', () => {
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

it('work in steps lets others have their turn after each slice, in order on its own connection', () => {
  const world = createWorld();
  const done: string[] = [];
  const told: boolean[] = [];
  const large = world.open('large', (isWaiting) => told.push(isWaiting), ['address']);
  large.add(world.stepsOf(400, () => done.push('large')));
  large.add(world.work(0.1, () => done.push('behind it')));
  // Somebody who asks every millisecond waits for a slice at most.
  const waits: number[] = [];
  const ask = (at: number): void =>
    world.later(at - world.now(), () => {
      waits.push(world.now() - at);
      if (done.length === 0) ask(world.now() + 1);
    });
  ask(world.now() + 1);
  world.runUntil(world.now() + 10_000);
  expect(done).toEqual(['large', 'behind it']);
  expect(Math.max(...waits)).toBeLessThanOrEqual(SLICE_MS + 1);
  expect(waits.length).toBeGreaterThan(50);
  expect(told).toEqual([true, false]);
});

it('large frames of one address take turns with those of another, whoever came first', () => {
  const world = createWorld();
  const done: string[] = [];
  for (let n = 1; n <= 4; n++)
    world.open(`${n}`, () => undefined, ['stranger']).add(world.stepsOf(1000, () => done.push(`stranger ${n}`)));
  world.open('gm', () => undefined, ['home']).add(world.stepsOf(500, () => done.push('gm')));
  const start = world.now();
  let gmAfter = 0;
  for (let ms = 100; done.length < 5; ms += 100) {
    world.runUntil(start + ms);
    if (done.includes('gm')) gmAfter ||= ms;
  }
  expect(done[0]).toBe('gm');
  expect(gmAfter).toBeLessThanOrEqual(1100);
});

it('a frame whose connection has ended is not worked on any further', () => {
  const world = createWorld();
  let steps = 0;
  const turns = world.open('grant', () => undefined);
  turns.add(function* () {
    for (;;) {
      steps += 1;
      world.work(1)();
      yield;
    }
  });
  world.runUntil(world.now() + 20);
  turns.end();
  const before = steps;
  world.runUntil(world.now() + 1000);
  expect([before > 0, steps - before < SLICE_MS]).toEqual([true, true]);
});

it('many grants of one address, or of one players’ link, have half of the time together', () => {
  const world = createWorld();
  let used = 0;
  const start = world.now();
  for (let n = 0; n < 100; n++) {
    const turns = world.open(`device ${n}`, () => undefined, ['players of a campaign']);
    for (let i = 0; i < 2000; i++) turns.add(world.work(1, () => (used += 1)));
  }
  const other = world.open('gm', () => expect.fail('the GM waited'), ['home']);
  world.runUntil(start + 5000);
  other.add(world.work(1));
  expect(used / 5000).toBeGreaterThan(0.2);
  expect(used / 5000).toBeLessThan(0.7);
});

it('large frames of one grant take turns with those of another at the same address', () => {
  const world = createWorld();
  const done: string[] = [];
  const hostile = Array.from({ length: 4 }, () => world.open('hostile', () => undefined, ['house']));
  hostile.forEach((turns, n) => turns.add(world.stepsOf(1000, () => done.push(`hostile ${n}`))));
  world.open('gm', () => undefined, ['house']).add(world.stepsOf(500, () => done.push('gm')));
  const start = world.now();
  let gmAfter = 0;
  for (let ms = 100; done.length < 5; ms += 100) {
    world.runUntil(start + ms);
    if (done.includes('gm')) gmAfter ||= ms;
  }
  expect(done).toEqual(['gm', 'hostile 0', 'hostile 1', 'hostile 2', 'hostile 3']);
  expect(gmAfter).toBeLessThanOrEqual(1100);
});

it('a socket that is closed in the middle of its slices pays for them, and its grant rests', () => {
  const world = createWorld();
  let used = 0;
  const endless = function* () {
    for (;;) {
      world.work(1)();
      used += 1;
      yield;
    }
  };
  const start = world.now();
  for (let n = 0; n < 100; n++) {
    const turns = world.open('grant', () => undefined, ['house']);
    turns.add(endless);
    world.runUntil(world.now() + 40);
    turns.end();
    world.runUntil(world.now() + 1);
  }
  expect(used).toBeGreaterThan(100);
  expect(used / (world.now() - start)).toBeLessThan(0.4);
});

it('twenty campaigns of one address get half of the time with small frames, as one campaign does', () => {
  const shares = [1, 20].map((campaigns) => {
    const world = createWorld();
    let used = 0;
    const start = world.now();
    for (let n = 0; n < campaigns; n++) {
      const turns = world.open(`owner ${n}`, () => undefined, ['address of a stranger']);
      for (let i = 0; i < 20_000; i++) turns.add(world.work(1, () => (used += 1)));
    }
    world.runUntil(start + 9000);
    return used / 9000;
  });
  expect(shares[0]).toBeCloseTo(0.5, 1);
  expect(shares[1]).toBeLessThan(0.6);
});

it('twenty campaigns of one address get one slice for each of another address with large frames', () => {
  const world = createWorld();
  const start = world.now();
  let doneAt = 0;
  for (let n = 0; n < 20; n++) {
    const turns = world.open(`owner ${n}`, () => undefined, ['address of a stranger']);
    for (let i = 0; i < 5; i++) turns.add(() => world.stepsOf(2000, () => undefined)());
  }
  const table = world.open('a table', () => undefined, ['address of the table']);
  table.add(() => world.stepsOf(400, () => (doneAt = world.now()))());
  world.runUntil(start + 60_000);
  // Its own 400 ms, as many of the stranger's, and a slice.
  expect(doneAt - start).toBeGreaterThan(0);
  expect(doneAt - start).toBeLessThanOrEqual(400 * 2 + 2 * SLICE_MS);
});

it('a frame waits behind one turn of each other grant of its address, however many connections these have', () => {
  for (const shared of [['address'], ['address', 'players of a campaign']]) {
    const world = createWorld();
    for (let n = 0; n < 20; n++) {
      const turns = world.open('flooding', () => undefined, shared);
      for (let i = 0; i < 5000; i++) turns.add(world.work(0.1));
    }
    const start = world.now();
    const other = world.open('other', () => undefined, shared);
    const waits: number[] = [];
    for (let i = 0; i < 100; i++) {
      world.runUntil(start + i * 37);
      const askedAt = world.now();
      other.add(world.work(0.1, () => waits.push(world.now() - askedAt)));
      world.runUntil(start + i * 37 + 36);
    }
    expect(waits).toHaveLength(100);
    // A turn and the rest after it, twice: it may ask at the beginning of the flooding grant's turn.
    expect(Math.max(...waits)).toBeLessThan(25);
  }
});

it('a player is answered, whatever others at their address, and other players elsewhere, send meanwhile', () => {
  const HOME = ['address', 'players of a campaign'];
  const SENDERS = [['address'], HOME, ['another address', 'players of a campaign'], ['address', 'players of another']];
  for (let seed = 1; seed <= 60; seed++) {
    const random = createRandom(seed);
    const world = createWorld();
    let senders = 0;
    for (let groups = 1 + random.int(3); groups > 0; groups--) {
      const shared = random.pick(SENDERS);
      const [ms, pauseMs] = [random.pick([0.2, 1, 3, 5, 10]), random.pick([1, 5, 15])];
      for (let n = 1 + random.int(20); n > 0; n--) {
        senders += 1;
        const turns = world.open(`sender ${senders}`, () => undefined, shared);
        const send = (): void => turns.add(world.work(ms, () => world.later(pauseMs, send)));
        for (let frames = 1 + random.int(3); frames > 0; frames--) send();
      }
    }
    const player = world.open('player', () => undefined, HOME);
    const start = world.now();
    let askedAt = 0;
    let longest = 0;
    const ask = (): void => {
      askedAt = world.now();
      const answer = (): void => {
        longest = Math.max(longest, world.now() - askedAt);
        world.later(50, ask);
      };
      player.add(world.work(0.2, answer));
    };
    world.later(100, ask);
    world.runUntil(start + 5000);
    longest = Math.max(longest, world.now() - askedAt);
    // A turn of each of the others, and the rest after it, for each of the two shares.
    expect(longest, `seed ${seed}, ${senders} senders`).toBeLessThan(60 + senders * 40);
  }
});

it('players of twenty campaigns of a stranger get half of the time at one address', () => {
  const world = createWorld();
  let used = 0;
  for (let campaign = 0; campaign < 20; campaign++)
    for (let device = 0; device < 3; device++) {
      const turns = world.open(`${campaign} ${device}`, () => undefined, ['address', `players of ${campaign}`]);
      const send = (): void => turns.add(world.work(2, () => ((used += 2), world.later(1, send))));
      for (let frames = 0; frames < 3; frames++) send();
    }
  const start = world.now();
  world.runUntil(start + 9000);
  expect(used / 9000).toBeLessThan(0.6);
  expect(used / 9000).toBeGreaterThan(0.4);
});
