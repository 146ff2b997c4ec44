// Which pairs near each other are candidates for relationships, and how trained weights turn them into suggestions.
import { cutSentences } from '@emberkeep/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';
import type { ClassWeights } from '../learned/class-model.ts';
import type { NamedEntity } from '../names/mention.ts';
import { entityPairs } from './pair-features.ts';
import { findRelated, RELATED, UNRELATED, type RelationshipWeights } from './related-pairs.ts';

/** Every capitalised word as an entity; the type is that of the first letter. */
const namedIn = (text: string): NamedEntity[] =>
  [...text.matchAll(/\p{Lu}\p{Ll}+/gu)].map(({ 0: name, index }) => ({
    start: index,
    end: index + name.length,
    key: name,
    name,
    type: { L: 'location', F: 'faction', C: 'pc' }[name[0]!] ?? 'npc',
    isKnown: true,
  }));
const pairsIn = (text: string): string[] =>
  entityPairs(text, cutSentences(text), namedIn(text), []).map(({ first, second }) => `${first.name} ${second.name}`);

const weightsOf = (classes: string[], features: ClassWeights['features'], least = 1): ClassWeights => ({
  examples: 0,
  hands: 0,
  classes,
  least,
  features,
});
const NEAR_PLACE: RelationshipWeights = {
  relationships: weightsOf([UNRELATED, RELATED], { 'types location with npc': [0, 9] }),
  relationTypes: weightsOf(['enemy', 'located_at'], { bias: [0, 1] }),
};

describe('pairs near each other', () => {
  it('are candidates across sentences and lines, with the party and its narrators', () => {
    expect(pairsIn('Bertil waits.\n- guarded by Odo')).toEqual(['Bertil Odo']);
    expect(pairsIn('we pay Bertil')).toEqual(['party Bertil']);
  });
  it('are none where a player character meets another, or where they are far apart', () => {
    expect(pairsIn('Cato thanks Cora.')).toEqual([]);
    expect(pairsIn(`Bertil waits.${' it rains,'.repeat(30)} then comes Odo.`)).toEqual([]);
  });
  it('become relationships with their direction, less sure than half', () => {
    const text = 'the ferry of Lund, Bertil';
    const found = findRelated(text, cutSentences(text), namedIn(text), NEAR_PLACE);
    expect(found).toMatchObject([{ from: 'Bertil', to: 'Lund', type: 'located_at', tone: 'neutral', rule: 'near' }]);
    expect(found[0]!.confidence).toBeLessThan(0.5);
  });
  it('give way to what a rule reads of the same two', () => {
    const text = 'Bertil hates Odo.';
    const all: RelationshipWeights = {
      ...NEAR_PLACE,
      relationships: weightsOf([UNRELATED, RELATED], { bias: [0, 9] }),
    };
    const found = findRelated(text, cutSentences(text), namedIn(text), all);
    expect(found.map(({ rule }) => rule)).toEqual(['hate']);
  });
  it('lie within the text, whatever it says (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (noise) => {
        const text = `Mylera Klev ${noise} Jorra Pike`;
        for (const { start, end } of analyse({ text, gameSystem: '', stage: 'actual', knownEntities: [] })) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeLessThan(end);
        }
      }),
    );
  });
});
