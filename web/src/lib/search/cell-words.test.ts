// Tests how the cells of an answer read.
import { expect, it } from 'vitest';
import { dayWords, momentWords } from '@emberkeep/domain';
import { cellWords } from './cell-words.ts';

it('a time of exactly midnight has its hour, and a day has none', () => {
  const midnight = new Date('2026-01-18T00:00:00Z');
  expect(cellWords(midnight, false)).toBe(momentWords(midnight.getTime()));
  expect(cellWords(midnight, true)).toBe(dayWords('2026-01-18'));
  expect([cellWords('2026-01-18', false), cellWords(3, false), cellWords(null, true)]).toEqual([
    dayWords('2026-01-18'),
    '3',
    '',
  ]);
});

it('a day that no Date can hold, or with a long year, is shown', () => {
  const none = new Date(NaN);
  expect([cellWords(none, true), cellWords(none, false)]).toEqual(['?', '?']);
  expect(cellWords(new Date(Date.UTC(12_026, 0, 18)), true)).toBe('+012026-01-18');
});
