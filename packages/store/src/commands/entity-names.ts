// Writes the names of an entity inside another command: whatever name it had still leads to it, and is the GM's.
import { ENTITY } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { ListedEntity } from './entities.ts';

export const SHOWN_ALIAS = ENTITY.fields.shownAliases.stored;

/** Makes an alias the GM's again, inside another command. */
export const hideAlias = (
  docs: CampaignDocs,
  edit: Edit,
  entity: ListedEntity,
  alias: string,
  options?: { onlyWith: string },
): void => {
  if (entity.shownAliases.includes(alias))
    edit.setEntry(docs.ledger, 'entity', entity.id, SHOWN_ALIAS, alias, undefined, options);
};

/**
 * Writes a new name. Both names are kept as aliases: when two GMs rename apart, the name that loses still resolves.
 * The former name is the GM's from then on, also if players saw it as an alias before.
 */
export const writeEntityName = (docs: CampaignDocs, edit: Edit, entity: ListedEntity, name: string): void => {
  const withName = { onlyWith: 'name' };
  for (const alias of [entity.name, name])
    edit.setEntry(docs.ledger, 'entity', entity.id, 'alias', alias, true, withName);
  hideAlias(docs, edit, entity, entity.name, withName);
  edit.set(docs.ledger, 'entity', entity.id, { name });
};
