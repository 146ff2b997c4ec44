import { describe, expect, it } from 'vitest';
import { PLAIN_CALENDAR, secondsPerDay, secondsPerHour } from '@emberkeep/domain';
import { hasPlainClock, readTimeOfDay, timeOfDayText } from './time-of-day.ts';

const PLAIN = PLAIN_CALENDAR;
const LONG_HOURS = { ...PLAIN_CALENDAR, hoursPerDay: 20, minutesPerHour: 100 };

describe('a typed time of day', () => {
  it('is read and shown in the hours of the calendar', () => {
    for (const units of [PLAIN, LONG_HOURS])
      for (let hour = 0; hour < units.hoursPerDay; hour++)
        for (const minute of [0, 7, units.minutesPerHour - 1]) {
          const inDay = hour * secondsPerHour(units) + minute * 60;
          const text = timeOfDayText(3 * secondsPerDay(units) + inDay, units);
          expect(readTimeOfDay(text, units)).toBe(inDay);
        }
    expect(timeOfDayText(19 * 100 * 60 + 85 * 60, LONG_HOURS)).toBe('19:85');
  });

  it('takes an hour alone, and nothing as the beginning of the day', () => {
    expect(readTimeOfDay('7', PLAIN)).toBe(7 * 3600);
    expect(readTimeOfDay('7.30', PLAIN)).toBe(7.5 * 3600);
    expect(readTimeOfDay(' ', PLAIN)).toBe(0);
  });

  it('refuses what no day of the calendar has', () => {
    for (const text of ['24:00', '07:60', 'noon', '-1', '1:2:3', '7:']) expect(readTimeOfDay(text, PLAIN)).toBeNull();
    expect(readTimeOfDay('20:00', LONG_HOURS)).toBeNull();
    expect(readTimeOfDay('07:60', LONG_HOURS)).toBe(7 * 6000 + 3600);
  });

  it('knows which calendars a time field of the browser fits', () => {
    expect([PLAIN, LONG_HOURS].map(hasPlainClock)).toEqual([true, false]);
  });
});
