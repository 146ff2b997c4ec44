// What a GM can mean and the details taken from their words, as plain data.
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

/** Intents that ask for a draft. Only these need `isSure` before anything is written. */
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
  /** What to log, in the GM's words. */
  content?: string;
}

export interface Understood {
  intent: Intent;
  /** Said plainly enough to write at once; otherwise the draft is offered. */
  isSure: boolean;
  slots: Slots;
  /** The step that decided. A message that a guard refused or took for small talk is never put to a model. */
  by: 'guard' | 'pending' | 'pattern' | 'nearest' | 'default';
}

/** The names of an entity of the campaign. */
export interface KnownName {
  id: string;
  name: string;
  type: EntityType;
  aliases: readonly string[];
}

/** What is known when a message is read. */
export interface MessageContext {
  /** Id of the game system. */
  system: string;
  names: readonly KnownName[];
  /** The assistant's last answer in this session, which the message can accept or save; empty before the first. */
  previous: string;
  /**
   * Embedding of a text as a unit vector; null where it has none. Without this, phrasings are compared by letters
   * alone.
   */
  embed?: (text: string) => Float32Array | null;
}
