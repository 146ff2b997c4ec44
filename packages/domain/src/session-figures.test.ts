// Tests the numbers that charts show.
import { expect, it } from 'vitest';
import { testSession } from '../testing/test-records.ts';
import { statsByChapter, statsBySession } from './session-figures.ts';

it('numbers are listed by session and summed by chapter (M-147 to M-149)', () => {
  const sessions = [
    testSession(
      { id: 'a', number: 1, status: 'completed', chapterId: 'c', correctedMinutes: 60, attended: ['p', 'q'] },
      {},
      { xpEarned: 100, combatEncounters: 1 },
    ),
    testSession(
      { id: 'b', number: 2, status: 'completed', chapterId: 'c', correctedMinutes: 90 },
      {},
      { xpEarned: 50 },
    ),
    testSession({ id: 'd', number: 3, status: 'planned' }),
  ];
  expect(
    statsBySession(sessions, 0).map((r) => [r.label, r.figures.minutes, r.figures.attended, r.figures.xpEarned]),
  ).toEqual([
    ['1', 60, 2, 100],
    ['2', 90, 0, 50],
  ]);
  expect(
    statsByChapter(sessions, [{ id: 'c', title: 'Dark' }], 0).map((r) => [
      r.label,
      r.figures.minutes,
      r.figures.xpEarned,
    ]),
  ).toEqual([['Dark', 150, 150]]);
});
