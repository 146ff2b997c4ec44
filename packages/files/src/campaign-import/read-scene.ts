// Reads a scene of campaign JSON: an object, or only a title.
import { CONFIDENCES, SCENE_SOURCES, SCENE_STATUSES, SCENE_TYPES } from '@emberkeep/domain';
import { isObject, num, obj, opened, str, type Json } from '../json.ts';
import type { ImportedScene } from './imported-campaign.ts';
import { isTold, listOrOne, oneOf, shown, unknownKeys, wordOf } from './values.ts';

/** Longest title taken from a description, UTF-16 units. */
const TITLE_LENGTH = 80;

/** Keys that are read, and those that say when the other tool wrote the scene and where it is. */
const KNOWN_KEYS = new Set(
  (
    'id title name description summary notes scene_type sceneType type status objective gm_notes gmNotes entity_ids ' +
    'entityIds system_data systemData source source_confidence sourceConfidence connections sort_order sortOrder ' +
    'order position session_id sessionId campaign_id campaignId created_at createdAt updated_at updatedAt'
  ).split(' '),
);

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

/** Words of closed sets that are unknown here, by their keys. */
const unreadWords = (scene: Json): Json => {
  const told = [
    ['scene_type', SCENE_TYPES, scene['scene_type'] ?? scene['sceneType'] ?? scene['type']],
    ['status', SCENE_STATUSES, scene['status']],
    ['source_confidence', CONFIDENCES, scene['source_confidence'] ?? scene['sourceConfidence']],
  ] as const;
  return Object.fromEntries(
    told.flatMap(([key, words, value]) => (isTold(value) && wordOf(words, value) === null ? [[key, value]] : [])),
  );
};

/** Texts of a scene that have no field because another key says its description. */
const otherTexts = (scene: Json, brief: string): Json =>
  Object.fromEntries(
    ['description', 'summary', 'notes'].flatMap((key) => {
      const text = str(scene[key]);
      return text && text !== brief ? [[key, text]] : [];
    }),
  );

export const readScene = (value: unknown, remarks: string[]): ImportedScene => {
  const scene = isObject(value) ? value : { title: value };
  const brief = str(scene['description'], scene['summary'], scene['notes']);
  const systemData = opened(scene['system_data'] ?? scene['systemData']);
  const unread = unreadWords(scene);
  const kept = { ...unread, ...otherTexts(scene, brief), ...unknownKeys(scene, KNOWN_KEYS) };
  for (const [key, word] of Object.entries(unread))
    remarks.push(
      `A scene had the unknown ${key.replace('_', ' ')} “${shown(word)}”. It is kept in the scene’s system data.`,
    );
  return {
    externalId: idOf(scene['id']),
    title:
      str(scene['title'], scene['name']) ||
      str(scene['description'], scene['summary']).slice(0, TITLE_LENGTH) ||
      'Scene',
    sceneType: oneOf(SCENE_TYPES, scene['scene_type'] ?? scene['sceneType'] ?? scene['type'], 'other'),
    status: oneOf(SCENE_STATUSES, scene['status'], 'planned'),
    objective: str(scene['objective']),
    brief,
    gmNotes: str(scene['gm_notes'], scene['gmNotes']),
    entityIds: listOrOne(opened(scene['entity_ids'] ?? scene['entityIds']))
      .map(idOf)
      .filter(Boolean),
    systemData: {
      ...kept,
      ...(isObject(systemData) || !isTold(systemData) ? obj(systemData) : { system_data: systemData }),
    },
    source: oneOf(SCENE_SOURCES, scene['source'], 'import'),
    confidence: oneOf(CONFIDENCES, scene['source_confidence'] ?? scene['sourceConfidence'], 'AUTHORITATIVE'),
    connections: connectionsOf(opened(scene['connections'])),
    position: num(scene['sort_order'], scene['sortOrder'], scene['order'], scene['position']),
  };
};
