// Owns anyone or anything with a name. Names and aliases are what wiki links resolve to.
import type { Audience } from './record.ts';

export const ENTITY_TYPES = ['npc', 'pc', 'location', 'item', 'faction', 'clue', 'creature', 'lore', 'other'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export const ENTITY_TYPE_LABELS: Record<EntityType, string> = {
  npc: 'NPC', pc: 'Player character', location: 'Location', item: 'Item', faction: 'Faction', clue: 'Clue', creature: 'Creature', lore: 'Lore', other: 'Other',
};

/** `aliases` is a set: every name it ever had, and what else people call it. */
export interface Entity {
  id: string;
  entityType: EntityType;
  name: string;
  aliases: readonly string[];
  createdAt: number;
}

/** The two texts of an entity; rich text, each merged by itself. GM notes never leave the GMs' documents. */
export const ENTITY_TEXTS = ['description', 'gm_notes'] as const;
export type EntityText = (typeof ENTITY_TEXTS)[number];

export const ENTITY_AUDIENCE = { id: 'table', entityType: 'table', name: 'table', aliases: 'table', createdAt: 'gm' } satisfies Record<keyof Entity, Audience>;
export const ENTITY_TEXT_AUDIENCE = { description: 'table', gm_notes: 'gm' } satisfies Record<EntityText, Audience>;
