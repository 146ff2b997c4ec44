// Weighted reciprocal rank fusion: joins ranked lists by rank, because scores of different kinds cannot be compared.
// Source: Cormack, Clarke and Büttcher 2009.

export interface RankedList {
  /** Passage ids, best first. */
  ids: readonly string[];
  weight: number;
}

/** How quickly a lower rank loses weight. Smaller than the paper's 60, so that first places stay first. */
const K = 10;

/** The sum of weight / (K + rank), rank from 1, over the lists that contain an id. */
export const fuse = (lists: readonly RankedList[]): Map<string, number> => {
  const scores = new Map<string, number>();
  for (const { ids, weight } of lists)
    ids.forEach((id, index) => scores.set(id, (scores.get(id) ?? 0) + weight / (K + index + 1)));
  return scores;
};
