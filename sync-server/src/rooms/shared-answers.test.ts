// Tests that readers who ask the same share the bytes of one answer, and get a new one as soon as anything has changed.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { LogHead } from '../update-log/relay-log.ts';
import { createSharedAnswers } from './shared-answers.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const createWorld = () => {
  const state = { head: { room: 'r', sequence: 1, tag: 'a' } as LogHead | null, made: 0 };
  const answers = createSharedAnswers(() => state.head);
  const ask = (vector: number[], { isWhole = true, during = () => {} } = {}) =>
    answers(new Uint8Array(vector), async () => {
      state.made += 1;
      during();
      return { frames: [new Uint8Array(1024 * 1024).fill(state.made)], isWhole, isPart: false };
    });
  return { state, ask };
};

it('sixty readers who ask the same hold one answer', async () => {
  const { state, ask } = createWorld();
  const first = await ask([0]);
  for (let reader = 0; reader < 60; reader++) expect((await ask([0])).frames[0]!.buffer).toBe(first.frames[0]!.buffer);
  expect(state.made).toBe(1);
});

it('another question, another head, and what arrives meanwhile get an answer of their own', async () => {
  const { state, ask } = createWorld();
  const held = [await ask([0])];
  held.push(await ask([1, 7, 1]));
  expect(state.made).toBe(2);
  state.head = { room: 'r', sequence: 2, tag: 'b' };
  held.push(await ask([1, 7, 1]));
  expect(state.made).toBe(3);
  held.push(await ask([0], { during: () => (state.head = { room: 'r', sequence: 3, tag: 'c' }) }));
  held.push(await ask([0]));
  expect(state.made).toBe(5);
  // One entry at another relay, or after a repair, has the same sequence.
  state.head = { room: 'r', sequence: 3, tag: 'd' };
  held.push(await ask([0], { isWhole: false }));
  held.push(await ask([0]));
  expect([state.made, held.length]).toEqual([7, 7]);
});

it('an answer that nobody holds is let go', async () => {
  const { state, ask } = createWorld();
  await ask([0]);
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  await ask([0]);
  expect(state.made).toBe(2);
});
