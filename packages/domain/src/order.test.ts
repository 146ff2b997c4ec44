// Tests that order keys never run out and that moves give the requested order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../testing/index.ts';
import { byOrder, moveInOrder, orderBetween, orderKeys, type Ordered } from './order.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 11);

describe('order', () => {
  it('there is a key between any two, however often one inserts at one place', () => {
    let [low, high] = [orderBetween(null, null), orderBetween(orderBetween(null, null), null)];
    for (let i = 0; i < 200; i++) {
      const middle = orderBetween(low, high);
      expect(low < middle && middle < high).toBe(true);
      if (i % 2) low = middle;
      else high = middle;
    }
    expect(() => orderBetween('b', 'b')).toThrow();
  });
  it('a move writes one key; between equal keys the list gets new keys and keeps its order', () => {
    const random = createRandom(seed);
    let items = orderKeys(12).map((order, i) => ({ id: `s${i}`, order }));
    expect(items.map((i) => i.order)).toEqual([...items.map((i) => i.order)].sort());
    for (let step = 0; step < 200; step++) {
      // As after a merge that gave several items one key.
      if (random.chance(0.1)) items = items.map((i) => ({ ...i, order: random.pick(items).order }));
      const id = random.pick(items).id;
      const to = random.int(items.length);
      const keys = moveInOrder(items, id, to);
      items = items.map((i) => ({ ...i, order: keys.get(i.id) ?? i.order }));
      expect([...items].sort(byOrder).findIndex((i) => i.id === id)).toBe(to);
    }
  });
  it('any series of moves gives the requested lists, and any series of insertions finds a key', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
        (count, moves) => {
          let items: Ordered[] = orderKeys(count).map((order, i) => ({ id: `i${i}`, order }));
          for (const [from, to] of moves) {
            const sorted = [...items].sort(byOrder).map((i) => i.id);
            const id = sorted[from % count]!;
            const wanted = sorted.filter((each) => each !== id);
            wanted.splice(Math.min(to % count, wanted.length), 0, id);
            const keys = moveInOrder(items, id, to % count);
            items = items.map((item) => ({ ...item, order: keys.get(item.id) ?? item.order }));
            expect([...items].sort(byOrder).map((i) => i.id)).toEqual(wanted);
          }
        },
      ),
      { seed: 42, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 80 }), (sides) => {
        let [low, high]: [string | null, string | null] = [null, null];
        for (const up of sides) {
          const middle = orderBetween(low, high);
          expect((low === null || middle > low) && (high === null || middle < high)).toBe(true);
          if (up) low = middle;
          else high = middle;
        }
      }),
      { seed: 43 },
    );
  });
});
