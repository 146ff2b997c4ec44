// Owns what the talk at the table may ask to have written: a draft of a scene, of an entity or of a log entry, and nothing else.
// It comes from rules, from a model or from another tablet: whatever it is, it is read as hostile. It has no session, no id and no
// status, because those are the host's to say.
import { ENTITY_TYPES, type EntityType } from './entity.ts';
import { SCENE_TYPES, type SceneType } from './scene.ts';
import { cleanName } from './campaign.ts';

export type DraftRequest =
  | { kind: 'scene'; title: string; sceneType: SceneType; place?: string }
  | { kind: 'entity'; name: string; type: EntityType; attributes: Readonly<Record<string, string | number>> }
  | { kind: 'log'; entities: readonly string[]; content: string };

/** Longest name and text that are taken, UTF-16 units; what is longer is cut. */
const NAME_MAX = 120;
const TEXT_MAX = 4000;
const ATTRIBUTES_MAX = 40;
const OFFERS_MAX = 6;

const textOf = (value: unknown, most: number): string => (typeof value === 'string' ? value.trim().slice(0, most) : '');

const attributesOf = (value: unknown): Record<string, string | number> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ATTRIBUTES_MAX)
      .flatMap(([key, each]) => {
        const name = cleanName(key);
        return name &&
          !name.includes('/') &&
          name.length <= NAME_MAX &&
          (typeof each === 'string' || (typeof each === 'number' && Number.isFinite(each)))
          ? [[name, typeof each === 'string' ? each.slice(0, NAME_MAX) : each]]
          : [];
      }),
  );
};

/** The request in any value, or null: another kind of thing, no name, or no words. Unknown types become `other`. */
export const readDraftRequest = (value: unknown): DraftRequest | null => {
  if (typeof value !== 'object' || value === null) return null;
  const asked = value as Readonly<Record<string, unknown>>;
  switch (asked['kind']) {
    case 'scene': {
      const title = textOf(asked['title'], NAME_MAX);
      const place = textOf(asked['place'], NAME_MAX);
      return title === ''
        ? null
        : {
            kind: 'scene',
            title,
            sceneType: SCENE_TYPES.find((type) => type === asked['sceneType']) ?? 'other',
            ...(place ? { place } : {}),
          };
    }
    case 'entity': {
      const name = cleanName(textOf(asked['name'], NAME_MAX));
      return name
        ? {
            kind: 'entity',
            name,
            type: ENTITY_TYPES.find((type) => type === asked['type']) ?? 'other',
            attributes: attributesOf(asked['attributes']),
          }
        : null;
    }
    case 'log': {
      const content = textOf(asked['content'], TEXT_MAX);
      const entities = Array.isArray(asked['entities'])
        ? asked['entities'].filter((each): each is string => typeof each === 'string').slice(0, ATTRIBUTES_MAX)
        : [];
      return content === '' ? null : { kind: 'log', entities, content };
    }
    default:
      return null;
  }
};

/** The requests in any value; what is none is left out. */
export const readDraftRequests = (value: unknown): DraftRequest[] =>
  Array.isArray(value) ? value.slice(0, OFFERS_MAX).flatMap((each) => readDraftRequest(each) ?? []) : [];
