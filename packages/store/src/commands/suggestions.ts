// Owns the GM's word on suggestions. Accepting makes the record under an id derived from the suggestion, so that two GMs
// who accept one offline make one record; "accepted" is derived from that record being there.
import { cleanName, ENTITY, ENTITY_LOG, ENTITY_TYPES, err, RELATIONSHIP, SCENE, SCENE_TYPES, SUGGESTION, type Result, type Suggestion } from '@emberkeep/domain';
import type { CampaignDocs, NotWritable, OpenDocument } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { gameTimeNow } from './campaigns.ts';
import { createEntity, nameIndexOf, type EntityMissing, type NameTaken } from './entities.ts';
import { createRecord, editRecord, getRecord, listRecords, type Listed, type RecordMissing, type Refused, type Spec } from './records.ts';
import { createRelationship } from './relationships.ts';

/** The proposal lacks something or names somebody who is not there; the GM edits it first. */
export type CannotAccept = { type: 'CannotAccept'; detail: string };

/** Where an accepted suggestion's record is. */
export const acceptedId = (suggestion: Pick<Suggestion, 'id'>): string => derivedId('accepted', suggestion.id);

const isAccepted = (docs: CampaignDocs, body: OpenDocument, id: string): boolean => [ENTITY, RELATIONSHIP, ENTITY_LOG].some((spec) => getRecord(docs.ledger, spec as Spec, id)) || getRecord(body, SCENE, id) !== null;

/** Open ones, in order of making; what was dismissed, and what was accepted and is still there, is left out. */
export const listSuggestions = (docs: CampaignDocs, body: OpenDocument): Listed<typeof SUGGESTION>[] => listRecords(body, SUGGESTION).filter((s) => s.state === 'open' && !isAccepted(docs, body, acceptedId(s)));

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Makes what a suggestion proposes. Nothing but the GM's tap calls this. */
export const acceptSuggestion = (docs: CampaignDocs, body: OpenDocument, suggestionId: string): Result<string, Refused | RecordMissing | CannotAccept | NameTaken | EntityMissing> => {
  const suggestion = getRecord(body, SUGGESTION, suggestionId);
  if (!suggestion) return err({ type: 'RecordMissing', kind: 'suggestion', id: suggestionId });
  const id = acceptedId(suggestion);
  const proposal = (typeof suggestion.proposal === 'object' && suggestion.proposal !== null ? suggestion.proposal : {}) as Record<string, unknown>;
  const sessionId = body.ref.kind === 'session' ? body.ref.sessionId : '';
  const resolve = (name: string): string | null => {
    const target = nameIndexOf(docs).resolve(name);
    return target.type === 'resolved' ? target.id : null;
  };
  switch (suggestion.suggestionType) {
    case 'entity': {
      const name = cleanName(textOf(proposal['name']) || suggestion.title);
      if (!name) return err({ type: 'NameMissing' });
      const type = textOf(proposal['entityType']);
      return createEntity(docs, { id, name, entityType: (ENTITY_TYPES as readonly string[]).includes(type) ? type : 'other', confidence: 'DRAFT', source: 'analysis' });
    }
    case 'relationship': {
      const [from, to] = [resolve(textOf(proposal['from'])), resolve(textOf(proposal['to']))];
      if (!from || !to) return err({ type: 'CannotAccept', detail: `${textOf(proposal[from ? 'to' : 'from']) || 'One end'} is not an entity yet.` });
      return createRelationship(docs, { id, fromId: from, toId: to, relationType: textOf(proposal['relationType']) || 'knows', confidence: 'DRAFT' });
    }
    case 'scene': {
      const type = textOf(proposal['sceneType']);
      return createRecord(docs, body, SCENE, { title: suggestion.title, description: textOf(proposal['description']), sceneType: SCENE_TYPES.find((t) => t === type) ?? 'other', confidence: 'DRAFT', source: 'analysis' }, { id });
    }
    case 'log_entry': {
      const entityId = resolve(textOf(proposal['about'])) ?? '';
      return createRecord(docs, docs.ledger, ENTITY_LOG, { entityId, text: textOf(proposal['text']) || suggestion.title, sessionId, occurredAt: gameTimeNow(docs), confidence: 'DRAFT', source: 'analysis' }, { id });
    }
  }
};

/** Dismissed stays dismissed; undo brings it back. */
export const dismissSuggestion = (docs: CampaignDocs, body: OpenDocument, id: string): Result<void, NotWritable | Refused | RecordMissing> => editRecord(docs, body, SUGGESTION, id, { state: 'dismissed' }, 'Dismiss suggestion');
