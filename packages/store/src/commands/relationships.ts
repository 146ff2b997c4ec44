// Owns the verbs of ties between entities and of their types. The two ends of a tie never change.
import {
  err,
  findRelationType,
  RELATION_TYPE,
  RELATIONSHIP,
  relationKey,
  relationTypes,
  type RelationTypeFacts,
  type Result,
  type Tone,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { getEntity, type EntityMissing } from './entities.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

/** All ties that are not deleted and whose two ends are there. */
export const listRelationships = (docs: CampaignDocs): Listed<typeof RELATIONSHIP>[] =>
  listRecords(docs.ledger, RELATIONSHIP).filter((tie) => getEntity(docs, tie.fromId) && getEntity(docs, tie.toId));

/** The types of this campaign: its own, then the defaults it has not changed. */
export const listRelationTypes = (docs: CampaignDocs): RelationTypeFacts[] =>
  relationTypes(listRecords(docs.ledger, RELATION_TYPE));

/** Without a tone the tie takes its type's; a type nobody declared is neutral. */
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
  // Typed from the other end ("employed by"): the tie is kept in its own direction, so that it reads right from both.
  const turned = known?.isInverse && relationKey(known.type.inverse) !== relationKey(known.type.name);
  const { id, tone = known?.type.tone ?? 'neutral', note, confidence } = input;
  return createRecord(
    docs,
    docs.ledger,
    RELATIONSHIP,
    {
      fromId: turned ? input.toId : input.fromId,
      toId: turned ? input.fromId : input.toId,
      relationType: turned ? known.type.name : relationType,
      tone,
      ...(note ? { note } : {}),
      ...(confidence ? { confidence } : {}),
    },
    { label: 'Add relationship', ...(id ? { id } : {}) },
  );
};

export const deleteRelationship = (docs: CampaignDocs, id: string): Result<void, Refused | RecordMissing> =>
  deleteRecord(docs, docs.ledger, RELATIONSHIP, id);

/** Declares a type or changes one, a default too; ties of that name which have the old tone follow. Its id is its name, so two GMs who declare one offline make one. */
export const setRelationType = (
  docs: CampaignDocs,
  facts: RelationTypeFacts,
): Result<string, Refused | RecordMissing> => {
  const id = relationKey(facts.name).replaceAll('/', '_');
  const before = findRelationType(listRelationTypes(docs), facts.name)?.type.tone;
  return docs.group(`Type ${facts.name}`, () => {
    const there = getRecord(docs.ledger, RELATION_TYPE, id);
    const done = there
      ? editRecord(docs, docs.ledger, RELATION_TYPE, id, facts)
      : createRecord(docs, docs.ledger, RELATION_TYPE, facts, { id });
    return done.ok ? toneOfFollowers(docs, facts, before, id) : done;
  });
};

const toneOfFollowers = (
  docs: CampaignDocs,
  facts: RelationTypeFacts,
  before: Tone | undefined,
  id: string,
): Result<string, Refused> => {
  const followers = listRecords(docs.ledger, RELATIONSHIP).filter(
    (tie) =>
      relationKey(tie.relationType) === relationKey(facts.name) && tie.tone === before && tie.tone !== facts.tone,
  );
  if (followers.length > 0) {
    const changed = docs.edit(`Tone of ${facts.name}`, [docs.ledger], (edit) =>
      followers.forEach((tie) => edit.set(docs.ledger, 'relationship', tie.id, { tone: facts.tone })),
    );
    if (!changed.ok) return changed;
  }
  return { ok: true, value: id };
};
