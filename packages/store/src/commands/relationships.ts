// The commands of relationships between entities, and of their types. The two ends of a relationship never change.
import {
  err,
  findRelationType,
  ok,
  RELATION_TYPE,
  RELATIONSHIP,
  relationKey,
  relationTypes,
  type RelationTypeFacts,
  type Result,
  type Tone,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { getEntity, getJoinedEntity, type EntityMissing } from './entities.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

/**
 * All relationships that are not deleted and whose two entities exist. One that a co-GM made with an entity while it was
 * joined with another is of the one that was kept.
 */
export const listRelationships = (docs: CampaignDocs): Listed<typeof RELATIONSHIP>[] =>
  listRecords(docs.ledger, RELATIONSHIP).flatMap((relationship) => {
    const fromId = getJoinedEntity(docs, relationship.fromId)?.id;
    const toId = getJoinedEntity(docs, relationship.toId)?.id;
    if (!fromId || !toId) return [];
    if (fromId === relationship.fromId && toId === relationship.toId) return relationship;
    return fromId === toId ? [] : { ...relationship, fromId, toId };
  });

/** The relationship types of this campaign: its own, then the defaults it has not changed. */
export const listRelationTypes = (docs: CampaignDocs): RelationTypeFacts[] =>
  relationTypes(listRecords(docs.ledger, RELATION_TYPE));

/** Creates a relationship. Without a tone it has its type's tone; an undeclared type is neutral. */
export const createRelationship = (
  docs: CampaignDocs,
  input: {
    fromId: string;
    toId: string;
    relationType: string;
    tone?: Tone;
    note?: string;
    id?: string;
    confidence?: 'DRAFT' | 'AUTHORITATIVE';
  },
): Result<string, Refused | EntityMissing> => {
  for (const end of [input.fromId, input.toId])
    if (!getEntity(docs, end)) return err({ type: 'EntityMissing', id: end });
  const relationType = input.relationType.trim() || 'knows';
  const known = findRelationType(listRelationTypes(docs), relationType);
  // Given from the other end ("employed by"): stored in the type's own direction, so that it reads right from both
  // ends.
  const isTurned = known?.isInverse && relationKey(known.type.inverse) !== relationKey(known.type.name);
  const { id, tone = known?.type.tone ?? 'neutral', note, confidence } = input;
  return createRecord(
    docs,
    docs.ledger,
    RELATIONSHIP,
    {
      fromId: isTurned ? input.toId : input.fromId,
      toId: isTurned ? input.fromId : input.toId,
      relationType: isTurned ? known.type.name : relationType,
      tone,
      ...(note ? { note } : {}),
      ...(confidence ? { confidence } : {}),
    },
    { label: 'Add relationship', ...(id ? { id } : {}) },
  );
};

export const deleteRelationship = (docs: CampaignDocs, id: string): Result<void, Refused | RecordMissing> =>
  deleteRecord(docs, docs.ledger, RELATIONSHIP, id);

const changeTones = (
  docs: CampaignDocs,
  { name, tone }: RelationTypeFacts,
  oldTone: Tone | undefined,
): Result<void, Refused> => {
  const followers = listRecords(docs.ledger, RELATIONSHIP).filter(
    (r) => relationKey(r.relationType) === relationKey(name) && r.tone === oldTone && r.tone !== tone,
  );
  if (followers.length === 0) return ok(undefined);
  return docs.edit(`Tone of ${name}`, [docs.ledger], (edit) =>
    followers.forEach(({ id }) => edit.set(docs.ledger, 'relationship', id, { tone })),
  );
};

/**
 * Declares a relationship type, or changes one, defaults included. Relationships of the type that have its old tone
 * get the new one. A type's id is its name, so two GMs who declare one offline create one.
 */
export const setRelationType = (
  docs: CampaignDocs,
  facts: RelationTypeFacts,
): Result<string, Refused | RecordMissing> => {
  const id = relationKey(facts.name).replaceAll('/', '_');
  const oldTone = findRelationType(listRelationTypes(docs), facts.name)?.type.tone;
  return docs.group(`Set type ${facts.name}`, () => {
    const written = getRecord(docs.ledger, RELATION_TYPE, id)
      ? editRecord(docs, { doc: docs.ledger, spec: RELATION_TYPE, id, fields: facts })
      : createRecord(docs, docs.ledger, RELATION_TYPE, facts, { id });
    if (!written.ok) return written;
    const changed = changeTones(docs, facts, oldTone);
    return changed.ok ? ok(id) : changed;
  });
};
