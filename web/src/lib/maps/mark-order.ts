// The order of the pins or zones of a map in its list.
import { compareNames } from '@emberkeep/domain';

/**
 * Marks by name. Those in `kept` (ids) stay in that order before all others: a form that moves while its label is typed
 * loses the focus.
 */
export const orderMarks = <M extends { id: string }>(
  marks: readonly M[],
  nameOf: (mark: M) => string,
  kept: readonly string[] = [],
): M[] => {
  const places = new Map(kept.map((id, place) => [id, place]));
  const placeOf = ({ id }: M): number => places.get(id) ?? kept.length;
  return [...marks].sort(
    (a, b) => placeOf(a) - placeOf(b) || compareNames(nameOf(a), nameOf(b)) || (a.id < b.id ? -1 : 1),
  );
};
