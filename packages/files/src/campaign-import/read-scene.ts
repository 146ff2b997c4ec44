// Reads a scene of campaign JSON: an object, or only a title.
import { CONFIDENCES, SCENE_SOURCES, SCENE_STATUSES, SCENE_TYPES } from '@emberkeep/domain';
import { isObject, obj, opened, str } from '../json.ts';
import type { ImportedScene } from './imported-campaign.ts';
import { listOrOne, oneOf } from './values.ts';

/** Longest title taken from a description, UTF-16 units. */
const TITLE_LENGTH = 80;

const idOf = (value: unknown): string => (typeof value === 'number' ? String(value) : str(value));

const connectionsOf = (value: unknown): ImportedScene['connections'] =>
  listOrOne(value)
    .filter(isObject)
    .map((c) => ({
      toSceneId: idOf(c['target_scene_id'] ?? c['targetSceneId']),
      clueId: idOf(c['clue_entity_id'] ?? c['clueEntityId']),
      description: str(c['description']),
    }))
    .filter((c) => c.toSceneId !== '');

export const readScene = (value: unknown): ImportedScene => {
  const scene = isObject(value) ? value : { title: value };
  return {
    externalId: idOf(scene['id']),
    title:
      str(scene['title'], scene['name']) ||
      str(scene['description'], scene['summary']).slice(0, TITLE_LENGTH) ||
      'Scene',
    sceneType: oneOf(SCENE_TYPES, scene['scene_type'] ?? scene['sceneType'] ?? scene['type'], 'other'),
    status: oneOf(SCENE_STATUSES, scene['status'], 'planned'),
    objective: str(scene['objective']),
    brief: str(scene['description'], scene['summary'], scene['notes']),
    gmNotes: str(scene['gm_notes'], scene['gmNotes']),
    entityIds: listOrOne(opened(scene['entity_ids'] ?? scene['entityIds']))
      .map(idOf)
      .filter(Boolean),
    systemData: obj(opened(scene['system_data'] ?? scene['systemData'])),
    source: oneOf(SCENE_SOURCES, scene['source'], 'import'),
    confidence: oneOf(CONFIDENCES, scene['source_confidence'] ?? scene['sourceConfidence'], 'AUTHORITATIVE'),
    connections: connectionsOf(opened(scene['connections'])),
  };
};
