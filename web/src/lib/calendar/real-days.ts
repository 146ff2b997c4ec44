// The calendar of the people at the table, for the view of sessions by the day they are played on. Days are counted from
// January 1, 1970.
import { dayWords, pageOfDay, READY_CALENDARS, type Calendar, type CalendarPage } from '@emberkeep/domain';

const MS_PER_DAY = 86_400_000;

/** The days from the first day of the Gregorian calendar to January 1, 1970. */
const TO_1970 = 719_162;

const gregorian = READY_CALENDARS.find(({ name }) => name === 'Gregorian')!;

const weekdayWords = (monday: number): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' }).format((monday + 4) * MS_PER_DAY);

/** With the weekdays in the reader's language. January 5, 1970 was a Monday. */
export const REAL_CALENDAR: Calendar = {
  ...gregorian,
  weekdays: Array.from({ length: 7 }, (_, i) => weekdayWords(i)),
  moons: [],
  eras: [],
  startDay: TO_1970,
};

/** "2026-11-28" as a day; null for what is no date. */
export const realDayOf = (date: string): number | null => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : NaN;
  return Number.isNaN(ms) ? null : Math.floor(ms / MS_PER_DAY);
};

/** The ISO day; empty for a day so far that no date has it. */
export const dateOfRealDay = (day: number): string => {
  const date = new Date(day * MS_PER_DAY);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d{4}-/.test(iso) ? iso.slice(0, 10) : '';
};

export const realDayWords = (day: number): string => dayWords(dateOfRealDay(day));

/** The month of a day, with its name in the reader's language. */
export const realPageOfDay = (day: number): CalendarPage => {
  const page = pageOfDay(REAL_CALENDAR, day);
  const format = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const first = dateOfRealDay(page.first);
  return first === '' ? page : { ...page, title: format.format(Date.parse(first)) };
};
