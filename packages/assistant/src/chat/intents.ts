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
  /** How many people are asked for, where it is more than one. */
  count?: number;
  /** Number of the session that is asked about. */
  session?: number;
}

export interface Understood {
  intent: Intent;
  /** Said plainly enough to write at once; otherwise the draft is offered. */
  isSure: boolean;
  slots: Slots;
  /** The step that decided. A message that a guard refused or took for small talk is never put to a model. */
  by: 'guard' | 'pending' | 'pattern' | 'model' | 'default';
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
  /** Number of the session that is open: the assistant writes into no other. */
  openSession?: number;
  /** The message's sentence vector, where a sentence model runs. */
  vector?: Float32Array | null;
}
