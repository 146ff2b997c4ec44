// Tests how relationships read from both ends, and which tone is shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RELATION_TYPES,
  findRelationType,
  relationshipWords,
  relationKey,
  relationTypes,
  strongestTone,
  tonesAmong,
  TONES,
  type Tone,
} from './relationship.ts';

const word = fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8})?$/);
const type = fc.record({ name: word, inverse: word, tone: fc.constantFrom(...TONES) });

describe('relationships (R-9)', () => {
  it('a relationship reads as its type from the start and as the inverse from the end, for any types', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(type, { maxLength: 6, selector: (t) => relationKey(t.name) }),
        fc.nat(20),
        (own, pick) => {
          const types = relationTypes(own);
          const chosen = types[pick % types.length]!;
          const relationship = { fromId: 'a', relationType: chosen.name };
          expect(relationKey(relationshipWords(types, relationship, 'a'))).toBe(relationKey(chosen.name));
          expect(relationKey(relationshipWords(types, relationship, 'b'))).toBe(relationKey(chosen.inverse));
          // A word typed from the other end finds the type whose inverse it is, unless it is a type itself.
          const found = findRelationType(types, chosen.inverse)!;
          expect(found.isInverse ? relationKey(found.type.inverse) : relationKey(found.type.name)).toBe(
            relationKey(chosen.inverse),
          );
        },
      ),
      { seed: 41, numRuns: 500 },
    );
  });
  it('a campaign’s own type replaces the default of its name; a negative tone comes before all others', () => {
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

describe('tones among the entities of a text', () => {
  const relation = (fromId: string, toId: string, tone: Tone, relationType = 'x') => ({
    fromId,
    toId,
    tone,
    relationType,
  });
  it('M-417 M-421 M-423: each entity gets the strongest tone of its relationships to the others named', () => {
    const tones = tonesAmong(
      ['a', 'b', 'c'],
      [
        relation('a', 'b', 'positive'),
        relation('b', 'a', 'negative', 'rival'),
        relation('a', 'c', 'neutral'),
        relation('c', 'z', 'negative'),
        relation('a', 'a', 'negative'),
      ],
    );
    expect([...tones].map(([id, { tone, withId }]) => [id, tone, withId])).toEqual([
      ['a', 'negative', 'b'],
      ['b', 'negative', 'a'],
      ['c', 'neutral', 'a'],
    ]);
    expect(tonesAmong(['a'], [relation('a', 'b', 'negative')]).size).toBe(0);
  });
  it('M-418 M-419 M-420: the nine default types have their tones', () => {
    const of = (tone: Tone): string[] => DEFAULT_RELATION_TYPES.filter((t) => t.tone === tone).map((t) => t.name);
    expect([of('positive'), of('negative'), of('neutral')]).toEqual([
      ['allied', 'friendly', 'employs'],
      ['enemy', 'rival', 'opposed'],
      ['knows', 'located_at', 'member_of'],
    ]);
  });
});
