// Reads a calendar from a file or a peer: every number is clamped to its range, and a calendar that cannot be counted
// is refused.
import { err, ok, type Result } from '../result.ts';
import { isFiniteNumber, textOr, wholeIn } from '../values.ts';
import type { Calendar, CalendarMonth, Era, LeapDay, Moon } from './calendar.ts';
import { cycleWork, cycleYears, leapPartYears, MAX_CYCLE, MAX_CYCLE_WORK } from './years.ts';

/** `detail` is shown to the GM. */
export type BadCalendar = { type: 'BadCalendar'; detail: string };

type Fields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 200;
const MAX_MONTHS = 200;
const MAX_LEAP_DAYS = 200;
const MAX_WEEKDAYS = 100;
const MAX_MOONS = 20;
const MAX_ERAS = 100;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const text = (value: unknown): string => textOr(value, '').slice(0, MAX_TEXT);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const objects = (value: unknown, most: number): Fields[] => list(value).filter(isObject).slice(0, most);
const integer = (value: unknown, fallback: number, min: number, max: number): number =>
  wholeIn(value, min, max) ?? fallback;
const real = (value: unknown, fallback: number): number => (isFiniteNumber(value) ? value : fallback);

const readMonth = (month: Fields): CalendarMonth => ({
  name: text(month['name']),
  days: integer(month['days'], 30, 0, 10_000),
  isIntercalary: month['isIntercalary'] === true,
  interval: integer(month['interval'], 1, 1, MAX_CYCLE),
  offset: integer(month['offset'], 0, -MAX_CYCLE, MAX_CYCLE),
});

const readLeapDay = (leap: Fields): LeapDay => ({
  name: text(leap['name']),
  month: integer(leap['month'], 0, 0, MAX_MONTHS - 1),
  isIntercalary: leap['isIntercalary'] === true,
  afterDay: integer(leap['afterDay'], 0, 0, 10_000),
  interval: text(leap['interval']) || '1',
  offset: integer(leap['offset'], 0, -MAX_CYCLE, MAX_CYCLE),
});

const readMoon = (moon: Fields): Moon => ({
  name: text(moon['name']) || 'Moon',
  cycle: Math.max(0.01, real(moon['cycle'], 28)),
  shift: real(moon['shift'], 0),
});

const readEra = (era: Fields): Era => ({
  name: text(era['name']),
  startsOn: real(era['startsOn'], 0),
  restarts: era['restarts'] === true,
  format: text(era['format']),
});

const readFields = (value: Fields): Calendar => ({
  name: text(value['name']) || 'Calendar',
  roundSeconds: integer(value['roundSeconds'], 6, 1, 86_400),
  minutesPerHour: integer(value['minutesPerHour'], 60, 1, 1000),
  hoursPerDay: integer(value['hoursPerDay'], 24, 1, 1000),
  isTwelveHour: value['isTwelveHour'] === true,
  months: objects(value['months'], MAX_MONTHS).map(readMonth),
  leapDays: objects(value['leapDays'], MAX_LEAP_DAYS).map(readLeapDay),
  weekdays: list(value['weekdays']).map(text).slice(0, MAX_WEEKDAYS),
  firstWeekday: integer(value['firstWeekday'], 0, 0, MAX_WEEKDAYS - 1),
  weeksOverflow: value['weeksOverflow'] !== false,
  moons: objects(value['moons'], MAX_MOONS).map(readMoon),
  eras: objects(value['eras'], MAX_ERAS).map(readEra),
  hasYearZero: value['hasYearZero'] !== false,
  startDay: integer(value['startDay'], 0, -1e9, 1e9),
});

const isLeapRule = (interval: string): boolean =>
  /^[\d,!+\s]+$/.test(interval) && interval.split(',').every((part) => leapPartYears(part) > 0);

/** Why a calendar cannot be counted; null if it can. */
const problemOf = (calendar: Calendar): string | null => {
  const { months, leapDays } = calendar;
  if (leapDays.some((leap) => leap.month >= months.length)) return 'a leap day belongs to a month that is not there';
  if (leapDays.some((leap) => !isLeapRule(leap.interval))) return 'a leap rule cannot be read';
  if (cycleYears(calendar) > MAX_CYCLE) return 'its years repeat too rarely to be counted';
  if (cycleWork(calendar) > MAX_CYCLE_WORK) return 'its leap rules are too many to be counted';
  if (months.length > 0 && !months.some((month) => month.days > 0 && month.interval === 1))
    return 'it has years without days';
  return null;
};

/** The calendar in any value. Missing fields take their defaults. */
export const readCalendar = (value: unknown): Result<Calendar, BadCalendar> => {
  if (!isObject(value)) return err({ type: 'BadCalendar', detail: 'it is not a calendar' });
  const calendar = readFields(value);
  const detail = problemOf(calendar);
  return detail === null ? ok(calendar) : err({ type: 'BadCalendar', detail });
};
