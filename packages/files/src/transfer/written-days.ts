// Days as people write them in the front matter of notes.
import { wordsOf } from './front-matter.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** `2026-03-01`, `2026/3/1`, `2026.03.01`: the year first, so that the order is certain. */
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
/** `1 March 2026`, `1st of March, 2026`. */
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,? (\d{4})(?!\d)/i;
/** `March 1, 2026`, `Mar. 1st 2026`. */
const MONTH_FIRST = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/i;

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Empty for a day that no calendar has, such as 31 February. */
const isoOf = (year: number, month: number, day: number): string => {
  // Set, not given to the constructor: that takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : '';
};

/** `YYYY-MM-DD` from a date or a text that starts with one; empty for anything else, such as `3/4/2026`. */
export const isoDay = (value: unknown): string => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  const words = wordsOf(value).trim().replace(/\s+/g, ' ');
  const [, year, , month, day] = YEAR_FIRST.exec(words) ?? [];
  if (year !== undefined) return isoOf(Number(year), Number(month), Number(day));
  const dayFirst = DAY_FIRST.exec(words);
  if (dayFirst) return isoOf(Number(dayFirst[3]), monthOf(dayFirst[2]!), Number(dayFirst[1]));
  const monthFirst = MONTH_FIRST.exec(words);
  return monthFirst ? isoOf(Number(monthFirst[3]), monthOf(monthFirst[1]!), Number(monthFirst[2])) : '';
};
