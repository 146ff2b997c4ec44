// Ids of imported records. They follow from the ids in the file, so a second file about the same thing adds to it,
// and two GMs who import one file offline have one set of records.
import { ENTITY, isId } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { createEntity, getEntityIdByName } from './entities.ts';
import { getRecord } from './read-records.ts';

/** The id of a record that another tool calls `externalId`; an id of Emberkeep's own stays as it is. */
export const importedId = (docs: CampaignDocs, kind: string, externalId: string): string =>
  isId(externalId) ? externalId : derivedId(kind, docs.campaignId, externalId);

/** The character that a file names, found by name or by an earlier import, else created. Empty for an empty name. */
export const importedCharacterId = (docs: CampaignDocs, name: string, entityType: 'pc' | 'npc'): string => {
  if (name === '') return '';
  const known = getEntityIdByName(docs, name);
  if (known !== null) return known;
  const id = importedId(docs, 'character', name);
  if (getRecord(docs.ledger, ENTITY, id)) return id;
  const created = createEntity(docs, {
    id,
    name,
    entityType,
    externalId: name,
    source: 'import',
    evenIfTaken: true,
  });
  return created.ok ? created.value : '';
};
