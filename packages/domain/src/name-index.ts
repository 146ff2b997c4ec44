// The names and aliases of a campaign's entities, and which entity a name stands for.
import { appendTo } from './multimap.ts';

/** The key by which names compare: no case, one encoding of accents, one kind of apostrophe, folded white space. */
export const nameKey = (name: string): string =>
  name.normalize('NFC').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();

/** What a name stands for. It is `ambiguous` if two entities have it, for example after a merge. */
export type LinkTarget =
  { type: 'resolved'; id: string } | { type: 'ambiguous'; ids: readonly string[] } | { type: 'missing' };

export interface NameIndex {
  resolve(name: string): LinkTarget;
  /** The ids of every name and alias, by `nameKey`. */
  readonly idsByKey: ReadonlyMap<string, readonly string[]>;
}

/** Builds the index in one pass. Leave deleted entities out. */
export const createNameIndex = (
  entities: Iterable<{ id: string; name: string; aliases: readonly string[] }>,
): NameIndex => {
  const idsByKey = new Map<string, string[]>();
  for (const entity of entities) {
    for (const key of new Set([entity.name, ...entity.aliases].map(nameKey)))
      if (key) appendTo(idsByKey, key, entity.id);
  }
  for (const ids of idsByKey.values()) ids.sort();
  return {
    idsByKey,
    resolve: (name) => {
      const ids = idsByKey.get(nameKey(name));
      if (!ids) return { type: 'missing' };
      return ids.length === 1 ? { type: 'resolved', id: ids[0] as string } : { type: 'ambiguous', ids };
    },
  };
};
