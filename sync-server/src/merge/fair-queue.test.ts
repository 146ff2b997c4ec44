// Tests that an owner whose items take long waits for itself, and others wait for one of its items at most.
import { expect, it } from 'vitest';
import { createFairQueue } from './fair-queue.ts';

/** Takes everything; each item takes the time that it is. Gives the owners in the order in which they were served. */
const serveAll = (queue: ReturnType<typeof createFairQueue<{ owner: string; ms: number }>>): string => {
  let served = '';
  for (let item = queue.take(); item; item = queue.take()) {
    served += item.owner;
    queue.used(item.owner, item.ms);
  }
  return served;
};

it('18 owners take turns, and the items of one stay in order', () => {
  const queue = createFairQueue<number>();
  for (const n of [1, 2, 3]) queue.add('a', n);
  queue.add('b', 10);
  queue.add('c', 20);
  expect(Array.from({ length: 6 }, () => queue.take())).toEqual([1, 10, 20, 2, 3, null]);
});

it('18 an owner whose items take long is behind all others that wait', () => {
  const queue = createFairQueue<{ owner: string; ms: number }>();
  for (let n = 0; n < 5; n++) queue.add('x', { owner: 'x', ms: 120_000 });
  expect(queue.take()?.owner).toBe('x');
  queue.used('x', 120_000);
  for (const owner of ['a', 'b']) for (let n = 0; n < 3; n++) queue.add(owner, { owner, ms: 100 });
  expect(serveAll(queue)).toBe('ababab' + 'xxxx');
});

it('18 what an owner has used is forgotten, so that nobody waits behind the others for ever', () => {
  const queue = createFairQueue<{ owner: string; ms: number }>();
  queue.used('x', 30_000);
  for (let n = 0; n < 3000; n++) queue.add('a', { owner: 'a', ms: 100 });
  queue.add('x', { owner: 'x', ms: 100 });
  const before = serveAll(queue).indexOf('x');
  expect(before).toBeGreaterThan(100);
  expect(before).toBeLessThan(350);
});
