// Owns the verbs of anyone and anything with a name. Invariant: no name is ever lost; a rename keeps the old one as an
// alias, so every link written under it resolves at once, also one typed offline.
import {
  cleanName,
  createNameIndex,
  ENTITY,
  ENTITY_TYPES,
  err,
  META_ID,
  nameKey,
  type EntityType,
  type NameIndex,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import type { NameMissing, RecordMissing, Refused } from './record-input.ts';
import { deleteRecord, editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

/** `NameTaken`: somebody has this name or alias already; ask, then call again with `evenIfTaken`. */
export type NameTaken = { type: 'NameTaken'; ids: readonly string[] };
export type EntityMissing = { type: 'EntityMissing'; id: string };
export type ListedEntity = Listed<typeof ENTITY>;

// What it is called now is a name, not an alias.
const withoutOwnName = (entity: ListedEntity): ListedEntity =>
  entity.aliases.includes(entity.name)
    ? { ...entity, aliases: entity.aliases.filter((a) => a !== entity.name) }
    : entity;

/** The entity, or null when there is none or it is deleted. */
export const getEntity = (docs: CampaignDocs, id: string): ListedEntity | null => {
  const entity = getRecord(docs.ledger, ENTITY, id);
  return entity && withoutOwnName(entity);
};

const listed = new WeakMap<readonly ListedEntity[], { byName: ListedEntity[]; names: NameIndex | null }>();
const derivedOf = (docs: CampaignDocs): { byName: ListedEntity[]; names: NameIndex | null } => {
  const records = listRecords(docs.ledger, ENTITY);
  let derived = listed.get(records);
  if (!derived) {
    const byName = records
      .map(withoutOwnName)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
    listed.set(records, (derived = { byName, names: null }));
  }
  return derived;
};

/** All entities that are not deleted, by name. The same array until one changes. */
export const listEntities = (docs: CampaignDocs): ListedEntity[] => derivedOf(docs).byName;

/** Names and aliases for resolving links; kept until an entity changes. */
export const nameIndexOf = (docs: CampaignDocs): NameIndex => {
  const derived = derivedOf(docs);
  return (derived.names ??= createNameIndex(derived.byName));
};

/** The entity that a name or alias stands for; null when there is none, or more than one. */
export const getEntityIdByName = (docs: CampaignDocs, name: string): string | null => {
  const target = nameIndexOf(docs).resolve(name);
  return target.type === 'resolved' ? target.id : null;
};

// Names as they compare, kept with each record until it changes: asking whether a name is taken reads no index.
const keysOfEntity = new WeakMap<ListedEntity, string[]>();
const keysOf = (entity: ListedEntity): string[] => {
  let keys = keysOfEntity.get(entity);
  if (!keys) keysOfEntity.set(entity, (keys = [entity.name, ...entity.aliases].map(nameKey)));
  return keys;
};

/** Makes an entity; its first name is an alias too, so that it is never lost. */
export const createEntity = (
  docs: CampaignDocs,
  input: Omit<RecordInput<typeof ENTITY>, 'name'> & {
    name: string;
    entityType: EntityType;
    id?: string;
    evenIfTaken?: boolean;
  },
): Result<string, Refused | NameTaken> => {
  const { id: wanted, evenIfTaken, ...fields } = input;
  const name = cleanName(fields.name);
  if (!name) return err({ type: 'NameMissing' });
  if (!evenIfTaken) {
    const key = nameKey(name);
    const ids = listRecords(docs.ledger, ENTITY)
      .flatMap((e) => (keysOf(e).includes(key) ? [e.id] : []))
      .sort();
    if (ids.length > 0) return err({ type: 'NameTaken', ids });
  }
  const id = wanted ?? docs.newId();
  // A slash in a name would read as another key: such a name is found by the name itself and needs no alias.
  const aliases = [name, ...(fields.aliases ?? [])].flatMap((alias) =>
    cleanName(alias) && !alias.includes('/') ? [cleanName(alias)!] : [],
  );
  return docs.edit(`Create ${name}`, [docs.ledger], (edit) => {
    writeNew(docs, edit, docs.ledger, ENTITY, id, { ...fields, name, aliases });
    if (!(ENTITY_TYPES as readonly string[]).includes(fields.entityType))
      edit.setEntry(docs.ledger, 'campaign', META_ID, 'entityTypes', fields.entityType.replaceAll('/', ' '), true);
    return id;
  });
};

/** The new name is kept as an alias too: when two GMs rename apart, the name that loses still resolves. */
export const renameEntity = (
  docs: CampaignDocs,
  id: string,
  newName: string,
): Result<void, NotWritable | NameMissing | EntityMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  const entity = getEntity(docs, id);
  if (!entity) return err({ type: 'EntityMissing', id });
  return docs.edit(`Rename ${entity.name}`, [docs.ledger], (edit) => {
    for (const alias of [entity.name, name])
      if (!alias.includes('/')) edit.setEntry(docs.ledger, 'entity', id, 'alias', alias, true);
    edit.set(docs.ledger, 'entity', id, { name });
  });
};

/** One of the nine types or a word of the GM's own, which the campaign then offers to every device. */
export const setEntityType = (
  docs: CampaignDocs,
  id: string,
  entityType: EntityType,
): Result<void, NotWritable | NameMissing> => {
  const word = cleanName(entityType);
  if (!word) return err({ type: 'NameMissing' });
  return docs.edit('Change type', [docs.ledger], (edit) => {
    edit.set(docs.ledger, 'entity', id, { entityType: word });
    if (!(ENTITY_TYPES as readonly string[]).includes(word))
      edit.setEntry(docs.ledger, 'campaign', META_ID, 'entityTypes', word.replaceAll('/', ' '), true);
  });
};

export const setAlias = (docs: CampaignDocs, id: string, alias: string, present: boolean): Result<void, Refused> => {
  const name = cleanName(alias);
  if (!name) return err({ type: 'NameMissing' });
  if (name.includes('/')) return err({ type: 'BadMember', field: 'Aliases' });
  return docs.edit(present ? 'Add alias' : 'Remove alias', [docs.ledger], (edit) =>
    edit.setEntry(docs.ledger, 'entity', id, 'alias', name, present ? true : undefined),
  );
};

export const deleteEntity = (docs: CampaignDocs, id: string): Result<void, Refused | EntityMissing> => {
  const deleted = deleteRecord(docs, docs.ledger, ENTITY, id);
  return !deleted.ok && deleted.error.type === 'RecordMissing'
    ? err({ type: 'EntityMissing', id })
    : (deleted as Result<void, Refused>);
};

/** Facets, tags, ladder: everything of an entity but its name and type. Values outside a closed set are refused (M-004). */
export const editEntity = (
  docs: CampaignDocs,
  id: string,
  fields: Omit<RecordInput<typeof ENTITY>, 'name' | 'entityType' | 'aliases'>,
): Result<void, Refused | RecordMissing> => editRecord(docs, docs.ledger, ENTITY, id, fields);

/** Reputation of a faction, one step or several; negative is allowed (M-007). */
export const stepReputation = (
  docs: CampaignDocs,
  id: string,
  by: number,
  note?: string,
): Result<string, Refused | RecordMissing> => stepCounter(docs, docs.ledger, ENTITY, id, 'reputation', { by }, note);
