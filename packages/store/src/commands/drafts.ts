// Owns what the chat agent may write, whoever speaks through it: drafts of scenes, entities and log entries, in the session that is
// open. Session and status are set here and nowhere else; there is no verb here that changes, deletes or promotes. In: anything at
// all, as a model may reply it. Out: the record made, or why not.
import { ENTITY_LOG, err, ok, readDraftRequest, SESSION, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
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

export const writeDraft = (
  docs: CampaignDocs,
  body: OpenDocument,
  request: unknown,
): Result<DraftWritten, NotADraft | NotWritable | NameTaken | Refused> => {
  const asked = readDraftRequest(request);
  if (asked === null || body.ref.kind !== 'session') return err({ type: 'NotADraft' });
  const ladder = { confidence: 'DRAFT' as const };
  const made = (
    kind: DraftWritten['kind'],
    name: string,
    result: Result<string, NotWritable | NameTaken | Refused>,
  ): Result<DraftWritten, NotWritable | NameTaken | Refused> =>
    result.ok ? ok({ kind, id: result.value, name }) : result;
  const known = (name: string): string | null => {
    const target = nameIndexOf(docs).resolve(name);
    return target.type === 'resolved' ? target.id : null;
  };
  switch (asked.kind) {
    case 'scene': {
      const { title, sceneType, place } = asked;
      // A scene at a place that is known shows that place beside it.
      const here = known(place ?? title);
      return made(
        'scene',
        title,
        createScene(docs, body, {
          title,
          sceneType,
          status: 'planned',
          source: 'ai_suggested',
          ...ladder,
          ...(here ? { entityIds: [here] } : {}),
        }),
      );
    }
    case 'entity': {
      const { name, type, attributes } = asked;
      return made(
        'entity',
        name,
        createEntity(docs, { name, entityType: type, attributes, source: 'chat', ...ladder }),
      );
    }
    case 'log': {
      const about = asked.entities.map(known).find((id) => id !== null);
      const { sessionId } = body.ref;
      return made(
        'entityLog',
        asked.content,
        createRecord(docs, docs.ledger, ENTITY_LOG, {
          entityId: about ?? '',
          text: asked.content,
          sessionId,
          chapterId: getRecord(docs.ledger, SESSION, sessionId)?.chapterId ?? '',
          source: 'chat',
          ...ladder,
        }),
      );
    }
  }
};
