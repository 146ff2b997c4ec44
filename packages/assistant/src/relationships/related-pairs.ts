// Finds relationships: those that rules read in a sentence, and pairs of entities that trained weights take for related.
import type { Span, Tone } from '@emberkeep/domain';
import { bestClass, marginOf, type ClassWeights } from '../learned/class-model.ts';
import type { NamedEntity } from '../names/mention.ts';
import { findRelationships, type FoundRelationship } from './find-relationships.ts';
import { entityPairs, type EntityPair } from './pair-features.ts';

/** The two classes of pairs. */
export const [UNRELATED, RELATED] = ['unrelated', 'related'] as const;

/** How the entity that is named first is related to the other one. */
const KINDS: Readonly<Record<string, { type: string; tone: Tone; isReversed?: true }>> = {
  allied: { type: 'allied', tone: 'positive' },
  employs: { type: 'employs', tone: 'neutral' },
  enemy: { type: 'enemy', tone: 'negative' },
  family: { type: 'family', tone: 'positive' },
  knows: { type: 'knows', tone: 'neutral' },
  leads: { type: 'leads', tone: 'neutral' },
  located_at: { type: 'located_at', tone: 'neutral' },
  member_of: { type: 'member_of', tone: 'neutral' },
  owns: { type: 'owns', tone: 'neutral' },
  serves: { type: 'employs', tone: 'neutral', isReversed: true },
};
export const RELATION_CLASSES: readonly string[] = Object.keys(KINDS);

/** What a relationship of this type leads to, where one of the two is such a thing. */
const TARGETS: Readonly<Record<string, string>> = {
  leads: 'faction',
  located_at: 'location',
  member_of: 'faction',
  owns: 'item',
};

/** What decides which pairs are related, and how. */
export interface RelationshipWeights {
  relationships: ClassWeights;
  relationTypes: ClassWeights;
}

/** The rule of a relationship that no rule reads. */
export const NEAR = 'near';
/** Nobody stated it in so many words: the GM looks at each. */
const CONFIDENCE = 0.4;

const relationshipOf = (
  { first, second, start, end, features }: EntityPair,
  weights: ClassWeights,
): FoundRelationship => {
  const { type, tone, isReversed } = KINDS[bestClass(features, weights)]!;
  const target = TARGETS[type];
  const isTurned = target ? first.type === target && second.type !== target : isReversed;
  const [from, to] = isTurned ? [second, first] : [first, second];
  return { from: from.name, to: to.name, type, tone, start, end, rule: NEAR, confidence: CONFIDENCE };
};

/** Relationships in these sentences. `everyone` holds all mentions in the text, sorted by start. */
export const findRelated = (
  text: string,
  sentences: readonly Span[],
  everyone: readonly NamedEntity[],
  { relationships, relationTypes }: RelationshipWeights,
): FoundRelationship[] => {
  const ruled = findRelationships(text, sentences, everyone);
  const near = entityPairs(text, sentences, everyone, ruled)
    .filter((pair) => !pair.ruled && marginOf(pair.features, relationships) >= (relationships.least ?? 0))
    .map((pair) => relationshipOf(pair, relationTypes));
  return [...ruled, ...near];
};
