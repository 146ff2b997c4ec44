// Days of front matter: read where their order is certain, and never guessed.
import { expect, it } from 'vitest';
import { isoDay } from './written-days.ts';

it.each([
  ['2026-03-01', '2026-03-01'],
  ['2026/3/1', '2026-03-01'],
  ['2026.03.01 20:00', '2026-03-01'],
  ['1 March 2026', '2026-03-01'],
  ['1st of March, 2026', '2026-03-01'],
  ['Mar. 1st 2026', '2026-03-01'],
  ['March 1, 2026', '2026-03-01'],
  [new Date('2026-03-01T20:00:00Z'), '2026-03-01'],
  [new Date('nothing'), ''],
  ['0099-03-01', '0099-03-01'],
  ['12 March 0007', '0007-03-12'],
  ['2026-02-31', ''],
  ['31 Feb 2026', ''],
  ['3/4/2026', ''],
  ['14 Hammer 1492', ''],
  ['2026-03/01', ''],
  [20260301, ''],
  [null, ''],
  [{ year: 2026 }, ''],
])('%j is %j', (written, day) => expect(isoDay(written)).toBe(day));
