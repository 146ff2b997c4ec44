// Shows that the development set is large enough to score search with.
import { expect, it } from 'vitest';
import { labelledSet } from './labelled-queries.ts';

it('the development set has enough passages and queries, in five classes', () => {
  const sets = (['tuned', 'held'] as const).map(labelledSet);
  expect(sets.reduce((n, s) => n + s.passages.length, 0)).toBeGreaterThanOrEqual(150);
  expect(sets.reduce((n, s) => n + s.queries.length, 0)).toBeGreaterThanOrEqual(60);
  for (const { queries } of sets) expect(new Set(queries.map((q) => q.class)).size).toBe(5);
});
