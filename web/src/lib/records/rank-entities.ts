// Ranks entities by what was typed, by name and alias, for the palette and the [[ completion.
import type uFuzzy from '@leeoniya/ufuzzy';
import { foldText, matchRank, type Entity } from '@emberkeep/domain';

// Loaded after the page: until then names are found by their beginnings, and so they are where it cannot be loaded.
let fuzzy: uFuzzy | null = null;
void import('@leeoniya/ufuzzy').then(
  ({ default: UFuzzy }) => (fuzzy = new UFuzzy({ intraMode: 1, intraIns: 1 })),
  () => undefined, // By their beginnings, as said above.
);

type Named = Pick<Entity, 'id' | 'name' | 'aliases'>;

export interface RankedEntity<E extends Named = Entity> {
  entity: E;
  /** The alias that matched; null where the name did. */
  via: string | null;
}

/** At most `limit` entities, best first; the first by name where nothing was typed. One wrong letter still matches. */
export const rankEntities = <E extends Named>(
  entities: readonly E[],
  query: string,
  limit: number,
): RankedEntity<E>[] => {
  const text = query.trim();
  if (!text) return entities.slice(0, limit).map((entity) => ({ entity, via: null }));
  const names: string[] = [];
  const owners: RankedEntity<E>[] = [];
  for (const entity of entities) {
    for (const name of [entity.name, ...entity.aliases]) {
      names.push(name);
      owners.push({ entity, via: name === entity.name ? null : name });
    }
  }
  // What fits in every word comes first, in any script; the fuzzy search adds names with a wrong letter.
  const [matches, info, order] = fuzzy?.search(names.map(foldText), foldText(text), 1, 1000) ?? [null, null, null];
  const ranked = (order && info ? order.map((i) => info.idx[i] as number) : (matches ?? [])).map(
    (i) => owners[i] as RankedEntity<E>,
  );
  const ranks = names.map((name) => matchRank(name, text));
  const fitting = [3, 2, 1].flatMap((rank) => owners.filter((_, i) => ranks[i] === rank));
  const seen = new Set<string>();
  return [...fitting, ...ranked].filter(({ entity }) => !seen.has(entity.id) && seen.add(entity.id)).slice(0, limit);
};
