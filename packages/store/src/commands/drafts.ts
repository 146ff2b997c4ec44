// What the assistant may write, whichever model speaks through it: drafts of scenes, entities and log entries, in
// the open session. Invariant: session and status are set here and nowhere else, and nothing here changes, deletes
// or promotes. The request is anything at all, as a model may reply it.
import { err, ok, readDraftRequest, type DraftRequest, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { createEntity, getEntityIdByName, type NameTaken } from './entities.ts';
import { addLogEntry } from './entity-log.ts';
import type { NoSuchBody } from './events.ts';
import type { Refused } from './record-input.ts';
import { createScene } from './scenes.ts';
import { logNote } from './session-note.ts';

/** The request is not a draft that can be written: another kind, or its name or text is missing. */
export type NotADraft = { type: 'NotADraft' };

export interface DraftWritten {
  kind: 'scene' | 'entity' | 'entityLog' | 'event';
  id: string;
  name: string;
}

type Request<K extends DraftRequest['kind']> = Extract<DraftRequest, { kind: K }>;
type Refusal = NotWritable | NameTaken | Refused | NoSuchBody;
type Created = Result<string, Refusal>;

const DRAFT = { confidence: 'DRAFT' } as const;

const writeScene = (docs: CampaignDocs, body: OpenDocument, request: Request<'scene'>): Created => {
  const { title, sceneType, place } = request;
  // A scene at a known place shows that place beside it.
  const placeId = getEntityIdByName(docs, place ?? title);
  return createScene(docs, body, {
    title,
    sceneType,
    status: 'planned',
    source: 'ai_suggested',
    ...DRAFT,
    ...(placeId ? { entityIds: [placeId] } : {}),
  });
};

const writeEntity = (docs: CampaignDocs, { name, type, attributes }: Request<'entity'>): Created =>
  createEntity(docs, { name, entityType: type, attributes, source: 'chat', ...DRAFT });

/** The entity whose log a draft goes to; null where it names none: it goes to the session's log. */
export const entityOfLogDraft = (docs: CampaignDocs, { entities }: Request<'log'>): string | null =>
  entities.map((name) => getEntityIdByName(docs, name)).find((id) => id !== null) ?? null;

/** Writes one draft into the session of `body`. */
export const writeDraft = (
  docs: CampaignDocs,
  body: OpenDocument,
  request: unknown,
): Result<DraftWritten, NotADraft | Refusal> => {
  const draft = readDraftRequest(request);
  if (draft === null || body.ref.kind !== 'session') return err({ type: 'NotADraft' });
  const written = (kind: DraftWritten['kind'], name: string, created: Created): Result<DraftWritten, Refusal> =>
    created.ok ? ok({ kind, id: created.value, name }) : created;
  switch (draft.kind) {
    case 'scene':
      return written('scene', draft.title, writeScene(docs, body, draft));
    case 'entity':
      return written('entity', draft.name, writeEntity(docs, draft));
    case 'log': {
      const entityId = entityOfLogDraft(docs, draft);
      const input = { text: draft.content, source: 'chat', ...DRAFT } as const;
      return entityId
        ? written('entityLog', draft.content, addLogEntry(docs, { ...input, entityId, sessionId: body.ref.sessionId }))
        : written('event', draft.content, logNote(docs, body, input));
    }
  }
};
