// Tests that days and dates convert both ways for any calendar, and that game time is derived from its total alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from './calendar.ts';
import { dateOfDay, dayOfDate } from './dates.ts';
import { dateWords, formatDay, moonsOn, weekdayOf } from './format-day.ts';
import { readCalendar } from './read-calendar.ts';
import { PLAIN_CALENDAR } from './plain-calendar.ts';
import { READY_CALENDARS } from './ready-calendars.ts';
import { readTypedDay } from './typed-day.ts';
import {
  advanceSteps,
  differsFromTotal,
  durationWords,
  gameTimeOf,
  secondsPerDay,
  splitSeconds,
  gameTotal,
} from '../game-time.ts';
import { costMs } from '../../testing/node/cost.ts';

const anyCalendar: fc.Arbitrary<Calendar> = fc
  .record({
    months: fc.array(
      fc.record({
        days: fc.integer({ min: 1, max: 60 }),
        isIntercalary: fc.boolean(),
        interval: fc.constantFrom(1, 1, 1, 2, 3),
        offset: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    leaps: fc.array(
      fc.record({
        month: fc.nat(13),
        isIntercalary: fc.boolean(),
        afterDay: fc.nat(40),
        interval: fc.constantFrom('4', '400,!100,4', '7', '2,!6', '1', '5,+3'),
        offset: fc.nat(5),
      }),
      { maxLength: 4 },
    ),
    weekdays: fc.integer({ min: 0, max: 10 }),
    weeksOverflow: fc.boolean(),
    hasYearZero: fc.boolean(),
  })
  .map(({ months, leaps, weekdays, weeksOverflow, hasYearZero }) => ({
    ...PLAIN_CALENDAR,
    name: 'Any',
    months: months.map((m, i) => ({ ...m, ...(i === 0 ? { interval: 1 } : {}), name: `M${i}` })),
    leapDays: leaps.filter((l) => l.month < months.length).map((l) => ({ ...l, name: 'L' })),
    weekdays: Array.from({ length: weekdays }, (_, i) => `W${i}`),
    weeksOverflow,
    hasYearZero,
  }));

describe('calendars', () => {
  it('a day converts to a date and back, and dates follow each other, for any calendar, also before year one', () => {
    fc.assert(
      fc.property(anyCalendar, fc.integer({ min: -400_000, max: 2_000_000 }), (calendar, day) => {
        const date = dateOfDay(calendar, day)!;
        expect(dayOfDate(calendar, date)).toBe(day);
        const next = dateOfDay(calendar, day + 1)!;
        const isNext =
          next.year === date.year
            ? next.month > date.month || (next.month === date.month && next.day === date.day + 1)
            : next.year > date.year && next.day === 1;
        expect(isNext, `${JSON.stringify(date)} then ${JSON.stringify(next)}`).toBe(true);
        if (!calendar.hasYearZero) expect(date.year).not.toBe(0);
        expect(formatDay(calendar, day)).not.toContain('undefined');
      }),
      { seed: 11, numRuns: 1500 },
    );
  });
  it('the Gregorian calendar agrees with JavaScript dates for 900 years, weekdays included', () => {
    const gregorian = READY_CALENDARS.find((c) => c.name === 'Gregorian')!;
    const first = new Date(0).setUTCFullYear(1, 0, 1);
    const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1600, max: 2500 }),
        fc.nat(11),
        fc.integer({ min: 1, max: 28 }),
        (year, month, day) => {
          const epoch = dayOfDate(gregorian, { year, month, day })!;
          const real = new Date(Date.UTC(year, month, day));
          expect(epoch).toBe((real.getTime() - first) / 86_400_000);
          expect(weekdayOf(gregorian, epoch)).toBe(names[real.getUTCDay()]);
        },
      ),
      { seed: 12 },
    );
    expect(gameTimeOf(0, gregorian).formatted).toBe('Monday, 1 January 1900, 12:00 AM');
    expect([1900, 2000, 2023, 2024].map((year) => dayOfDate(gregorian, { year, month: 1, day: 29 }) !== null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
  it('a date in words is read as the day that it names, in any calendar', () => {
    const day = fc.integer({ min: -4000, max: 900_000 });
    fc.assert(
      fc.property(anyCalendar, day, (calendar, each) => {
        // Several leap days may have one name: the words are the same then.
        for (const words of [formatDay(calendar, each), dateWords(calendar, each).toUpperCase()])
          expect(formatDay(calendar, readTypedDay(calendar, words, 0)!), words).toBe(formatDay(calendar, each));
      }),
      { seed: 13, numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...READY_CALENDARS), day, (calendar, each) => {
        expect(readTypedDay(calendar, formatDay(calendar, each), 0), formatDay(calendar, each)).toBe(each);
      }),
      { seed: 14, numRuns: 600 },
    );
  });
  it('a date is read as people type it, in the year of now where it has none', () => {
    const gregorian = READY_CALENDARS.find((c) => c.name === 'Gregorian')!;
    const third = dayOfDate(gregorian, { year: 1902, month: 2, day: 3 })! - gregorian.startDay;
    for (const typed of [
      '3 March 1902',
      'March 3, 1902',
      '3. märch 1902',
      'the 3rd of March 1902',
      'Monday, 3 March 1902',
    ])
      expect(readTypedDay(gregorian, typed, 0), typed).toBe(third);
    expect(readTypedDay(gregorian, '3 March', third + 40)).toBe(third);
    for (const typed of ['', 'Hammer', 'March', '31 February 1902', 'soon', '3 Hammer 1492'])
      expect(readTypedDay(gregorian, typed, 0), typed).toBeNull();
    expect([readTypedDay(gregorian, '15', 0), readTypedDay(PLAIN_CALENDAR, 'Day 15', 0)]).toEqual([15, 15]);
  });
  it('intercalary days are outside the weeks and are named', () => {
    const tide = READY_CALENDARS.find((c) => c.name === 'Tide table')!;
    const lamp = dayOfDate(tide, { year: 617, month: 2, day: 1 })!;
    expect([weekdayOf(tide, lamp), formatDay(tide, lamp - tide.startDay)]).toEqual([
      null,
      'First Lamp 617 of the Light',
    ]);
    const borrowed = dayOfDate(tide, { year: 616, month: 16, day: 2 })!;
    expect(formatDay(tide, borrowed - tide.startDay)).toBe('The Borrowed Night 616 of the Light');
    expect(dayOfDate(tide, { year: 617, month: 16, day: 2 })).toBeNull();
    expect(moonsOn(tide, 0)).toHaveLength(2);
  });
  it('every calendar that is read answers within a second, and hostile leap rules are refused', async () => {
    const hostile = (parts: number, every: number, leapDays: number) => ({
      months: Array.from({ length: 200 }, (_, i) => ({ name: `m${i}`, days: 1 })),
      leapDays: Array.from({ length: leapDays }, () => ({
        name: 'l',
        month: 0,
        interval: Array.from({ length: parts }, () => `!${every}`).join(','),
        offset: 1,
      })),
    });
    expect(readCalendar(hostile(25, 100_000, 200))).toMatchObject({ ok: false });
    expect(readCalendar(hostile(33, 5000, 200))).toMatchObject({ ok: false });
    // As costly as a calendar may be: 9,500 years of 200 months and a rule.
    const costly = readCalendar(hostile(1, 9500, 1));
    if (!costly.ok) throw new Error(costly.error.detail);
    const cost = await costMs(() => {
      // A copy each time, as after each change of a campaign.
      for (let day = 0; day < 50; day++) formatDay(structuredClone(costly.value), day * 1000);
    });
    expect(cost).toBeLessThan(1000);
  }, 600_000);
  it('dates far from the mean are found at once: all days lie in one year of the cycle', async () => {
    const calendar = readCalendar({
      months: [
        { name: 'Short', days: 1 },
        ...Array.from({ length: 15 }, (_, i) => ({ name: `Long ${i}`, days: 10_000, interval: 100_000 })),
      ],
    });
    if (!calendar.ok) throw new Error(calendar.error.detail);
    const cost = await costMs(() => {
      for (const day of [0, 149_999, 150_000, 150_001, 250_000, -1, 1e9]) {
        const date = dateOfDay(calendar.value, day)!;
        expect(dayOfDate(calendar.value, date)).toBe(day);
      }
    });
    expect(cost).toBeLessThan(1000);
  }, 600_000);
  it('a calendar from a file or a peer is refused if it cannot be counted', () => {
    for (const bad of [
      null,
      7,
      { months: [{ days: 0 }] },
      { months: [{ days: 30 }], leapDays: [{ month: 3, interval: '4' }] },
      { months: [{ days: 30 }], leapDays: [{ month: 0, interval: 'often' }] },
      { months: [{ days: 30 }], leapDays: [{ month: 0, interval: '0' }] },
      {
        months: [{ days: 30 }],
        leapDays: [
          { month: 0, interval: '99991' },
          { month: 0, interval: '99989' },
        ],
      },
    ])
      expect(readCalendar(bad), JSON.stringify(bad)).toMatchObject({ ok: false });
    for (const good of READY_CALENDARS)
      expect(readCalendar(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
  });
});

describe('game time', () => {
  it('1296000 seconds are Day 15, 12:00 AM (M-042, M-043, M-044, M-078, M-079, M-089, T-1)', () => {
    expect(gameTimeOf(1_296_000)).toEqual({
      days: 15,
      hours: 0,
      minutes: 0,
      rounds: 0,
      total: 1_296_000,
      formatted: 'Day 15, 12:00 AM',
    });
    expect(gameTimeOf(1_328_400).formatted).toBe('Day 15, 9:00 AM');
    expect(splitSeconds(1_328_400 - 1_296_000)).toEqual({ days: 0, hours: 9, minutes: 0, rounds: 0 });
    expect([
      differsFromTotal('Day 15, 9:00 AM', 1_296_000),
      differsFromTotal('day 15, 12:00 am', 1_296_000),
      differsFromTotal('', 0),
    ]).toEqual([true, false, false]);
    expect([durationWords(32_400), durationWords(0), durationWords(90_066)]).toEqual([
      '9 h',
      '0 min',
      '1 d 1 h 1 min 1 round',
    ]);
  });
  it('rounds, hours and days have the lengths that the calendar gives them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(1e8),
        (roundSeconds, minutesPerHour, hoursPerDay, total) => {
          const calendar = { ...PLAIN_CALENDAR, roundSeconds, minutesPerHour, hoursPerDay };
          const t = gameTimeOf(total, calendar);
          const again = gameTotal(t.days, t.hours, t.minutes, calendar);
          expect(total - again).toBeLessThan(60);
          expect(total - again).toBeGreaterThanOrEqual(0);
          expect(t.rounds).toBe(Math.floor((total - again) / roundSeconds));
          expect(advanceSteps(calendar).at(-1)!.seconds).toBe(secondsPerDay(calendar));
        },
      ),
      { seed: 13 },
    );
  });
});
