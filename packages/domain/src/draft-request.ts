// Drafts that the assistant offers: a scene, an entity or a log entry. A draft comes from rules, a model or another
// device, so it is read as untrusted. It has no session, id or status; the app decides those.
import { ENTITY_TYPES, type EntityType } from './entity.ts';
import { SCENE_TYPES, type SceneType } from './scene.ts';
import { cleanName } from './campaign.ts';
import { isFiniteNumber, isPlainObject, textOr } from './values.ts';

/** A draft that a GM may accept. */
export type DraftRequest =
  | { kind: 'scene'; title: string; sceneType: SceneType; place?: string }
  | { kind: 'entity'; name: string; type: EntityType; attributes: Readonly<Record<string, string | number>> }
  | { kind: 'log'; entities: readonly string[]; content: string };

/** Longest name and text, UTF-16 units; longer ones are cut. */
const NAME_MAX = 120;
const TEXT_MAX = 4000;
const ATTRIBUTES_MAX = 40;
const ENTITIES_MAX = 40;
const DRAFTS_MAX = 6;

type Fields = Readonly<Record<string, unknown>>;

const trimmedText = (value: unknown, most: number): string => textOr(value, '').trim().slice(0, most);

/** An attribute that can be stored: its name is part of a key, so it has no slash. Null for any other. */
const readAttribute = (key: string, value: unknown): [string, string | number] | null => {
  const name = cleanName(key);
  if (!name || name.includes('/') || name.length > NAME_MAX) return null;
  if (typeof value === 'string') return [name, value.slice(0, NAME_MAX)];
  return isFiniteNumber(value) ? [name, value] : null;
};

const readAttributes = (value: unknown): Record<string, string | number> => {
  if (!isPlainObject(value)) return {};
  const first = Object.entries(value).slice(0, ATTRIBUTES_MAX);
  return Object.fromEntries(first.flatMap(([key, each]) => [readAttribute(key, each)].filter((a) => a !== null)));
};

const readScene = (fields: Fields): DraftRequest | null => {
  const title = trimmedText(fields['title'], NAME_MAX);
  const place = trimmedText(fields['place'], NAME_MAX);
  if (title === '') return null;
  const sceneType = SCENE_TYPES.find((type) => type === fields['sceneType']) ?? 'other';
  return { kind: 'scene', title, sceneType, ...(place ? { place } : {}) };
};

const readEntity = (fields: Fields): DraftRequest | null => {
  const name = cleanName(trimmedText(fields['name'], NAME_MAX));
  if (!name) return null;
  const type = ENTITY_TYPES.find((each) => each === fields['type']) ?? 'other';
  return { kind: 'entity', name, type, attributes: readAttributes(fields['attributes']) };
};

const readLog = (fields: Fields): DraftRequest | null => {
  const content = trimmedText(fields['content'], TEXT_MAX);
  const named: unknown[] = Array.isArray(fields['entities']) ? fields['entities'] : [];
  const entities = named.filter((each) => typeof each === 'string').slice(0, ENTITIES_MAX);
  return content === '' ? null : { kind: 'log', entities, content };
};

/** The draft in any value; null for another kind, or without a name or text. Unknown types become `other`. */
export const readDraftRequest = (value: unknown): DraftRequest | null => {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Fields;
  switch (fields['kind']) {
    case 'scene':
      return readScene(fields);
    case 'entity':
      return readEntity(fields);
    case 'log':
      return readLog(fields);
    default:
      return null;
  }
};

/** The drafts in any value, at most six. Values that are not drafts are left out. */
export const readDraftRequests = (value: unknown): DraftRequest[] =>
  Array.isArray(value) ? value.slice(0, DRAFTS_MAX).flatMap((each) => readDraftRequest(each) ?? []) : [];
