// Owns the verbs of ties between entities. Ids are derived from the pair and type by the caller's maker, ends never change.
import { err, type Relationship, type Result, type Tone } from '@emberkeep/domain';
import type { CampaignDocs, NotWritable } from '../campaign-docs.ts';
import { deletionMark, digestRecord } from '../deletion.ts';
import { readRelationship } from '../shapes.ts';
import { getEntity, type EntityMissing } from './entities.ts';

/** All ties that are not deleted and whose two ends are there. */
export const listRelationships = (docs: CampaignDocs): Relationship[] => {
  const table = docs.ledger.table('relationship');
  const found: Relationship[] = [];
  for (const id of table.ids()) {
    const raw = table.get(id)!;
    const tie = readRelationship(id, raw);
    const mark = deletionMark(raw);
    if (tie && (!mark || mark.seen !== digestRecord(raw)) && getEntity(docs, tie.fromId) && getEntity(docs, tie.toId)) found.push(tie);
  }
  return found;
};

export const createRelationship = (docs: CampaignDocs, input: { fromId: string; toId: string; relationType: string; tone: Tone; id?: string }): Result<string, NotWritable | EntityMissing> => {
  for (const end of [input.fromId, input.toId]) if (!getEntity(docs, end)) return err({ type: 'EntityMissing', id: end });
  const id = input.id ?? docs.newId();
  return docs.edit('Add relationship', [docs.ledger], (edit) => {
    edit.created(docs.ledger, 'relationship', id);
    edit.set(docs.ledger, 'relationship', id, { fromId: input.fromId, toId: input.toId, relationType: input.relationType, tone: input.tone });
    return id;
  });
};

export const deleteRelationship = (docs: CampaignDocs, id: string): Result<void, NotWritable> => {
  const raw = docs.ledger.table('relationship').get(id);
  return docs.edit('Remove relationship', [docs.ledger], (edit) => {
    if (raw) edit.set(docs.ledger, 'relationship', id, { deleted: { by: docs.deviceId, at: docs.nowMs(), seen: digestRecord(raw), body: null } });
  });
};
