// Owns joining ranked lists into one: weighted reciprocal rank. Scores of different kinds are never compared, ranks are.

export interface Leg {
  /** Passage ids, best first. */
  ids: readonly string[];
  weight: number;
}

/** How fast a rank loses: small keeps first places first. */
const K = 15;

/** Sum of weight / (K + rank) over the lists that hold an id. */
export const fuse = (legs: readonly Leg[]): Map<string, number> => {
  const scores = new Map<string, number>();
  for (const { ids, weight } of legs)
    ids.forEach((id, rank) => scores.set(id, (scores.get(id) ?? 0) + weight / (K + rank + 1)));
  return scores;
};
