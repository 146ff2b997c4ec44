// Owns the verbs of anyone and anything with a name. Invariant: no name is ever lost; a rename keeps the old one as an
// alias, so every link written under it resolves at once, also one typed offline.
import { cleanName, createNameIndex, ENTITY_TEXTS, err, type Entity, type EntityType, type NameIndex, type Result } from '@emberkeep/domain';
import { textOf, type CampaignDocs, type NotWritable } from '../campaign-docs.ts';
import { deletionMark, digestRecord } from '../deletion.ts';
import { readEntity } from '../shapes.ts';
import type { NameMissing } from './campaigns.ts';

/** `NameTaken`: somebody has this name or alias already; ask, then call again with `evenIfTaken`. */
export type NameTaken = { type: 'NameTaken'; ids: readonly string[] };
export type EntityMissing = { type: 'EntityMissing'; id: string };

export interface ListedEntity extends Entity {
  /** Deleted on one device and written on another: it is here again, with a notice. */
  broughtBack: boolean;
}

const texts = (docs: CampaignDocs, id: string): string[] => ENTITY_TEXTS.map((field) => textOf(docs.ledger.doc, `${id}/${field}`));

/** The entity, or null when there is none or it is deleted. */
export const getEntity = (docs: CampaignDocs, id: string): ListedEntity | null => {
  const raw = docs.ledger.table('entity').get(id);
  const entity = raw && readEntity(id, raw);
  if (!raw || !entity) return null;
  const mark = deletionMark(raw);
  if (!mark) return { ...entity, broughtBack: false };
  return mark.seen === digestRecord(raw, texts(docs, id)) ? null : { ...entity, broughtBack: true };
};

/** All entities that are not deleted, by name. */
export const listEntities = (docs: CampaignDocs): ListedEntity[] => {
  const found: ListedEntity[] = [];
  for (const id of docs.ledger.table('entity').ids()) {
    const entity = getEntity(docs, id);
    if (entity) found.push(entity);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
};

/** Names and aliases for resolving links. Built in one pass; callers keep it until an entity changes. */
export const nameIndexOf = (docs: CampaignDocs): NameIndex => createNameIndex(listEntities(docs));

export const createEntity = (docs: CampaignDocs, input: { name: string; entityType: EntityType; aliases?: readonly string[]; id?: string; evenIfTaken?: boolean }): Result<string, NotWritable | NameMissing | NameTaken> => {
  const name = cleanName(input.name);
  if (!name) return err({ type: 'NameMissing' });
  if (!input.evenIfTaken) {
    const target = nameIndexOf(docs).resolve(name);
    if (target.type !== 'missing') return err({ type: 'NameTaken', ids: target.type === 'resolved' ? [target.id] : target.ids });
  }
  const id = input.id ?? docs.newId();
  return docs.edit(`Create ${name}`, [docs.ledger], (edit) => {
    edit.created(docs.ledger, 'entity', id, ENTITY_TEXTS.map((field) => `${id}/${field}`));
    edit.set(docs.ledger, 'entity', id, { name, entityType: input.entityType, createdAt: docs.nowMs() });
    for (const alias of [name, ...(input.aliases ?? [])]) edit.setMember(docs.ledger, 'entity', id, 'alias', alias, true);
    return id;
  });
};

/** The new name is kept as an alias too: when two GMs rename apart, the name that loses still resolves. */
export const renameEntity = (docs: CampaignDocs, id: string, newName: string): Result<void, NotWritable | NameMissing | EntityMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  const entity = getEntity(docs, id);
  if (!entity) return err({ type: 'EntityMissing', id });
  return docs.edit(`Rename ${entity.name}`, [docs.ledger], (edit) => {
    edit.setMember(docs.ledger, 'entity', id, 'alias', entity.name, true);
    edit.setMember(docs.ledger, 'entity', id, 'alias', name, true);
    edit.set(docs.ledger, 'entity', id, { name });
  });
};

export const setEntityType = (docs: CampaignDocs, id: string, entityType: EntityType): Result<void, NotWritable> =>
  docs.edit('Change type', [docs.ledger], (edit) => edit.set(docs.ledger, 'entity', id, { entityType }));

export const setAlias = (docs: CampaignDocs, id: string, alias: string, present: boolean): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(alias);
  if (!name) return err({ type: 'NameMissing' });
  return docs.edit(present ? 'Add alias' : 'Remove alias', [docs.ledger], (edit) => edit.setMember(docs.ledger, 'entity', id, 'alias', name, present));
};

/** A mark with a digest of what this device saw; anything a co-GM writes beyond it brings the entity back. */
export const deleteEntity = (docs: CampaignDocs, id: string): Result<void, NotWritable | EntityMissing> => {
  const raw = docs.ledger.table('entity').get(id);
  const entity = getEntity(docs, id);
  if (!raw || !entity) return err({ type: 'EntityMissing', id });
  const seen = digestRecord(raw, texts(docs, id));
  return docs.edit(`Delete ${entity.name}`, [docs.ledger], (edit) => edit.set(docs.ledger, 'entity', id, { deleted: { by: docs.deviceId, at: docs.nowMs(), seen, body: null } }));
};
