// Reads a day of the campaign as people type it: "3 Hammer 1492", "Hammer 3, 1492", "Midwinter 1492", "Day 15" or 15.
import type { Calendar } from './calendar.ts';
import { dateOfDay, dayOfDate } from './dates.ts';
import { dayLabel, eraOf, isWholeMonth, shownYear } from './format-day.ts';

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .trim();

/** A day's name or the month that it is counted in, as it was found in the text. */
interface NamedPart {
  name: string;
  month: number;
  /** The name is that of one day, which has no number. */
  isOneDay: boolean;
}

const namesOf = (calendar: Calendar): NamedPart[] => [
  ...calendar.months.map((month, i) => ({ name: fold(month.name), month: i, isOneDay: isWholeMonth(month) })),
  ...calendar.leapDays.map((leap) => ({ name: fold(leap.name), month: leap.month, isOneDay: true })),
];

const holds = (text: string, name: string): boolean => name !== '' && ` ${text} `.includes(` ${name} `);

/** The longest name in the text: "Deep Winter" before "Winter". */
const findNamed = (calendar: Calendar, text: string): NamedPart | undefined =>
  namesOf(calendar)
    .filter(({ name }) => holds(text, name))
    .sort((a, b) => b.name.length - a.name.length)[0];

const NUMBER = /(?<![\p{L}\p{N}])-?\d{1,7}(?=\p{L}{0,2}(?![\p{L}\p{N}]))/gu;

/** The epoch days of a month in a year that are called so. */
const daysCalled = (
  calendar: Calendar,
  { month, name, isOneDay }: NamedPart,
  number: number,
  year: number,
): number[] => {
  const found: number[] = [];
  for (let position = 1; ; position++) {
    const date = { year, month, day: position };
    const day = dayOfDate(calendar, date);
    if (day === null) return found;
    const label = dayLabel(calendar, date);
    const isCalled = isOneDay
      ? fold(label.name) === name || (label.name === '' && fold(calendar.months[month]!.name) === name)
      : label.number === number;
    if (isCalled) found.push(day);
  }
};

/** The years that a number may stand for: eras may count from 1 again. */
const yearsOf = (calendar: Calendar, typed: number): number[] => [
  typed,
  ...calendar.eras
    .filter((era) => era.restarts)
    .map((era) => (dateOfDay(calendar, era.startsOn)?.year ?? 0) + typed - 1),
];

/**
 * The campaign's day that a text names; null where the calendar has no such day. A date without a year is one of the
 * year of `near`, which is a day of the campaign too.
 */
export const readTypedDay = (calendar: Calendar, typed: string, near: number): number | null => {
  const text = fold(typed);
  const counted = /^(?:day )?(-?\d{1,9})$/.exec(text);
  if (counted) return Number(counted[1]);
  const named = findNamed(calendar, text);
  if (!named) return null;
  const numbers = (` ${text} `.replace(` ${named.name} `, ' ').match(NUMBER) ?? []).map(Number);
  const number = named.isOneDay ? 1 : numbers.shift();
  const [year] = numbers;
  if (number === undefined) return null;
  const nearYear = dateOfDay(calendar, near + calendar.startDay)?.year ?? 1;
  const days = (year === undefined ? [nearYear] : yearsOf(calendar, year)).flatMap((each) =>
    daysCalled(calendar, named, number, each),
  );
  const eras = calendar.eras.filter((era) => holds(text, fold(era.name)));
  const fits = (day: number): boolean => {
    const era = eraOf(calendar, day);
    const isEra = eras.length === 0 || (era !== null && eras.some(({ name }) => name === era.name));
    return isEra && (year === undefined || shownYear(calendar, day) === year);
  };
  const day = days.find(fits) ?? (eras.length === 0 ? days[0] : undefined);
  return day === undefined ? null : day - calendar.startDay;
};
