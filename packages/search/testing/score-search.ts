// Scores a ranking against graded answers by nDCG@10, recall@5 and reciprocal rank. Gains are 2^grade − 1.
import type { LabelledQuery, QueryClass } from './labelled-queries.ts';

export interface SearchScores {
  ndcg: number;
  recall: number;
  mrr: number;
  /** The share of queries whose first hit has grade 3. */
  top: number;
  /** The share of queries without a hit. */
  empty: number;
  count: number;
}

const gain = (grade: number): number => 2 ** grade - 1;

/** Recall counts passages of grade 2 and 3; where there are more than five, five make full recall. */
export const scoreRanking = (
  ids: readonly string[],
  grades: ReadonlyMap<string, number>,
): Omit<SearchScores, 'count'> => {
  const dcg = (list: readonly number[]): number =>
    list.slice(0, 10).reduce((sum, grade, i) => sum + gain(grade) / Math.log2(i + 2), 0);
  const ideal = dcg([...grades.values()].sort((a, b) => b - a));
  const good = [...grades].filter(([, grade]) => grade >= 2).map(([id]) => id);
  const first = ids.findIndex((id) => (grades.get(id) ?? 0) >= 2);
  return {
    ndcg: ideal === 0 ? 0 : dcg(ids.map((id) => grades.get(id) ?? 0)) / ideal,
    recall: good.length === 0 ? 0 : good.filter((id) => ids.slice(0, 5).includes(id)).length / Math.min(5, good.length),
    mrr: first === -1 || first >= 10 ? 0 : 1 / (first + 1),
    top: (grades.get(ids[0] ?? '') ?? 0) === 3 ? 1 : 0,
    empty: ids.length === 0 ? 1 : 0,
  };
};

/** The means over all queries, and by class of query. */
export const scoreAll = (
  queries: readonly LabelledQuery[],
  answers: ReadonlyMap<string, readonly string[]>,
): Map<QueryClass | 'all', SearchScores> => {
  const groups = new Map<QueryClass | 'all', Omit<SearchScores, 'count'>[]>();
  for (const query of queries) {
    const score = scoreRanking(answers.get(query.id) ?? [], query.grades);
    for (const name of ['all', query.class] as const) (groups.get(name) ?? groups.set(name, []).get(name)!).push(score);
  }
  const mean = (list: readonly Omit<SearchScores, 'count'>[], name: keyof Omit<SearchScores, 'count'>): number =>
    list.reduce((sum, s) => sum + s[name], 0) / list.length;
  return new Map(
    [...groups].map(([name, list]) => [
      name,
      {
        ndcg: mean(list, 'ndcg'),
        recall: mean(list, 'recall'),
        mrr: mean(list, 'mrr'),
        top: mean(list, 'top'),
        empty: mean(list, 'empty'),
        count: list.length,
      },
    ]),
  );
};
