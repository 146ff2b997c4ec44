import { describe, expect, it } from 'vitest';
import { secondsPassed, timePassedFigures, timePassedWords } from './time-passed.ts';

const UNITS = { hoursPerDay: 20, minutesPerHour: 50, roundSeconds: 6 };

describe('how much game time an event lets pass', () => {
  it('reads a unit as other tools and people write it', () => {
    const hour = secondsPassed({ amount: 1, unit: 'hours' }, UNITS)!;
    const day = secondsPassed({ amount: 1, unit: 'days' }, UNITS)!;
    for (const unit of ['day', 'Days', 'DAY', ' d '])
      expect(secondsPassed({ amount: 2, unit }, UNITS), unit).toBe(2 * day);
    for (const unit of ['', undefined, 'hour', 'Hrs.', 'h'])
      expect(secondsPassed({ amount: 2, unit }, UNITS), String(unit)).toBe(2 * hour);
    for (const unit of ['min', 'Minute', 'mins.']) expect(secondsPassed({ amount: 2, unit }, UNITS), unit).toBe(120);
    expect(timePassedWords({ amount: 1, unit: 'Days' })).toBe('1 day');
  });

  it('shows an unknown unit as it is written, and counts no time for it', () => {
    for (const unit of ['weeks', 'tendays', '__proto__', 'constructor']) {
      expect(secondsPassed({ amount: 2, unit }, UNITS), unit).toBe(null);
      expect(timePassedFigures({ amount: 2, unit })).toBe(`2 ${unit}`);
    }
    expect(timePassedWords({ amount: 2, unit: 'weeks' })).toBe('2 weeks');
  });
});
