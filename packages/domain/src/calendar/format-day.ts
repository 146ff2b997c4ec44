// What people read of a day: its date in words, its weekday, its era and the phases of the moons.
import type { Calendar, CalendarDate, CalendarMonth, Era, Moon } from './calendar.ts';
import { dateOfDay } from './dates.ts';
import { countedYear, leapDaysOf, mod, shapeOfYear, weekDaysBefore } from './years.ts';

/** The number of a day within its month, and its name if it is a leap day with one. Intercalary leap days have 0. */
export const dayLabel = (calendar: Calendar, date: CalendarDate): { number: number; name: string } => {
  const leapDays = leapDaysOf(calendar, date.month, countedYear(calendar, date.year));
  const monthDays = calendar.months[date.month]!.days;
  const intercalary = leapDays.filter((l) => l.isIntercalary).sort((a, b) => a.afterDay - b.afterDay);
  let intercalaryBefore = 0;
  for (const [i, leap] of intercalary.entries()) {
    const position = Math.min(leap.afterDay, monthDays) + i + 1;
    if (date.day === position) return { number: 0, name: leap.name };
    if (position < date.day) intercalaryBefore += 1;
  }
  const number = date.day - intercalaryBefore;
  const named = leapDays.filter((l) => !l.isIntercalary)[number - monthDays - 1];
  return { number, name: named?.name ?? '' };
};

/** How many days that belong to weeks come before a month, counted from epoch day 0. */
const weekDaysBeforeMonth = (calendar: Calendar, date: CalendarDate): number => {
  const year = countedYear(calendar, date.year);
  const { starts, lengths } = shapeOfYear(calendar, year);
  let count = weekDaysBefore(calendar, year);
  for (let month = 0; month < date.month; month++) {
    if (starts[month]! < 0 || calendar.months[month]!.isIntercalary) continue;
    count += lengths[month]! - leapDaysOf(calendar, month, year).filter((l) => l.isIntercalary).length;
  }
  return count;
};

/** The index of an epoch day's weekday; null for a day outside the weeks and for a calendar without weekdays. */
export const weekdayIndexOf = (calendar: Calendar, day: number): number | null => {
  const { weekdays, firstWeekday } = calendar;
  if (weekdays.length === 0) return null;
  const date = dateOfDay(calendar, day);
  if (!date) return mod(day + firstWeekday, weekdays.length);
  const { number } = dayLabel(calendar, date);
  if (calendar.months[date.month]!.isIntercalary || number === 0) return null;
  if (!calendar.weeksOverflow) return mod(number - 1, weekdays.length);
  return mod(weekDaysBeforeMonth(calendar, date) + number - 1 + firstWeekday, weekdays.length);
};

/** The weekday of an epoch day; null as {@link weekdayIndexOf}. */
export const weekdayOf = (calendar: Calendar, day: number): string | null => {
  const index = weekdayIndexOf(calendar, day);
  return index === null ? null : calendar.weekdays[index]!;
};

/** The era of an epoch day, or null before the first. */
export const eraOf = (calendar: Calendar, day: number): Era | null =>
  [...calendar.eras]
    .sort((a, b) => a.startsOn - b.startsOn)
    .filter((era) => era.startsOn <= day)
    .at(-1) ?? null;

const PHASES = [
  'new',
  'waxing crescent',
  'first quarter',
  'waxing gibbous',
  'full',
  'waning gibbous',
  'last quarter',
  'waning crescent',
] as const;

export type MoonPhase = (typeof PHASES)[number];

/** The phase of each moon on an epoch day. */
export const phasesOn = (moons: readonly Moon[], day: number): { name: string; phase: MoonPhase }[] =>
  moons.map(({ name, cycle, shift }) => ({
    name,
    // Numbers of a file may be too large to be counted with.
    phase: PHASES[Math.floor((mod(day - shift, cycle) / cycle) * 8 + 0.5) % 8] ?? 'new',
  }));

/** The phase of each moon of a calendar on an epoch day. */
export const moonsOn = (calendar: Calendar, day: number): { name: string; phase: MoonPhase }[] =>
  phasesOn(calendar.moons, day);

export const MOON_TURNS = ['new', 'first quarter', 'full', 'last quarter'] as const satisfies readonly MoonPhase[];
export type MoonTurn = (typeof MOON_TURNS)[number];

/** The phase that a moon turns to on an epoch day: new, full or a quarter; null on the days between. */
export const moonTurnOn = ({ cycle, shift }: Moon, day: number): MoonTurn | null =>
  MOON_TURNS.find((_, quarter) => mod(day - shift - (quarter * cycle) / 4 + 0.5, cycle) < 1) ?? null;

/** The year of an epoch day as it is counted in its era. */
export const shownYear = (calendar: Calendar, day: number): number => {
  const era = eraOf(calendar, day);
  const firstYear = era?.restarts ? (dateOfDay(calendar, era.startsOn)?.year ?? 0) : 1;
  return (dateOfDay(calendar, day)?.year ?? 0) - firstYear + 1;
};

/** The year of an epoch day with its era, by the era's template. */
export const yearWords = (calendar: Calendar, day: number, date: CalendarDate): string => {
  const era = eraOf(calendar, day);
  if (!era) return String(date.year);
  return (era.format || '{{year}} {{era_name}}')
    .replaceAll('{{year}}', String(shownYear(calendar, day)))
    .replaceAll('{{abs_year}}', String(Math.abs(date.year)))
    .replaceAll('{{era_name}}', era.name);
};

/** True for a day outside the months that is called by its own name. */
export const isWholeMonth = ({ isIntercalary, days }: CalendarMonth): boolean => isIntercalary && days === 1;

/** A day of the campaign without its weekday: "3 Hammer 1498 AD", or "Day 15" for a calendar without months. */
export const dateWords = (calendar: Calendar, campaignDay: number): string => {
  const day = campaignDay + calendar.startDay;
  const date = dateOfDay(calendar, day);
  if (!date) return `Day ${campaignDay}`;
  const month = calendar.months[date.month]!;
  const { number, name } = dayLabel(calendar, date);
  const dayWords = name || (isWholeMonth(month) && number <= 1 ? month.name : `${number} ${month.name}`);
  return `${dayWords} ${yearWords(calendar, day, date)}`;
};

/** The same with its weekday: "Moonday, 3 Hammer 1498 AD". */
export const formatDay = (calendar: Calendar, campaignDay: number): string => {
  const weekday = calendar.months.length > 0 ? weekdayOf(calendar, campaignDay + calendar.startDay) : null;
  return `${weekday ? `${weekday}, ` : ''}${dateWords(calendar, campaignDay)}`;
};
