// Arithmetic of whole years: how long each year and month is, and how many days come before a year. Leap rules repeat
// after a cycle of years, which is counted once per calendar.
//
// Years are counted here without a gap: the first year is 0 if the calendar has a year zero, and 1 otherwise.
import type { Calendar, CalendarMonth, LeapDay } from './calendar.ts';

/** Longest cycle that is counted, in years; `readCalendar` refuses a calendar with a longer one. */
export const MAX_CYCLE = 100_000;

/**
 * Most divisions that counting a cycle may take, about 50 ms of a slow tablet; `readCalendar` refuses a calendar that
 * needs more. The Gregorian rule needs 1,200.
 */
export const MAX_CYCLE_WORK = 2_000_000;

interface YearShape {
  days: number;
  /** Days that belong to weeks. */
  weekDays: number;
  /** Offset of the first day of each month, or −1 if the year does not have that month. */
  starts: readonly number[];
  lengths: readonly number[];
}

/** Running totals before each year of a cycle; both arrays are one longer than the cycle. */
interface Cycle {
  years: number;
  days: Float64Array;
  weekDays: Float64Array;
}

/** The remainder that is never negative. */
export const mod = (a: number, b: number): number => ((a % b) + b) % b;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The number in one part of a leap rule, such as "!100" or "+3". */
export const leapPartYears = (part: string): number => Number(part.replace(/[!+\s]/g, ''));

/** One number of a leap rule: every `every` years from `start` on, the year has the leap day or not. */
interface LeapPart {
  every: number;
  start: number;
  hasDay: boolean;
}

const partsByLeapDay = new WeakMap<LeapDay, readonly LeapPart[]>();

const leapParts = (leap: LeapDay): readonly LeapPart[] => {
  const known = partsByLeapDay.get(leap);
  if (known) return known;
  const parts = leap.interval
    .split(',')
    .map((part) => ({
      every: leapPartYears(part),
      start: part.includes('+') ? 0 : leap.offset,
      hasDay: !part.includes('!'),
    }))
    .filter(({ every }) => every > 0);
  partsByLeapDay.set(leap, parts);
  return parts;
};

const hasLeapDay = (leap: LeapDay, year: number): boolean =>
  leapParts(leap).find(({ every, start }) => mod(year - start, every) === 0)?.hasDay ?? false;

/** The leap days that a month has in a year. */
export const leapDaysOf = (calendar: Calendar, month: number, year: number): LeapDay[] =>
  calendar.leapDays.filter((leap) => leap.month === month && hasLeapDay(leap, year));

const hasMonth = (month: CalendarMonth, year: number): boolean =>
  month.interval <= 1 || mod(year - month.offset, month.interval) === 0;

export const shapeOfYear = (calendar: Calendar, year: number): YearShape => {
  let days = 0;
  let weekDays = 0;
  const starts: number[] = [];
  const lengths: number[] = [];
  for (const [index, month] of calendar.months.entries()) {
    if (!hasMonth(month, year)) {
      starts.push(-1);
      lengths.push(0);
      continue;
    }
    const leapDays = leapDaysOf(calendar, index, year);
    const length = month.days + leapDays.length;
    starts.push(days);
    lengths.push(length);
    days += length;
    weekDays += month.isIntercalary ? 0 : length - leapDays.filter((l) => l.isIntercalary).length;
  }
  return { days, weekDays, starts, lengths };
};

/** After how many years the lengths of years repeat. A result above `MAX_CYCLE` is a lower bound. */
export const cycleYears = (calendar: Calendar): number => {
  const intervals = [
    ...calendar.months.map((month) => month.interval),
    ...calendar.leapDays.flatMap((leap) => leap.interval.split(',').map(leapPartYears)),
  ].filter((years) => years > 0);
  return intervals.reduce((a, b) => (a > MAX_CYCLE ? a : (a / gcd(a, b)) * b), 1);
};

/** Divisions that counting the calendar's cycle takes, at most. */
export const cycleWork = (calendar: Calendar): number =>
  cycleYears(calendar) *
  (calendar.months.length + calendar.leapDays.reduce((parts, leap) => parts + leapParts(leap).length, 0));

const countCycle = (calendar: Calendar): Cycle => {
  const years = cycleYears(calendar);
  const days = new Float64Array(years + 1);
  const weekDays = new Float64Array(years + 1);
  for (let i = 0; i < years; i++) {
    const shape = shapeOfYear(calendar, i);
    days[i + 1] = days[i]! + shape.days;
    weekDays[i + 1] = weekDays[i]! + shape.weekDays;
  }
  return { years, days, weekDays };
};

const cycles = new WeakMap<Calendar, Cycle>();

// A campaign's calendar is read anew after each change of the campaign: cycles are also found by what they follow from.
const recentCycles = new Map<string, Cycle>();
const RECENT_CYCLES = 8;

const recentCycle = (calendar: Calendar): Cycle => {
  const key = JSON.stringify([calendar.months, calendar.leapDays]);
  const cycle = recentCycles.get(key) ?? countCycle(calendar);
  recentCycles.delete(key);
  recentCycles.set(key, cycle);
  if (recentCycles.size > RECENT_CYCLES) recentCycles.delete(recentCycles.keys().next().value!);
  return cycle;
};

const cycleOf = (calendar: Calendar): Cycle => {
  const known = cycles.get(calendar);
  if (known) return known;
  const cycle = recentCycle(calendar);
  cycles.set(calendar, cycle);
  return cycle;
};

export const firstYear = (calendar: Calendar): number => (calendar.hasYearZero ? 0 : 1);

/** A year as written, counted without a gap. */
export const countedYear = (calendar: Calendar, year: number): number =>
  !calendar.hasYearZero && year < 0 ? year + 1 : year;

/** The inverse of {@link countedYear}. */
export const writtenYear = (calendar: Calendar, year: number): number =>
  !calendar.hasYearZero && year <= 0 ? year - 1 : year;

const totalBefore = (calendar: Calendar, totals: Float64Array, year: number): number => {
  const { years } = cycleOf(calendar);
  const sinceYearZero = (y: number): number => Math.floor(y / years) * totals[years]! + totals[mod(y, years)]!;
  return sinceYearZero(year) - sinceYearZero(firstYear(calendar));
};

/** Days from epoch day 0 to the first day of a year. */
export const daysBefore = (calendar: Calendar, year: number): number =>
  totalBefore(calendar, cycleOf(calendar).days, year);

/** Days that belong to weeks, from epoch day 0 to the first day of a year. */
export const weekDaysBefore = (calendar: Calendar, year: number): number =>
  totalBefore(calendar, cycleOf(calendar).weekDays, year);

/** The last index whose total is at most `day`; totals never fall. */
const lastAtMost = (totals: Float64Array, day: number): number => {
  let low = 0;
  let high = totals.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (totals[middle]! <= day) low = middle;
    else high = middle;
  }
  return low;
};

/** The year, counted without a gap, in which an epoch day lies. */
export const yearOfDay = (calendar: Calendar, day: number): number => {
  const { years, days } = cycleOf(calendar);
  // Day 0 of the cycle is the first day of year 0, which a calendar without a year zero does not have.
  const sinceYearZero = day + days[firstYear(calendar)]!;
  const cycle = Math.floor(sinceYearZero / days[years]!);
  return cycle * years + lastAtMost(days, sinceYearZero - cycle * days[years]!);
};
