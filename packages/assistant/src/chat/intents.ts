// Owns what a GM may mean at the table, and what was taken from their words: plain data between understanding and answering.
import type { EntityType, SceneType } from '@emberkeep/domain';

export const INTENTS = [
  'create_scene',
  'quick_npc',
  'quick_entity',
  'rules_lookup',
  'stat_block',
  'situation_help',
  'campaign_question',
  'save_that',
  'log_event',
  'recap',
  'refuse',
  'smalltalk',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Those that write, and therefore want to be sure. */
export const WRITES: ReadonlySet<Intent> = new Set([
  'create_scene',
  'quick_npc',
  'quick_entity',
  'log_event',
  'save_that',
]);

export interface Slots {
  title?: string;
  sceneType?: SceneType;
  name?: string;
  type?: EntityType;
  role?: string;
  place?: string;
  topic?: string;
  subject?: string;
  entities?: string[];
  /** What is to be logged, in the GM's words. */
  content?: string;
}

/** `isSure`: said plainly enough to be done at once; else it is offered. `by`: which step of understanding it was, for explaining. */
export interface Understood {
  intent: Intent;
  isSure: boolean;
  slots: Slots;
  by: 'guard' | 'pending' | 'pattern' | 'nearest' | 'default';
}

/** A known name as understanding needs it. */
export interface KnownName {
  id: string;
  name: string;
  type: EntityType;
  aliases: readonly string[];
}
