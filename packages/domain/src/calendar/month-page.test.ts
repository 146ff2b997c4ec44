// Tests that pages of any calendar follow each other without a gap, and that a hostile calendar neither throws nor takes
// long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costMs } from '../../testing/node/cost.ts';
import { CALENDAR_ENTRY, FARTHEST_DAY, type CalendarEntry } from '../calendar-entry.ts';
import { CONSEQUENCE } from '../campaign-state.ts';
import { ENTITY_LOG } from '../entity-log.ts';
import { GOAL } from '../goal.ts';
import { MOON, moonsOf } from '../moon.ts';
import { readFields, type RecordOf, type RecordSpec } from '../record-spec.ts';
import { TIMELINE_EVENT } from '../timeline-event.ts';
import type { Calendar } from './calendar.ts';
import { itemsOfDays, type CalendarSources } from './day-items.ts';
import { moonTurnOn, phasesOn, weekdayOf } from './format-day.ts';
import { dayInNextRow, pageOfDay } from './month-page.ts';
import { PLAIN_CALENDAR } from './plain-calendar.ts';
import { readCalendar } from './read-calendar.ts';
import { READY_CALENDARS } from './ready-calendars.ts';

const named = (name: string): Calendar => READY_CALENDARS.find((each) => each.name === name)!;
const record = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> => {
  const made = { [spec.title]: '', ...fields };
  return readFields(spec, id, {
    fields: new Map(Object.entries(spec.isPacked ? { made } : made)),
    groups: new Map(),
  })!;
};
const entryOn = (fields: Record<string, unknown>): CalendarEntry =>
  record(CALENDAR_ENTRY, 'e', { name: 'E', ...fields });

/** What a peer may write as a calendar: numbers of any size where numbers belong, and anything else. */
const anyNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, -1, 1e9, 1e308, -1e308, NaN, 7));
const hostileCalendar = fc.record(
  {
    months: fc.array(
      fc.record(
        {
          name: fc.string(),
          days: anyNumber,
          isIntercalary: fc.boolean(),
          interval: fc.constantFrom(1, 2, 3, -4),
          offset: anyNumber,
        },
        { requiredKeys: [] },
      ),
      { maxLength: 30 },
    ),
    leapDays: fc.array(
      fc.record({
        month: fc.nat(5),
        isIntercalary: fc.boolean(),
        afterDay: anyNumber,
        interval: fc.constantFrom('4', '1', '400,!100,4', '0', 'x'),
        offset: anyNumber,
      }),
      { maxLength: 5 },
    ),
    weekdays: fc.oneof(fc.array(fc.string(), { maxLength: 120 }), fc.anything()),
    firstWeekday: anyNumber,
    weeksOverflow: fc.boolean(),
    moons: fc.array(fc.record({ name: fc.string(), cycle: anyNumber, shift: anyNumber }), { maxLength: 3 }),
    eras: fc.array(fc.record({ name: fc.string(), startsOn: anyNumber, restarts: fc.boolean() }), { maxLength: 3 }),
    hasYearZero: fc.boolean(),
    startDay: anyNumber,
    hoursPerDay: anyNumber,
  },
  { requiredKeys: [] },
);
/** As the app reads it: a calendar that cannot be counted is the plain one. */
const asRead = (value: unknown): Calendar => {
  const read = readCalendar(value);
  return read.ok ? read.value : PLAIN_CALENDAR;
};
const anyDay = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(FARTHEST_DAY, -FARTHEST_DAY, 1e300, NaN));

const sourcesOf = (calendar: Calendar): CalendarSources => ({
  calendar,
  moons: moonsOf(calendar, []),
  entries: [],
  sessions: [],
  events: [],
  logs: [],
  goals: [],
  consequences: [],
  now: 0,
  sessionNumber: 1,
});

describe('pages of a calendar', () => {
  it('follow each other without a gap, and every day is on one page, whatever a peer wrote', () => {
    fc.assert(
      fc.property(hostileCalendar, anyDay, (value, day) => {
        const calendar = asRead(value);
        const page = pageOfDay(calendar, day);
        const days = page.rows.flatMap(({ cells }) => [...cells]).flatMap((cell) => cell?.day ?? []);
        expect(days).toEqual(Array.from({ length: page.last - page.first + 1 }, (_, i) => page.first + i));
        expect(days.length).toBeLessThanOrEqual(100);
        expect(page.rows.every((row) => row.type === 'apart' || row.cells.length === page.columns)).toBe(true);
        expect(pageOfDay(calendar, page.last)).toEqual(page);
        if (Math.abs(day) < FARTHEST_DAY) {
          expect(pageOfDay(calendar, page.last + 1).first).toBe(page.last + 1);
          expect(pageOfDay(calendar, page.first - 1).last).toBe(page.first - 1);
        }
      }),
      { seed: 26, numRuns: 1500 },
    );
  });
  it('put each day under its weekday', () => {
    fc.assert(
      fc.property(hostileCalendar, fc.integer({ min: -50_000, max: 50_000 }), (value, day) => {
        const calendar = asRead(value);
        const { rows, weekdays } = pageOfDay(calendar, day);
        for (const row of rows)
          for (const [column, cell] of row.cells.entries())
            if (cell && weekdays.length > 0)
              expect(row.type === 'apart' ? null : weekdays[column]).toBe(
                weekdayOf(calendar, cell.day + calendar.startDay),
              );
      }),
      { seed: 27, numRuns: 500 },
    );
  });
  it('take little time for the largest calendar that is read', async () => {
    const calendar = asRead({
      months: Array.from({ length: 300 }, (_, i) => ({ name: `M${i}`, days: 1e9, isIntercalary: i % 2 === 1 })),
      leapDays: Array.from({ length: 300 }, (_, i) => ({ month: i % 200, interval: '4', isIntercalary: true })),
      weekdays: Array.from({ length: 500 }, (_, i) => `W${i}`),
    });
    expect(calendar.months).toHaveLength(200);
    expect(await costMs(() => pageOfDay(calendar, 123_456_789))).toBeLessThan(1000);
  });
  it('of a month have the days outside the weeks that follow it, and read its year', () => {
    const tides = { ...named('Tide table'), startDay: 30 };
    const page = pageOfDay(tides, 0);
    const last = page.rows.at(-1)!;
    expect(page.title).toBe('Saltwind 1 of the Light');
    expect(page).toMatchObject({ first: 0, last: 30, columns: 6 });
    expect(last).toEqual({ type: 'apart', cells: [{ day: 30, label: 'First Lamp' }] });
    const february = pageOfDay({ ...named('Gregorian'), startDay: 0 }, 40);
    expect(february.rows.flatMap(({ cells }) => cells.filter(Boolean))).toHaveLength(28);
  });
  it('of the plain calendar number the days by weeks of 7', () => {
    const page = pageOfDay(PLAIN_CALENDAR, 30);
    expect(page).toMatchObject({ title: 'Days 28–55', first: 28, last: 55, columns: 7, weekdays: [] });
    expect(page.rows[0]!.cells[2]).toEqual({ day: 30, label: '30' });
    expect(pageOfDay(PLAIN_CALENDAR, -1)).toMatchObject({ first: -28, last: -1 });
  });
  it('lead from a day up and down to a day of the row beside it, and back', () => {
    fc.assert(
      fc.property(hostileCalendar, fc.integer({ min: -9999, max: 9999 }), (value, day) => {
        const calendar = asRead(value);
        const page = pageOfDay(calendar, day);
        expect(dayInNextRow(page, day, 1)).toBeGreaterThan(day);
        expect(dayInNextRow(page, day, -1)).toBeLessThan(day);
      }),
      { seed: 28, numRuns: 300 },
    );
    expect(dayInNextRow(pageOfDay(PLAIN_CALENDAR, 30), 30, 1)).toBe(37);
  });
});

describe('what is on a day', () => {
  const gregorian: Calendar = { ...named('Gregorian'), startDay: 0, moons: [] };
  const year = { first: 0, last: 799 };
  const daysOf = (fields: Record<string, unknown>, calendar = gregorian, days = year): number[] => [
    ...itemsOfDays({ ...sourcesOf(calendar), entries: [entryOn(fields)] }, days).keys(),
  ];

  it('a festival recurs on its date each year and each month, also before the year it was written in', () => {
    const april = daysOf({ day: 821, recurs: 'year' });
    expect(april).toEqual([91, 456]);
    const monthly = daysOf({ day: 30, recurs: 'month' }, gregorian, { first: 0, last: 200 });
    expect(monthly, 'the 31st, in months that have one').toEqual([30, 89, 150]);
    expect(daysOf({ day: 4, recurs: 'interval', interval: 300 })).toEqual([4, 304, 604]);
    expect(daysOf({ day: 4 })).toEqual([4]);
  });
  it('a festival of several days is on each of them, also where it began on the page before', () => {
    const items = itemsOfDays(
      { ...sourcesOf(PLAIN_CALENDAR), entries: [entryOn({ day: 26, lasts: 4 })] },
      pageOfDay(PLAIN_CALENDAR, 28),
    );
    expect([...items].map(([day, [item]]) => [day, item?.type === 'entry' && item.nth])).toEqual([
      [28, 3],
      [29, 4],
    ]);
  });
  it('a yearly festival of a calendar without months is on its day alone', () => {
    expect(daysOf({ day: 9, recurs: 'year' }, PLAIN_CALENDAR)).toEqual([9]);
  });
  it('a moon that a GM adds turns new on the day that was given, and full half a cycle later', () => {
    const moon = record(MOON, 'm', { name: 'Vell', cycle: 20, newOn: 3 });
    const calendar = { ...gregorian, startDay: 777 };
    const [own] = moonsOf(calendar, [moon]);
    expect(moonTurnOn(own!, 3 + 777)).toBe('new');
    expect(moonTurnOn(own!, 4 + 777)).toBeNull();
    expect(moonTurnOn(own!, 13 + 777)).toBe('full');
    expect(phasesOn([own!], 13 + 777)).toEqual([{ name: 'Vell', phase: 'full' }]);
    expect(phasesOn([{ name: 'x', cycle: 1.7e308, shift: -1.7e308 }], 5)[0]!.phase).toBeTypeOf('string');
  });
  it('sessions, events, entity logs, deadlines and consequences are on the days of their game time', () => {
    const day = secondsOfDays(1);
    const items = itemsOfDays(
      {
        ...sourcesOf(PLAIN_CALENDAR),
        sessions: [{ id: 's', gameStart: day * 2, gameEnd: day * 4 + 5, status: 'completed', shownNumber: 3 }],
        events: [record(TIMELINE_EVENT, 'v', { name: 'Fire', gameTime: day * 3, at: 1 })],
        logs: [record(ENTITY_LOG, 'l', { text: 'Died', occurredAt: day * 3 + 1 })],
        goals: [record(GOAL, 'g', { name: 'Pay', deadline: day * 5 })],
        consequences: [
          record(CONSEQUENCE, 'a', { effect: 'A', dueAt: day * 6 }),
          record(CONSEQUENCE, 'b', { effect: 'B', sessionNumber: 3 }),
          record(CONSEQUENCE, 'c', { effect: 'C', sessionNumber: 1 }),
          record(CONSEQUENCE, 'd', { effect: 'D', sessionNumber: 9 }),
        ],
        now: day * 7,
        sessionNumber: 4,
      },
      pageOfDay(PLAIN_CALENDAR, 0),
    );
    expect([...items].sort(([a], [b]) => a - b).map(([at, on]) => [at, on.map(({ type }) => type)])).toEqual([
      [2, ['consequence', 'session']],
      [3, ['session', 'event', 'log']],
      [4, ['session']],
      [5, ['goal']],
      [6, ['consequence']],
      [7, ['consequence']],
    ]);
  });
  it('takes little time where a peer wrote 100,000 festivals of every day', async () => {
    const entries = Array.from({ length: 100_000 }, () =>
      entryOn({ day: 0, recurs: 'interval', interval: 1, lasts: 100 }),
    );
    const sources = { ...sourcesOf(gregorian), entries };
    expect(await costMs(() => itemsOfDays(sources, { first: 0, last: 30 }))).toBeLessThan(3000);
  });
  it('whatever a peer wrote in entries, moons, sessions and times is read without a throw, in little time', () => {
    const anyValue = fc.oneof(anyNumber, fc.anything(), fc.constantFrom('year', 'month', 'interval'));
    const anyFields = fc.dictionary(
      fc.constantFrom(...Object.keys(CALENDAR_ENTRY.fields), 'cycle', 'newOn', 'deadline', 'dueAt', 'gameTime'),
      anyValue,
    );
    fc.assert(
      fc.property(hostileCalendar, anyDay, fc.array(anyFields, { maxLength: 6 }), (value, day, all) => {
        const calendar = asRead(value);
        const page = pageOfDay(calendar, day);
        const moons = moonsOf(
          calendar,
          all.map((fields) => record(MOON, 'm', fields)),
        );
        const items = itemsOfDays(
          {
            ...sourcesOf(calendar),
            moons,
            entries: all.map((fields) => record(CALENDAR_ENTRY, 'e', fields)),
            goals: all.map((fields) => record(GOAL, 'g', fields)),
            consequences: all.map((fields) => record(CONSEQUENCE, 'c', fields)),
            events: all.map((fields) => record(TIMELINE_EVENT, 'v', fields)),
            sessions: [
              { id: 's', gameStart: 0, gameEnd: 1e300, status: 'completed', shownNumber: 1 },
              { id: 't', gameStart: 1e300, gameEnd: 0, status: 'completed', shownNumber: 1 },
            ],
          },
          page,
        );
        for (const [at] of items) expect(at >= page.first && at <= page.last).toBe(true);
        for (const moon of moons) phasesOn([moon], day);
      }),
      { seed: 29, numRuns: 1000 },
    );
  });
});

function secondsOfDays(days: number): number {
  return days * 86_400;
}
