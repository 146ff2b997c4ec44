// The commands of entities. Invariant: no name is ever lost. A rename keeps the old name as an alias, so every link
// written under it still resolves, even one that was typed offline.
import {
  compareNames,
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
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { hideAlias, SHOWN_ALIAS, writeEntityName } from './entity-names.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { joinedId } from './joins.ts';
import { stepCounter } from './record-groups.ts';
import type { NameMissing, RecordMissing, Refused } from './record-input.ts';
import { deleteRecord, editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

/** Another entity has this name or alias. Ask the GM, then call again with `evenIfTaken`. */
export type NameTaken = { type: 'NameTaken'; ids: readonly string[] };
export type EntityMissing = { type: 'EntityMissing'; id: string };
/** The entity has no such alias any more: a co-GM removed it, or it became the name. */
export type AliasMissing = { type: 'AliasMissing'; alias: string };
export type ListedEntity = Listed<typeof ENTITY>;

/** Every name is stored as an alias too; readers see only the others. */
const withoutOwnName = (entity: ListedEntity): ListedEntity =>
  entity.aliases.includes(entity.name)
    ? { ...entity, aliases: entity.aliases.filter((a) => a !== entity.name) }
    : entity;

/** The entity; null when there is none or it is deleted. */
export const getEntity = (docs: CampaignDocs, id: string): ListedEntity | null => {
  const entity = getRecord(docs.ledger, ENTITY, id);
  return entity && withoutOwnName(entity);
};

/**
 * The entity that an id stands for: itself, or what it was joined with (join-entities.ts). Null when that is missing or
 * deleted, too.
 */
export const getJoinedEntity = (docs: CampaignDocs, id: string): ListedEntity | null =>
  getEntity(docs, joinedId(docs.ledger, id));

const byNameThenId = (a: ListedEntity, b: ListedEntity): number =>
  compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);

interface EntityList {
  byName: ListedEntity[];
  /** Built when it is first asked for. */
  names: NameIndex | null;
}

// Per list of records, which is a new array whenever an entity changes.
const entityLists = new WeakMap<readonly ListedEntity[], EntityList>();

const entityListOf = (docs: CampaignDocs): EntityList => {
  const records = listRecords(docs.ledger, ENTITY);
  let list = entityLists.get(records);
  if (!list) entityLists.set(records, (list = { byName: records.map(withoutOwnName).sort(byNameThenId), names: null }));
  return list;
};

/** All entities that are not deleted, by name. The same array until one changes. */
export const listEntities = (docs: CampaignDocs): ListedEntity[] => entityListOf(docs).byName;

/** Names and aliases for resolving links; the same object until an entity changes. */
export const nameIndexOf = (docs: CampaignDocs): NameIndex => {
  const list = entityListOf(docs);
  return (list.names ??= createNameIndex(list.byName));
};

/** The entity that a name or alias stands for; null when there is none, or more than one. */
export const getEntityIdByName = (docs: CampaignDocs, name: string): string | null => {
  const target = nameIndexOf(docs).resolve(name);
  return target.type === 'resolved' ? target.id : null;
};

// Per record, so that checking a name builds no index of all names.
const keysByEntity = new WeakMap<ListedEntity, string[]>();

const nameKeysOf = (entity: ListedEntity): string[] => {
  let keys = keysByEntity.get(entity);
  if (!keys) keysByEntity.set(entity, (keys = [entity.name, ...entity.aliases].map(nameKey)));
  return keys;
};

const idsWithName = (docs: CampaignDocs, name: string): string[] => {
  const key = nameKey(name);
  return listRecords(docs.ledger, ENTITY)
    .filter((entity) => nameKeysOf(entity).includes(key))
    .map((entity) => entity.id)
    .sort();
};

/** Aliases as stored. One may have a slash: a member of a group is all that follows the name of its field. */
const storableAliases = (aliases: readonly string[]): string[] => aliases.flatMap((alias) => cleanName(alias) ?? []);

/** Offers a type of the GM's own on every device, inside another command. */
const offerEntityType = (docs: CampaignDocs, edit: Edit, entityType: EntityType): void => {
  if ((ENTITY_TYPES as readonly string[]).includes(entityType)) return;
  edit.setEntry(docs.ledger, 'campaign', META_ID, 'entityTypes', entityType.replaceAll('/', ' '), true);
};

/** Creates an entity. Its name is stored as an alias too, so that it is never lost. */
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
  const takenBy = evenIfTaken ? [] : idsWithName(docs, name);
  if (takenBy.length > 0) return err({ type: 'NameTaken', ids: takenBy });
  const id = wanted ?? docs.newId();
  const aliases = storableAliases([name, ...(fields.aliases ?? [])]);
  return docs.edit(`Create ${name}`, [docs.ledger], (edit) => {
    writeNew({ docs, edit, doc: docs.ledger, spec: ENTITY, id }, { ...fields, name, aliases });
    offerEntityType(docs, edit, fields.entityType);
    return id;
  });
};

/** Renames an entity ({@link writeEntityName}). */
export const renameEntity = (
  docs: CampaignDocs,
  id: string,
  newName: string,
): Result<void, NotWritable | NameMissing | EntityMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  const entity = getEntity(docs, id);
  if (!entity) return err({ type: 'EntityMissing', id });
  return docs.edit(`Rename ${entity.name}`, [docs.ledger], (edit) => writeEntityName(docs, edit, entity, name));
};

/** Sets the type: a built-in one, or a word of the GM's own, which every device then offers. */
export const setEntityType = (
  docs: CampaignDocs,
  id: string,
  entityType: EntityType,
): Result<void, NotWritable | NameMissing> => {
  const word = cleanName(entityType);
  if (!word) return err({ type: 'NameMissing' });
  return docs.edit('Change type', [docs.ledger], (edit) => {
    edit.set(docs.ledger, 'entity', id, { entityType: word });
    offerEntityType(docs, edit, word);
  });
};

export const setAlias = (docs: CampaignDocs, id: string, alias: string, present: boolean): Result<void, Refused> => {
  const name = cleanName(alias);
  if (!name) return err({ type: 'NameMissing' });
  return docs.edit(present ? 'Add alias' : 'Remove alias', [docs.ledger], (edit) => {
    const entity = getEntity(docs, id);
    if (entity && !entity.aliases.includes(name)) hideAlias(docs, edit, entity, name);
    edit.setEntry(docs.ledger, 'entity', id, 'alias', name, present ? true : undefined);
    if (entity && !present) hideAlias(docs, edit, entity, name);
  });
};

/** Shows one alias to the players who know the entity, or hides it from them again. */
export const showAlias = (
  docs: CampaignDocs,
  id: string,
  alias: string,
  isShown: boolean,
): Result<void, Refused | EntityMissing | AliasMissing> => {
  const entity = getEntity(docs, id);
  if (!entity) return err({ type: 'EntityMissing', id });
  if (!entity.aliases.includes(alias)) return err({ type: 'AliasMissing', alias });
  return docs.edit(isShown ? 'Show alias to players' : 'Hide alias from players', [docs.ledger], (edit) => {
    if (isShown) edit.setEntry(docs.ledger, 'entity', id, SHOWN_ALIAS, alias, true);
    else hideAlias(docs, edit, entity, alias);
  });
};

export const deleteEntity = (docs: CampaignDocs, id: string): Result<void, Refused | EntityMissing> => {
  const deleted = deleteRecord(docs, docs.ledger, ENTITY, id);
  return !deleted.ok && deleted.error.type === 'RecordMissing'
    ? err({ type: 'EntityMissing', id })
    : (deleted as Result<void, Refused>);
};

/** Changes an entity's fields, except its name and type. Values outside a closed set are refused (M-004). */
export const editEntity = (
  docs: CampaignDocs,
  id: string,
  fields: Omit<RecordInput<typeof ENTITY>, 'name' | 'entityType' | 'aliases'>,
): Result<void, Refused | RecordMissing> => editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields });

/** Changes a faction's reputation by one or more steps, which may be negative (M-007). */
export const stepReputation = (
  docs: CampaignDocs,
  id: string,
  by: number,
  note?: string,
): Result<string, Refused | RecordMissing> =>
  stepCounter(docs, { doc: docs.ledger, spec: ENTITY, id, field: 'reputation', change: { by }, note });
