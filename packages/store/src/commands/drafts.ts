// Owns what the chat agent may write, whoever speaks through it: drafts of scenes, entities and log entries, in the session that is
// open. Session and status are set here and nowhere else; there is no verb here that changes, deletes or promotes. In: anything at
// all, as a model may reply it. Out: the record made, or why not.
import { cleanName, ENTITY_LOG, ENTITY_TYPES, err, ok, SCENE_TYPES, SESSION, type EntityType, type Result } from '@emberkeep/domain';
import type { CampaignDocs, NotWritable, OpenDocument } from '../campaign-docs.ts';
import { createEntity, nameIndexOf, type NameTaken } from './entities.ts';
import { createRecord, getRecord, type Refused } from './records.ts';
import { createScene } from './scenes.ts';

/** Not a draft that can be written: another kind of thing, no name, or no words. */
export type NotADraft = { type: 'NotADraft' };
export interface DraftWritten {
  kind: 'scene' | 'entity' | 'entityLog';
  id: string;
  name: string;
}

/** Longest name and text that are taken, UTF-16 units; what is longer is cut. */
const NAME_MAX = 120;
const TEXT_MAX = 4000;
const ATTRIBUTES_MAX = 40;

const refuse = err({ type: 'NotADraft' } as const);
const textOf = (value: unknown, most: number): string => (typeof value === 'string' ? value.trim().slice(0, most) : '');

const attributesOf = (value: unknown): Record<string, string | number> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).slice(0, ATTRIBUTES_MAX).flatMap(([key, each]) => {
      const name = cleanName(key);
      return name && !name.includes('/') && name.length <= NAME_MAX && (typeof each === 'string' || (typeof each === 'number' && Number.isFinite(each))) ? [[name, typeof each === 'string' ? each.slice(0, NAME_MAX) : each]] : [];
    }),
  );
};

export const writeDraft = (docs: CampaignDocs, body: OpenDocument, request: unknown): Result<DraftWritten, NotADraft | NotWritable | NameTaken | Refused> => {
  if (typeof request !== 'object' || request === null || body.ref.kind !== 'session') return refuse;
  const asked = request as Readonly<Record<string, unknown>>;
  const ladder = { confidence: 'DRAFT' as const };
  const made = (kind: DraftWritten['kind'], name: string, result: Result<string, NotWritable | NameTaken | Refused>): Result<DraftWritten, NotWritable | NameTaken | Refused> => (result.ok ? ok({ kind, id: result.value, name }) : result);
  switch (asked['kind']) {
    case 'scene': {
      const title = textOf(asked['title'], NAME_MAX);
      if (title === '') return refuse;
      return made('scene', title, createScene(docs, body, { title, sceneType: SCENE_TYPES.find((type) => type === asked['sceneType']) ?? 'other', status: 'planned', source: 'ai_suggested', ...ladder }));
    }
    case 'entity': {
      const name = cleanName(textOf(asked['name'], NAME_MAX));
      if (!name) return refuse;
      const entityType: EntityType = ENTITY_TYPES.find((type) => type === asked['type']) ?? 'other';
      return made('entity', name, createEntity(docs, { name, entityType, attributes: attributesOf(asked['attributes']), source: 'chat', ...ladder }));
    }
    case 'log': {
      const text = textOf(asked['content'], TEXT_MAX);
      if (text === '') return refuse;
      const names = Array.isArray(asked['entities']) ? asked['entities'].filter((each): each is string => typeof each === 'string') : [];
      const about = names.map((name) => nameIndexOf(docs).resolve(name)).find((target) => target.type === 'resolved');
      const { sessionId } = body.ref;
      return made('entityLog', text, createRecord(docs, docs.ledger, ENTITY_LOG, { entityId: about?.type === 'resolved' ? about.id : '', text, sessionId, chapterId: getRecord(docs.ledger, SESSION, sessionId)?.chapterId ?? '', source: 'chat', ...ladder }));
    }
    default:
      return refuse;
  }
};
