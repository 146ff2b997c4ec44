// The names and aliases of a campaign's entities, which entity a name stands for, and the order of names in lists.
import { appendTo } from './multimap.ts';

/** The key by which names compare: no case, one encoding of accents, one kind of apostrophe, folded white space. */
export const nameKey = (name: string): string =>
  name.normalize('NFC').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();

/** Made once: a comparison with a collator of its own is a hundred times slower. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/**
 * The order of two names in the reader's language: "Éowyn" is among the Es, and "Room 9" comes before "Room 10". Names
 * that read the same are in the order of their code units, so that 0 means equal text.
 */
export const compareNames = (a: string, b: string): number => compare(a, b) || (a === b ? 0 : a < b ? -1 : 1);

/**
 * A name as a link holds it: brackets, bars, line breaks and a last backslash are spaces. "Room [3]" is linked as
 * `[[Room 3]]`. Empty where nothing of a name is left: no link leads there.
 */
export const linkableName = (name: string): string =>
  name
    .replace(/[[\]|\n]/g, ' ')
    // Right before a letter, the sign would begin a heading of the note.
    .replace(/(?<=[^\s#])#(?=\p{L})/gu, ' #')
    // Before the bar, it would be part of the bar.
    .replace(/[\s\\]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The keys by which a name is found: its own, and that of its links where it differs. */
export const keysOfName = (name: string): string[] =>
  [...new Set([nameKey(name), nameKey(linkableName(name))])].filter((key) => key !== '');

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
  const all = [...entities].map(({ id, name, aliases }) => ({ id, names: [name, ...aliases] }));
  const idsByKey = new Map<string, string[]>();
  for (const { id, names } of all) for (const key of new Set(names.map(nameKey))) if (key) appendTo(idsByKey, key, id);
  // A name as its links hold it, unless an entity is called just so.
  const linked = new Map<string, string[]>();
  for (const { id, names } of all)
    for (const key of new Set(names.flatMap(keysOfName))) if (key && !idsByKey.has(key)) appendTo(linked, key, id);
  for (const [key, ids] of linked) idsByKey.set(key, ids);
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
