// Owns a situation prepared to be played. Scenes live in the body of their session.
import { ladderFields } from './confidence.ts';
import { choice, defineRecord, entries, hidden, line, paragraph, refs, type RecordOf } from './fields.ts';

export const SCENE_TYPES = ['combat', 'social', 'exploration', 'investigation', 'travel', 'other'] as const;
export type SceneType = (typeof SCENE_TYPES)[number];

export const SCENE_STATUSES = ['planned', 'active', 'completed', 'skipped'] as const;
export type SceneStatus = (typeof SCENE_STATUSES)[number];

/** `order` is a fractional key (see order.ts). */
export const SCENE = defineRecord({
  kind: 'scene', root: 'scenes', home: 'body', label: 'Scene', plural: 'Scenes', title: 'title',
  fields: {
    title: line('gm', 'Title'),
    sceneType: choice('gm', 'Type', SCENE_TYPES, 'other'),
    status: choice('gm', 'Status', SCENE_STATUSES, 'planned'),
    description: paragraph('gm', 'Description'),
    entityIds: refs('gm', 'Who and what is in it', 'entity'),
    /** Ways on to other scenes: id → SceneConnection. The clue is named here and not on the clue (M-272). */
    connections: entries('gm', 'Connections', { input: 'hidden' }),
    systemData: entries('gm', 'System data'),
    ...ladderFields(),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type Scene = RecordOf<typeof SCENE>;

/** How one scene leads to another, through a clue or without. */
export interface SceneConnection {
  id: string;
  toSceneId: string;
  clueId: string;
  description: string;
}

export const sceneConnections = (scene: Pick<Scene, 'connections'>): SceneConnection[] =>
  Object.entries(scene.connections).flatMap(([id, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const { toSceneId, clueId, description } = value as Record<string, unknown>;
    return typeof toSceneId === 'string' ? [{ id, toSceneId, clueId: typeof clueId === 'string' ? clueId : '', description: typeof description === 'string' ? description : '' }] : [];
  });
