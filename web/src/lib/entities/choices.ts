// Owns ranking entities by what was typed, by name and alias, for the palette and the [[ completion.
import type uFuzzy from '@leeoniya/ufuzzy';
import { nameKey, type Entity } from '@emberkeep/domain';

// Comes a moment after the page: until then names are found by their beginnings.
let fuzzy: uFuzzy | null = null;
void import('@leeoniya/ufuzzy').then(
  ({ default: UFuzzy }) => (fuzzy = new UFuzzy({ intraMode: 1, intraIns: 1 })),
  () => undefined,
);

export interface RankedEntity {
  entity: Entity;
  via: string | null;
}

/** At most `limit` entities, best first; everything by name when nothing was typed. Typos of one letter still match. */
export const rankEntities = (entities: readonly Entity[], query: string, limit: number): RankedEntity[] => {
  const text = query.trim();
  if (!text) return entities.slice(0, limit).map((entity) => ({ entity, via: null }));
  const names: string[] = [];
  const owners: RankedEntity[] = [];
  for (const entity of entities) {
    for (const name of [entity.name, ...entity.aliases]) {
      names.push(name);
      owners.push({ entity, via: name === entity.name ? null : name });
    }
  }
  const key = nameKey(text);
  const [matches, info, order] = fuzzy?.search(names, text, 1, 1000) ?? [null, null, null];
  const ranked = (order && info ? order.map((i) => info.idx[i] as number) : (matches ?? [])).map(
    (i) => owners[i] as RankedEntity,
  );
  const starts = owners.filter((o, i) => nameKey(names[i] as string).startsWith(key));
  const seen = new Set<string>();
  return [...starts, ...ranked].filter(({ entity }) => !seen.has(entity.id) && seen.add(entity.id)).slice(0, limit);
};
