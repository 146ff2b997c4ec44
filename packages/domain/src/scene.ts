// Owns a situation prepared to be played. Scenes live in the body of their session.
import type { Audience } from './record.ts';

export const SCENE_TYPES = ['combat', 'social', 'exploration', 'investigation', 'travel', 'other'] as const;
export type SceneType = (typeof SCENE_TYPES)[number];

export const SCENE_STATUSES = ['planned', 'active', 'completed', 'skipped'] as const;
export type SceneStatus = (typeof SCENE_STATUSES)[number];

/** `order` is a fractional key (see order.ts). */
export interface Scene {
  id: string;
  title: string;
  sceneType: SceneType;
  status: SceneStatus;
  description: string;
  order: string;
  createdAt: number;
}

export const SCENE_AUDIENCE = {
  id: 'gm', title: 'gm', sceneType: 'gm', status: 'gm', description: 'gm', order: 'gm', createdAt: 'gm',
} satisfies Record<keyof Scene, Audience>;
