// Tests that an owner whose items take long waits for itself, that others wait for one of its items at most, and that
// the owners of a group have one share together.
import { expect, it } from 'vitest';
import { createFairQueue, type Owner } from './fair-queue.ts';

interface Item {
  owner: Owner;
  ms: number;
}

/** A group of its own. */
const alone = (name: string): Owner => ({ group: name, name });

/** Takes everything; each item takes the time that it is. Gives the owners in the order in which they were served. */
const serveAll = (queue: ReturnType<typeof createFairQueue<Item>>, limit = Infinity): string[] => {
  const served: string[] = [];
  for (let item = queue.take(); item; item = queue.take()) {
    served.push(item.owner.name);
    queue.used(item.owner, item.ms);
    if (served.length >= limit) break;
  }
  return served;
};

it('owners take turns, and the items of one stay in order', () => {
  const queue = createFairQueue<number>();
  for (const n of [1, 2, 3]) queue.add(alone('a'), n);
  queue.add(alone('b'), 10);
  queue.add(alone('c'), 20);
  expect(Array.from({ length: 6 }, () => queue.take())).toEqual([1, 10, 20, 2, 3, null]);
});

it('an owner whose items take long is behind all others that wait', () => {
  const queue = createFairQueue<Item>();
  const x = alone('x');
  for (let n = 0; n < 5; n++) queue.add(x, { owner: x, ms: 120_000 });
  expect(queue.take()?.owner).toBe(x);
  queue.used(x, 120_000);
  for (const owner of [alone('a'), alone('b')]) for (let n = 0; n < 3; n++) queue.add(owner, { owner, ms: 100 });
  expect(serveAll(queue).join('')).toBe('ababab' + 'xxxx');
});

it('what an owner has used is forgotten, so that nobody waits behind the others for ever', () => {
  const queue = createFairQueue<Item>();
  const [a, x] = [alone('a'), alone('x')];
  queue.used(x, 30_000);
  for (let n = 0; n < 3000; n++) queue.add(a, { owner: a, ms: 100 });
  queue.add(x, { owner: x, ms: 100 });
  const before = serveAll(queue).indexOf('x');
  expect(before).toBeGreaterThan(100);
  expect(before).toBeLessThan(350);
});

it('twenty campaigns of one address get the share of one address, and take turns within it', () => {
  const queue = createFairQueue<Item>();
  const table = alone('table');
  const campaigns = Array.from({ length: 20 }, (_, n) => ({ group: 'stranger', name: `new ${n}` }));
  for (let n = 0; n < 200; n++) queue.add(table, { owner: table, ms: 100 });
  for (const owner of campaigns) for (let n = 0; n < 20; n++) queue.add(owner, { owner, ms: 100 });
  const served = serveAll(queue, 200);
  expect(served.filter((name) => name === 'table')).toHaveLength(100);
  for (const { name } of campaigns) expect(served.filter((each) => each === name)).toHaveLength(5);
});

it('a campaign that is new at an address waits behind the others, whatever the address has used', () => {
  const queue = createFairQueue<Item>();
  const table = alone('table');
  const order: string[] = [];
  // The table has used a little; the stranger brings another campaign with each long merge.
  queue.used(table, 1000);
  for (let n = 0; n < 10; n++) {
    const owner = { group: 'stranger', name: `new ${n}` };
    queue.add(owner, { owner, ms: 120_000 });
    if (n > 0) queue.add(table, { owner: table, ms: 100 });
    const item = queue.take()!;
    queue.used(item.owner, item.ms);
    order.push(item.owner.name);
  }
  expect(order).toEqual(['new 0', ...Array.from({ length: 9 }, () => 'table')]);
});
