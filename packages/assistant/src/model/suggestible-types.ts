// Types of entities and relationships that a model may suggest, and what the two ends of a relationship can be.
import type { Tone } from '@emberkeep/domain';

/** Types of entities that a model may suggest. Player characters are the players' own. */
export const SUGGESTIBLE_ENTITY_TYPES: readonly string[] = [
  'npc',
  'location',
  'item',
  'faction',
  'clue',
  'creature',
  'lore',
  'other',
];

export interface RelationshipRule {
  tone: Tone;
  /** Types of entities that can be at either end. */
  from: readonly string[];
  to: readonly string[];
}

const ACTORS = ['npc', 'pc', 'creature', 'faction', 'other'];

const betweenActors = (tone: Tone, types: readonly string[]): [string, RelationshipRule][] =>
  types.map((type) => [type, { tone, from: ACTORS, to: ACTORS }]);

/** Relationships that a model may suggest, by their stored type. */
export const SUGGESTIBLE_RELATIONSHIPS: ReadonlyMap<string, RelationshipRule> = new Map([
  ...betweenActors('positive', ['allied', 'friendly', 'employs', 'family', 'loves']),
  ...betweenActors('negative', ['enemy', 'rival', 'opposed', 'fears', 'owes', 'killed']),
  ...betweenActors('neutral', ['knows']),
  ['leads', { tone: 'positive', from: ACTORS, to: ['faction', 'location'] }],
  ['member_of', { tone: 'neutral', from: ACTORS, to: ['faction'] }],
  ['located_at', { tone: 'neutral', from: [...ACTORS, 'item', 'location', 'clue'], to: ['location'] }],
  ['owns', { tone: 'neutral', from: ACTORS, to: ['item', 'location'] }],
]);
