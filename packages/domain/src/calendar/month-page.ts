// The pages of a calendar that is looked at: a month with the days outside the weeks that follow it, or some weeks where
// days are only numbered. A calendar comes from files and peers, so a page has no more days than fit a screen.
import { clamp } from '../values.ts';
import { FARTHEST_DAY } from '../calendar-entry.ts';
import type { Calendar, CalendarDate } from './calendar.ts';
import { dateOfDay } from './dates.ts';
import { dayLabel, isWholeMonth, weekdayIndexOf, yearWords } from './format-day.ts';
import { countedYear, daysBefore, mod, shapeOfYear } from './years.ts';

/** A longer month has several pages. */
const LONGEST_PAGE = 100;

/** Days in a row, and the least on a page, where the calendar has no weekdays or no months. */
const USUAL_WEEK = 7;
const USUAL_PAGE = 28;

/** A day on a page. `day` is the campaign's count. */
export interface PageDay {
  day: number;
  /** What its cell reads: "14", or the name of a day outside the weeks. */
  label: string;
}

/** A week has a cell for each weekday, null where the page has no day; a day outside the weeks has a row of its own. */
export type PageRow =
  { type: 'week'; cells: readonly (PageDay | null)[] } | { type: 'apart'; cells: readonly [PageDay] };

/** Days are the campaign's count, from `first` to `last` with both. */
export interface CalendarPage {
  /** "Hammer 1498 AD"; "Days 28–55" where days are only numbered. */
  title: string;
  first: number;
  last: number;
  /** The weekdays over its columns; empty where the calendar has none. */
  weekdays: readonly string[];
  columns: number;
  rows: readonly PageRow[];
}

/** A day of the campaign that calendars can be counted at. */
export const nearDay = (day: number): number =>
  Number.isFinite(day) ? clamp(Math.floor(day), -FARTHEST_DAY, FARTHEST_DAY) : 0;

interface Span {
  first: number;
  last: number;
}

/** The part of a span around a day, where the span is too long for a page. */
const partAround = ({ first, last }: Span, day: number, week: number): Span => {
  if (last - first < LONGEST_PAGE) return { first, last };
  const size = Math.floor(LONGEST_PAGE / week) * week;
  const start = first + Math.floor((day - first) / size) * size;
  return { first: start, last: Math.min(last, start + size - 1) };
};

/** The epoch days of the month of a date, with the intercalary months that follow it. */
const monthAround = (calendar: Calendar, { year: written, month }: CalendarDate): Span => {
  const year = countedYear(calendar, written);
  const { starts, lengths } = shapeOfYear(calendar, year);
  const isJoined = (index: number): boolean => calendar.months[index]!.isIntercalary || lengths[index] === 0;
  let from = month;
  while (from > 0 && isJoined(from)) from -= 1;
  let to = month + 1;
  while (to < lengths.length && isJoined(to)) to += 1;
  // Before the first ordinary month of a year there may be none to join.
  const first = starts.slice(from, to).find((start) => start >= 0) ?? 0;
  const days = lengths.slice(from, to).reduce((sum, length) => sum + length, 0);
  const start = daysBefore(calendar, year) + first;
  return { first: start, last: start + days - 1 };
};

const weekOf = ({ weekdays }: Calendar): number => weekdays.length || USUAL_WEEK;

const spanAround = (calendar: Calendar, campaignDay: number): Span => {
  const { startDay, weekdays, firstWeekday } = calendar;
  const week = weekOf(calendar);
  const date = dateOfDay(calendar, campaignDay + startDay);
  if (date) {
    const { first, last } = partAround(monthAround(calendar, date), campaignDay + startDay, week);
    return { first: first - startDay, last: last - startDay };
  }
  const size = week * Math.ceil(USUAL_PAGE / week);
  const intoWeek = weekdays.length > 0 ? startDay + firstWeekday : 0;
  const first = Math.floor((campaignDay + intoWeek) / size) * size - intoWeek;
  return { first, last: first + size - 1 };
};

/** What a day reads on its page, and its column; null for a day outside the weeks. */
const placeOnPage = (calendar: Calendar, campaignDay: number): { label: string; column: number | null } => {
  const day = campaignDay + calendar.startDay;
  const date = dateOfDay(calendar, day);
  const week = weekOf(calendar);
  if (!date) {
    return { label: String(campaignDay), column: weekdayIndexOf(calendar, day) ?? mod(campaignDay, week) };
  }
  const month = calendar.months[date.month]!;
  const { number, name } = dayLabel(calendar, date);
  const ofMonth = month.isIntercalary ? `${number} ${month.name}` : String(number);
  const label = name || (isWholeMonth(month) && number <= 1 ? month.name : ofMonth);
  const isApart = month.isIntercalary || number === 0;
  return { label, column: isApart ? null : (weekdayIndexOf(calendar, day) ?? mod(number - 1, week)) };
};

const rowsOf = (calendar: Calendar, { first, last }: Span): PageRow[] => {
  const rows: PageRow[] = [];
  let week: (PageDay | null)[] | null = null;
  for (let day = first; day <= last; day++) {
    const { label, column } = placeOnPage(calendar, day);
    if (column === null) {
      rows.push({ type: 'apart', cells: [{ day, label }] });
      week = null;
      continue;
    }
    if (!week || column === 0 || week[column]) {
      week = Array.from({ length: weekOf(calendar) }, () => null);
      rows.push({ type: 'week', cells: week });
    }
    week[column] = { day, label };
  }
  return rows;
};

const titleOf = (calendar: Calendar, { first, last }: Span): string => {
  const day = first + calendar.startDay;
  const date = dateOfDay(calendar, day);
  if (!date) return `Days ${first}–${last}`;
  const lastDate = dateOfDay(calendar, last + calendar.startDay)!;
  const month = monthAround(calendar, date);
  const days = month.last - month.first < LONGEST_PAGE ? '' : `, ${date.day}–${lastDate.day}`;
  return `${calendar.months[date.month]!.name} ${yearWords(calendar, day, date)}${days}`;
};

/** The page that has a day of the campaign. */
export const pageOfDay = (calendar: Calendar, campaignDay: number): CalendarPage => {
  const span = spanAround(calendar, nearDay(campaignDay));
  return {
    title: titleOf(calendar, span),
    ...span,
    weekdays: calendar.weekdays,
    columns: weekOf(calendar),
    rows: rowsOf(calendar, span),
  };
};

/** The day above or below another on its page and the pages beside it: the same weekday, a week before or after. */
export const dayInNextRow = (page: CalendarPage, day: number, step: -1 | 1): number => {
  const index = page.rows.findIndex(({ cells }) => cells.some((cell) => cell?.day === day));
  const column = page.rows[index]?.cells.findIndex((cell) => cell?.day === day) ?? 0;
  const beside = page.rows[index + step];
  if (!beside) return day + step * (page.rows[index]?.type === 'week' ? page.columns : 1);
  const exact = beside.cells[column];
  const days = beside.cells.flatMap((cell) => cell?.day ?? []);
  return exact?.day ?? (step > 0 ? days.at(-1) : days[0]) ?? day + step;
};
