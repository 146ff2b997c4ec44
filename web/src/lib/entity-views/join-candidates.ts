// Whom an entity is joined with: most likely one of its type with a name like its own.
import { compareNames, foldText, type Entity } from '@emberkeep/domain';

type Named = Pick<Entity, 'id' | 'name' | 'aliases' | 'entityType'>;

/** From this share of common letter pairs on, two names are alike: “Harkness” and “Baron Harknes”, not “Hob” and “Dob”. */
const ALIKE = 0.5;

const pairsOf = (name: string): string[] =>
  foldText(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .flatMap((word) => (word.length === 1 ? [word] : Array.from(word.slice(1), (letter, i) => word[i]! + letter)));

/** How alike two names are: the share of the shorter one's letter pairs that the other has too, 0 to 1. */
const likenessOf = (a: string, b: string): number => {
  const [short, long] = [pairsOf(a), pairsOf(b)].sort((x, y) => x.length - y.length) as [string[], string[]];
  const left = [...long];
  const common = short.filter((pair) => {
    const at = left.indexOf(pair);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
  return short.length === 0 ? 0 : common.length / short.length;
};

const bestLikeness = (a: Named, b: Named): number =>
  Math.max(...[a.name, ...a.aliases].flatMap((own) => [b.name, ...b.aliases].map((other) => likenessOf(own, other))));

/** The others: those of a like name first, the most alike first and of one likeness those of its type; then by type. */
export const joinCandidates = <E extends Named>(entity: Named, others: readonly E[]): E[] =>
  others
    .filter(({ id }) => id !== entity.id)
    .map((other) => {
      const likeness = bestLikeness(entity, other);
      return { other, likeness: likeness >= ALIKE ? likeness : 0, isOfType: other.entityType === entity.entityType };
    })
    .sort(
      (a, b) =>
        b.likeness - a.likeness || Number(b.isOfType) - Number(a.isOfType) || compareNames(a.other.name, b.other.name),
    )
    .map(({ other }) => other);
