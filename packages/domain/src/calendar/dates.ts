// Epoch days to dates and back, exactly, for any calendar and also before its first year.
import type { Calendar, CalendarDate } from './calendar.ts';
import { countedYear, daysBefore, shapeOfYear, writtenYear, yearOfDay } from './years.ts';

/** The epoch day of a date; null if the calendar has no such day. */
export const dayOfDate = (calendar: Calendar, date: CalendarDate): number | null => {
  if (calendar.months.length === 0 || (date.year === 0 && !calendar.hasYearZero)) return null;
  const year = countedYear(calendar, date.year);
  const { starts, lengths } = shapeOfYear(calendar, year);
  const start = starts[date.month];
  if (start === undefined || start < 0) return null;
  if (!Number.isInteger(date.day) || date.day < 1 || date.day > lengths[date.month]!) return null;
  return daysBefore(calendar, year) + start + date.day - 1;
};

/** The date of an epoch day; null for a calendar without months. */
export const dateOfDay = (calendar: Calendar, day: number): CalendarDate | null => {
  if (calendar.months.length === 0) return null;
  const year = yearOfDay(calendar, day);
  const dayOfYear = day - daysBefore(calendar, year);
  const { starts, lengths } = shapeOfYear(calendar, year);
  const month = starts.findIndex((start, i) => start >= 0 && dayOfYear >= start && dayOfYear < start + lengths[i]!);
  return { year: writtenYear(calendar, year), month, day: dayOfYear - starts[month]! + 1 };
};
