// Ids of what campaign JSON holds. They follow from the ids in the file, so a second file about the same thing adds to
// it, and two GMs who import one file apart have one set of records.
import { isId, nameKey } from '@emberkeep/domain';
import type { IdContext, ImportedItem } from './imported-content.ts';

/** The id of a record that another tool calls `externalId`; an id of Emberkeep's own stays as it is. */
export const importedId = (
  { derive, campaignId }: Pick<IdContext, 'derive' | 'campaignId'>,
  kind: string,
  externalId: string,
): string => (isId(externalId) ? externalId : derive(kind, campaignId, externalId));

/** The characters that sessions name. */
export interface CharacterItems {
  /** Empty for an empty name. */
  sourceOf(name: string): string;
  itemsOf(names: readonly string[], entityType: 'pc' | 'npc'): ImportedItem[];
}

/** `sourceByName`: items of the same files that a character may be, by the key of their names. */
export const createCharacterItems = (sourceByName: ReadonlyMap<string, string>): CharacterItems => {
  const sourceOf = (name: string): string =>
    name === '' ? '' : (sourceByName.get(nameKey(name)) ?? `character:${nameKey(name)}`);
  return {
    sourceOf,
    itemsOf: (names, entityType) =>
      names
        .filter((name) => name !== '' && !sourceByName.has(nameKey(name)))
        .map((name) => ({
          kind: 'entity',
          source: sourceOf(name),
          externalId: name,
          recordId: (ids) => importedId(ids, 'character', name),
          mode: 'only-new',
          lines: [],
          name,
          fields: { entityType },
          texts: {},
        })),
  };
};
