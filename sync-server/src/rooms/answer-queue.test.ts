// Tests that a connection that floods a room with SyncStep1 costs one answer at a time.
import { expect, it } from 'vitest';
import { createAnswerQueue } from './answer-queue.ts';

const vectorOf = (n: number): Uint8Array => new Uint8Array([n]);

const createWorld = () => {
  let now = 0;
  const timers: { run: () => void; at: number }[] = [];
  const answers: { vector: number; numbers: readonly number[]; finish: () => void }[] = [];
  const push = createAnswerQueue({
    answer: (vector, numbers) =>
      new Promise((resolve) => answers.push({ vector: vector[0]!, numbers, finish: resolve })),
    nowMs: () => now,
    later: (ms, run) => timers.push({ run, at: now + ms }),
  });
  return {
    answers,
    push,
    timers,
    /** Ends the running answer after `ms`. */
    finish: async (ms: number): Promise<void> => {
      now += ms;
      answers.at(-1)!.finish();
      await Promise.resolve();
      await Promise.resolve();
    },
    advance: (ms: number): void => {
      now += ms;
      for (const timer of timers.splice(0))
        if (timer.at <= now) timer.run();
        else timers.push(timer);
    },
  };
};

it('2,000 SyncStep1 at once are two answers, and all of them are acknowledged', async () => {
  const { answers, push, finish, advance } = createWorld();
  for (let number = 1; number <= 2000; number++) push({ number, vector: vectorOf(number % 250) });
  expect(answers.map(({ numbers }) => numbers)).toEqual([[1]]);
  await finish(10);
  advance(39);
  expect(answers).toHaveLength(1);
  advance(1);
  expect(answers).toHaveLength(2);
  expect(answers[1]!.vector).toBe(2000 % 250);
  expect(answers[1]!.numbers).toEqual(Array.from({ length: 1999 }, (_, i) => i + 2));
});

it('a SyncStep1 that comes after the pause is answered at once', async () => {
  const { answers, push, finish, advance } = createWorld();
  push({ number: 1, vector: vectorOf(1) });
  await finish(5);
  advance(20);
  push({ number: 2, vector: vectorOf(2) });
  expect(answers.map(({ vector }) => vector)).toEqual([1, 2]);
});
