// Converts between a Fantasy-Calendar export and our calendars: months, leap days, weeks, moons, eras. What our
// calendars have no field for (seasons, weather, events) is carried in `source` and written back. Both count days
// alike ("epoch").
import {
  dateOfDay,
  dayOfDate,
  err,
  ok,
  readCalendar,
  type BadCalendar,
  type Calendar,
  type Result,
} from '@emberkeep/domain';
import { num, obj, type Json } from './json.ts';

export interface FantasyCalendar {
  calendar: Calendar;
  /** The file's current date: `day` counts from the epoch, `seconds` from midnight. */
  today: { day: number; seconds: number };
  /** The whole file, to be written back with everything our calendars do not hold. */
  source: Json;
}

export type FantasyCalendarError = { type: 'NotJson' } | { type: 'NotACalendar' } | BadCalendar;

/** A list of months, leap days, moons or eras of the file; whatever is no object becomes an empty one. */
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.map(obj) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown, fallback: number): number => num(value) ?? fallback;

const readMonth = (month: Json) => ({
  name: textOf(month['name']),
  days: numberOf(month['length'], 30),
  isIntercalary: month['type'] === 'intercalary',
  interval: Math.max(1, numberOf(month['interval'], 1)),
  offset: numberOf(month['offset'], 0),
});

const readLeapDay = (leapDay: Json) => ({
  name: textOf(leapDay['name']),
  month: numberOf(leapDay['timespan'], 0),
  isIntercalary: leapDay['intercalary'] === true,
  afterDay: numberOf(leapDay['day'], 0),
  interval: textOf(leapDay['interval']) || String(numberOf(leapDay['interval'], 1)),
  offset: numberOf(leapDay['offset'], 0),
});

const readMoon = (moon: Json) => ({
  name: textOf(moon['name']),
  cycle: numberOf(moon['cycle'], 28),
  shift: numberOf(moon['shift'], 0),
});

const readEra = (era: Json) => {
  const settings = obj(era['settings']);
  return {
    name: textOf(era['name']),
    startsOn: numberOf(obj(era['date'])['epoch'], 0),
    restarts: settings['restart'] === true,
    format: settings['use_custom_format'] === true ? textOf(era['formatting']) : '',
  };
};

const calendarOf = (source: Json): ReturnType<typeof readCalendar> => {
  const data = obj(source['static_data']);
  const years = obj(data['year_data']);
  const clock = obj(data['clock']);
  const hoursPerDay = numberOf(clock['hours'], 24);
  return readCalendar({
    name: textOf(source['name']) || 'Calendar',
    roundSeconds: 6,
    minutesPerHour: numberOf(clock['minutes'], 60),
    hoursPerDay,
    isTwelveHour: hoursPerDay === 24,
    months: objects(years['timespans']).map(readMonth),
    leapDays: objects(years['leap_days']).map(readLeapDay),
    weekdays: Array.isArray(years['global_week']) ? years['global_week'].map(textOf) : [],
    firstWeekday: Math.max(0, numberOf(years['first_day'], 1) - 1),
    weeksOverflow: years['overflow'] !== false,
    moons: objects(data['moons']).map(readMoon),
    eras: objects(data['eras']).map(readEra),
    hasYearZero: obj(data['settings'])['year_zero_exists'] === true,
    startDay: 0,
  });
};

const hasMonths = (source: Json): boolean => {
  const months = obj(obj(source['static_data'])['year_data'])['timespans'];
  return Array.isArray(months) && months.length > 0;
};

/** Reads an export. Its current day becomes Day 0, until a caller says which day of the campaign it is. */
export const readFantasyCalendar = (text: string): Result<FantasyCalendar, FantasyCalendarError> => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return err({ type: 'NotJson' });
  }
  const source = obj(root);
  if (!hasMonths(source)) return err({ type: 'NotACalendar' });
  const read = calendarOf(source);
  if (!read.ok) return read;
  const calendar = read.value;
  const now = obj(source['dynamic_data']);
  const date = {
    year: numberOf(now['year'], 1),
    month: numberOf(now['timespan'], 0),
    day: numberOf(now['day'], 1),
  };
  const day = dayOfDate(calendar, date) ?? numberOf(now['epoch'], 0);
  const secondsPerHour = calendar.minutesPerHour * 60;
  return ok({
    calendar: { ...calendar, startDay: day },
    today: { day, seconds: numberOf(now['hour'], 0) * secondsPerHour + numberOf(now['minute'], 0) * 60 },
    source,
  });
};

/** The entry of `source` that a rewritten one replaces: its unknown keys stay. */
const entryAt = (entries: unknown, index: number): Json => obj(Array.isArray(entries) ? entries[index] : undefined);

const writeYears = (calendar: Calendar, source: Json): Json => ({
  ...source,
  first_day: calendar.firstWeekday + 1,
  overflow: calendar.weeksOverflow,
  global_week: calendar.weekdays,
  timespans: calendar.months.map((month, i) => ({
    ...entryAt(source['timespans'], i),
    name: month.name,
    type: month.isIntercalary ? 'intercalary' : 'month',
    length: month.days,
    interval: month.interval,
    offset: month.offset,
  })),
  leap_days: calendar.leapDays.map((leapDay, i) => ({
    ...entryAt(source['leap_days'], i),
    name: leapDay.name,
    intercalary: leapDay.isIntercalary,
    timespan: leapDay.month,
    day: leapDay.afterDay,
    interval: leapDay.interval,
    offset: leapDay.offset,
  })),
});

const writeEra = (calendar: Calendar, era: Calendar['eras'][number], source: Json): Json => {
  const start = dateOfDay(calendar, era.startsOn);
  return {
    ...source,
    name: era.name,
    formatting: era.format || textOf(source['formatting']) || 'Year {{year}} - {{era_name}}',
    settings: { ...obj(source['settings']), use_custom_format: era.format !== '', restart: era.restarts },
    date: {
      ...(start ? { year: start.year, timespan: start.month, day: start.day } : {}),
      ...obj(source['date']),
      epoch: era.startsOn,
    },
  };
};

const writeStaticData = (calendar: Calendar, source: Json): Json => ({
  ...source,
  year_data: writeYears(calendar, obj(source['year_data'])),
  moons: calendar.moons.map((moon, i) => ({
    ...entryAt(source['moons'], i),
    name: moon.name,
    cycle: moon.cycle,
    shift: moon.shift,
  })),
  eras: calendar.eras.map((era, i) => writeEra(calendar, era, entryAt(source['eras'], i))),
  clock: { ...obj(source['clock']), hours: calendar.hoursPerDay, minutes: calendar.minutesPerHour },
  settings: { ...obj(source['settings']), year_zero_exists: calendar.hasYearZero },
});

const writeCurrentDate = (calendar: Calendar, total: number, source: Json): Json => {
  const secondsPerHour = calendar.minutesPerHour * 60;
  const secondsPerDay = calendar.hoursPerDay * secondsPerHour;
  const days = Math.floor(total / secondsPerDay);
  const seconds = total - days * secondsPerDay;
  const day = days + calendar.startDay;
  const date = dateOfDay(calendar, day) ?? { year: 1, month: 0, day: day + 1 };
  return {
    ...source,
    year: date.year,
    timespan: date.month,
    day: date.day,
    epoch: day,
    hour: Math.floor(seconds / secondsPerHour),
    minute: Math.floor((seconds % secondsPerHour) / 60),
  };
};

/**
 * Writes a calendar as an export whose current date is `total` seconds of game time. `source`: the file the calendar
 * was read from, whose other content is written back.
 */
export const writeFantasyCalendar = (calendar: Calendar, total: number, source: Json = {}): string =>
  JSON.stringify({
    ...source,
    name: calendar.name,
    static_data: writeStaticData(calendar, obj(source['static_data'])),
    dynamic_data: writeCurrentDate(calendar, total, obj(source['dynamic_data'])),
  });
