// Tests that many connections of one grant have one share of the relay's time, and others wait for none of it.
import { expect, it } from 'vitest';
import { createGrantShares } from './grant-shares.ts';

/** A relay that does one thing at a time, in simulated time. */
const createWorld = () => {
  let now = 1_000_000;
  const timers: { at: number; run: () => void }[] = [];
  const shares = createGrantShares({
    nowMs: () => now,
    wait: (ms) => new Promise((run) => timers.push({ at: now + ms, run })),
  });
  const answered = new Map<string, number>();
  const ask = (grant: string, ms: number, shared?: readonly string[]): Promise<void> =>
    shares.run(
      grant,
      async () => {
        now += ms;
        answered.set(grant, (answered.get(grant) ?? 0) + ms);
      },
      shared,
    );
  const runUntil = async (end: number): Promise<void> => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve)); // everything that need not wait has run
      timers.sort((a, b) => a.at - b.at);
      const next = timers[0];
      if (!next || next.at > end) return;
      timers.shift();
      now = Math.max(now, next.at);
      next.run();
    }
  };
  return { shares, ask, runUntil, answered, now: () => now };
};

it('twenty connections of a grant that ask without end get the burst and a fifth of the time', async () => {
  const { ask, runUntil, answered, now } = createWorld();
  const end = now() + 120_000;
  const forEver = async (): Promise<void> => {
    while (now() < end) await ask('flooder', 50);
  };
  for (let i = 0; i < 20; i++) void forEver();
  await runUntil(end);
  expect(answered.get('flooder')).toBeGreaterThan(20_000);
  expect(answered.get('flooder')).toBeLessThan(10_000 + 120_000 / 5 + 1000);
  const before = now();
  await ask('someone else', 50);
  expect(now() - before).toBe(50);
});

it('a device that catches up with 30 documents waits for nothing, or as long as large ones took', async () => {
  for (const [ms, expected] of [
    [15, 450],
    [50, 50 * 30 + 50 * 29],
  ] as const) {
    const { ask, runUntil, now } = createWorld();
    const before = now();
    let after = 0;
    const all = (async () => {
      for (let i = 0; i < 30; i++) await ask('tablet', ms);
      after = now();
    })();
    await runUntil(before + 60_000);
    await all;
    expect(after - before).toBe(expected);
  }
});

it('a grant has one share, however many others ask: its next answer waits for the one that runs', async () => {
  const { shares, ask, runUntil, now } = createWorld();
  let end: () => void = () => undefined;
  let isFollowing = false;
  const running = shares.run('flooder', () => new Promise<void>((resolve) => (end = resolve)));
  await runUntil(now());
  for (let n = 0; n < 3000; n++) await ask(`other ${n}`, 0);
  const following = shares.run('flooder', async () => void (isFollowing = true));
  await runUntil(now() + 60_000);
  expect(isFollowing).toBe(false);
  end();
  await runUntil(now() + 60_000);
  expect(isFollowing).toBe(true);
  await Promise.all([running, following]);
});

it('while another grant asks, one that asks without end gets a quarter of the time, also within its burst', async () => {
  const { ask, runUntil, answered, now } = createWorld();
  const end = now() + 8000;
  const forEver = async (): Promise<void> => {
    while (now() < end) await ask('flooder', 10);
  };
  for (let i = 0; i < 20; i++) void forEver();
  while (now() < end) {
    const before = now();
    await ask('someone else', 1);
    expect(now() - before).toBeLessThanOrEqual(11); // one answer of the other grant may have begun
    await runUntil(now() + 200);
  }
  expect(answered.get('flooder')! / 8000).toBeLessThan(0.3);
  expect(answered.get('flooder')! / 8000).toBeGreaterThan(0.2);
});

it('of fifty campaigns of one address three are answered at a time, and another address waits for none', async () => {
  const { shares } = createWorld();
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const answer = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
  };
  const all = Array.from({ length: 50 }, (_, i) => shares.run(`campaign ${i}`, answer, ['stranger']));
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await turn();
  let isAnswered = false;
  await shares.run('gm', async () => void (isAnswered = true), ['home']);
  expect([running, isAnswered]).toEqual([3, true]);
  for (let end = ends.shift(); end; end = ends.shift()) {
    end();
    await turn();
  }
  await Promise.all(all);
  expect(most).toBe(3);
});

it('a device that has used up its share keeps none of those waiting with whom it shares', async () => {
  const { ask, runUntil, now } = createWorld();
  const start = now();
  void ask('flooder', 100_000, ['players']);
  await runUntil(start);
  for (let i = 0; i < 10; i++) void ask('flooder', 50, ['players']);
  let waitedMs = -1;
  const before = now();
  void ask('player', 20, ['players']).then(() => (waitedMs = now() - before));
  await runUntil(before + 1000);
  expect(waitedMs).toBe(20);
});

it('twenty campaigns of one address are answered three at a time, whatever each of them has left', async () => {
  const { shares, now, runUntil } = createWorld();
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  for (let n = 0; n < 20; n++)
    void shares.run(
      `owner ${n}`,
      async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
      },
      ['address of a stranger'],
    );
  let isAnswered = false;
  for (let n = 0; n < 20; n++) {
    await runUntil(now());
    if (n === 10) void shares.run('a table', async () => (isAnswered = true), ['address of the table']);
    ends[n]!();
  }
  await runUntil(now());
  expect([most, running, isAnswered]).toEqual([3, 0, true]);
});

it('players who wait for a busy address keep no place that other players of their campaign need', async () => {
  const { shares, ask, now, runUntil } = createWorld();
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const slow = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
  };
  const all: Promise<void>[] = [];
  for (let n = 0; n < 3; n++) all.push(shares.run(`owner ${n}`, slow, ['address of a stranger']));
  const players = ['address of a stranger', 'players of a campaign'];
  for (let n = 0; n < 10; n++) all.push(shares.run(`device ${n}`, slow, players));
  await runUntil(now());
  let isAnswered = false;
  void ask('player', 20, ['address of the table', 'players of a campaign']).then(() => (isAnswered = true));
  await runUntil(now());
  expect(isAnswered).toBe(true);
  for (let end = ends.shift(); end; end = ends.shift()) {
    end();
    await runUntil(now());
  }
  await Promise.all(all);
  expect(most).toBe(3);
});
