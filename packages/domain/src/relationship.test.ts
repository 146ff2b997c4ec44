// Shows that a tie reads right from both ends, whatever types a campaign declares, and that order keys never run out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byOrder, moveInOrder, orderBetween, orderKeys, type Ordered } from './order.ts';
import {
  DEFAULT_RELATION_TYPES,
  findRelationType,
  readsFrom,
  relationKey,
  relationTypes,
  strongestTone,
  TONES,
} from './relationship.ts';

const word = fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8})?$/);
const type = fc.record({ name: word, inverse: word, tone: fc.constantFrom(...TONES) });

describe('relationships (R-9)', () => {
  it('from its start a tie reads as its type, from its end as the inverse, for any types', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(type, { maxLength: 6, selector: (t) => relationKey(t.name) }),
        fc.nat(20),
        (own, pick) => {
          const types = relationTypes(own);
          const chosen = types[pick % types.length]!;
          const tie = { fromId: 'a', relationType: chosen.name };
          expect(relationKey(readsFrom(types, tie, 'a'))).toBe(relationKey(chosen.name));
          expect(relationKey(readsFrom(types, tie, 'b'))).toBe(relationKey(chosen.inverse));
          // A word typed from the other end finds a type whose inverse it is, unless it is a type of its own.
          const found = findRelationType(types, chosen.inverse)!;
          expect(found.isInverse ? relationKey(found.type.inverse) : relationKey(found.type.name)).toBe(
            relationKey(chosen.inverse),
          );
        },
      ),
      { seed: 41, numRuns: 500 },
    );
  });
  it('a campaign’s own type goes before a default of its name; a warning goes before everything', () => {
    expect(
      relationTypes([{ name: 'Rival', inverse: 'rival', tone: 'neutral' }]).filter(
        (t) => relationKey(t.name) === 'rival',
      ),
    ).toEqual([{ name: 'Rival', inverse: 'rival', tone: 'neutral' }]);
    expect(DEFAULT_RELATION_TYPES).toHaveLength(9);
    expect([
      strongestTone(['positive', 'negative']),
      strongestTone(['neutral', 'positive']),
      strongestTone([]),
    ]).toEqual(['negative', 'positive', 'neutral']);
  });
});

describe('order', () => {
  it('between any two keys there is another, and a move gives the list that was asked for', () => {
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
