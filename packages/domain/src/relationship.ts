// Owns a typed tie between two entities and its tone: types are free words of the GM, each with a tone.
import type { Audience } from './record.ts';

export const TONES = ['positive', 'negative', 'neutral'] as const;
export type Tone = (typeof TONES)[number];

/** Directed from `fromId` to `toId`; `relationType` is a short phrase such as "ally of". */
export interface Relationship {
  id: string;
  fromId: string;
  toId: string;
  relationType: string;
  tone: Tone;
}

export const RELATIONSHIP_AUDIENCE = { id: 'gm', fromId: 'gm', toId: 'gm', relationType: 'gm', tone: 'gm' } satisfies Record<keyof Relationship, Audience>;
