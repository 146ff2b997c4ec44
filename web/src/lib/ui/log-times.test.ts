// The words for the times of a log.
import { describe, expect, it } from 'vitest';
import { logTimes } from './log-times.ts';

const at = (year: number, month: number, day: number, hour: number): number =>
  new Date(year, month - 1, day, hour, 5).getTime();

describe('times of a log', () => {
  const evening = at(2031, 3, 14, 22);
  const afterMidnight = at(2031, 3, 15, 1);

  it('are hours and minutes on one day, and have their day where the log spans midnight', () => {
    expect(logTimes([evening, at(2031, 3, 14, 8)])(evening)).not.toMatch(/14/);
    const words = logTimes([afterMidnight, 0, evening]);
    expect(words(evening)).toMatch(/14/);
    expect(words(afterMidnight)).toMatch(/15/);
    expect(words(evening)).not.toMatch(/2031/);
    expect(words(0)).toBe('');
  });
  it('have their year where the log spans a new year; an empty log has none', () => {
    expect(logTimes([at(2030, 12, 31, 23), at(2031, 1, 1, 0)])(at(2030, 12, 31, 23))).toMatch(/2030/);
    expect(logTimes([])(evening)).not.toMatch(/2031|14/);
  });
});
