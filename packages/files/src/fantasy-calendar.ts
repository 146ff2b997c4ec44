// Owns Fantasy-Calendar's JSON: its months, leap days, weeks, moons and eras to ours and back. What our calendars have no
// place for (seasons, weather, events) is kept beside and written again. A day's own count ("epoch") is the same in both.
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

type Json = Record<string, unknown>;
const obj = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(obj) : []);
const num = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : typeof value === 'string' && value !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : fallback;
const str = (value: unknown): string => (typeof value === 'string' ? value : '');

export interface FantasyCalendar {
  calendar: Calendar;
  /** The day and time of day that the file stands at: epoch day, and seconds into it. */
  today: { day: number; seconds: number };
  /** The file as it was, for writing it again with everything that ours does not hold. */
  source: Json;
}

/** Reads an export. Its current day is Day 0 until a caller says which day of the campaign it is. */
export const readFantasyCalendar = (
  text: string,
): Result<FantasyCalendar, { type: 'NotJson' } | { type: 'NotACalendar' } | BadCalendar> => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return err({ type: 'NotJson' });
  }
  const source = obj(root);
  const data = obj(source['static_data']);
  const years = obj(data['year_data']);
  if (!Array.isArray(years['timespans']) || years['timespans'].length === 0) return err({ type: 'NotACalendar' });
  const clock = obj(data['clock']);
  const now = obj(source['dynamic_data']);
  const read = readCalendar({
    name: str(source['name']) || 'Calendar',
    roundSeconds: 6,
    minutesPerHour: num(clock['minutes'], 60),
    hoursPerDay: num(clock['hours'], 24),
    isTwelveHour: num(clock['hours'], 24) === 24,
    months: list(years['timespans']).map((t) => ({
      name: str(t['name']),
      days: num(t['length'], 30),
      isIntercalary: t['type'] === 'intercalary',
      interval: Math.max(1, num(t['interval'], 1)),
      offset: num(t['offset'], 0),
    })),
    leapDays: list(years['leap_days']).map((l) => ({
      name: str(l['name']),
      month: num(l['timespan'], 0),
      isIntercalary: l['intercalary'] === true,
      afterDay: num(l['day'], 0),
      interval: str(l['interval']) || String(num(l['interval'], 1)),
      offset: num(l['offset'], 0),
    })),
    weekdays: Array.isArray(years['global_week']) ? years['global_week'].map(str) : [],
    firstWeekday: Math.max(0, num(years['first_day'], 1) - 1),
    weeksOverflow: years['overflow'] !== false,
    moons: list(data['moons']).map((m) => ({
      name: str(m['name']),
      cycle: num(m['cycle'], 28),
      shift: num(m['shift'], 0),
    })),
    eras: list(data['eras']).map((e) => ({
      name: str(e['name']),
      startsOn: num(obj(e['date'])['epoch'], 0),
      restarts: obj(e['settings'])['restart'] === true,
      format: obj(e['settings'])['use_custom_format'] === true ? str(e['formatting']) : '',
    })),
    hasYearZero: obj(data['settings'])['year_zero_exists'] === true,
    startDay: 0,
  });
  if (!read.ok) return read;
  const day =
    dayOfDate(read.value, { year: num(now['year'], 1), month: num(now['timespan'], 0), day: num(now['day'], 1) }) ??
    num(now['epoch'], 0);
  const hour = read.value.minutesPerHour * 60;
  return ok({
    calendar: { ...read.value, startDay: day },
    today: { day, seconds: num(now['hour'], 0) * hour + num(now['minute'], 0) * 60 },
    source,
  });
};

/** Writes the calendar as such a file, standing at `total` seconds of the campaign. `source` gives back what it brought. */
export const writeFantasyCalendar = (calendar: Calendar, total: number, source: Json = {}): string => {
  const perDay = calendar.hoursPerDay * calendar.minutesPerHour * 60;
  const day = Math.floor(total / perDay) + calendar.startDay;
  const rest = total - Math.floor(total / perDay) * perDay;
  const date = dateOfDay(calendar, day) ?? { year: 1, month: 0, day: day + 1 };
  const data = obj(source['static_data']);
  const years = obj(data['year_data']);
  const merged = (list_: unknown, index: number): Json => obj(Array.isArray(list_) ? list_[index] : undefined);
  return JSON.stringify({
    ...source,
    name: calendar.name,
    static_data: {
      ...data,
      year_data: {
        ...years,
        first_day: calendar.firstWeekday + 1,
        overflow: calendar.weeksOverflow,
        global_week: calendar.weekdays,
        timespans: calendar.months.map((m, i) => ({
          ...merged(years['timespans'], i),
          name: m.name,
          type: m.isIntercalary ? 'intercalary' : 'month',
          length: m.days,
          interval: m.interval,
          offset: m.offset,
        })),
        leap_days: calendar.leapDays.map((l, i) => ({
          ...merged(years['leap_days'], i),
          name: l.name,
          intercalary: l.isIntercalary,
          timespan: l.month,
          day: l.afterDay,
          interval: l.interval,
          offset: l.offset,
        })),
      },
      moons: calendar.moons.map((m, i) => ({
        ...merged(data['moons'], i),
        name: m.name,
        cycle: m.cycle,
        shift: m.shift,
      })),
      eras: calendar.eras.map((e, i) => {
        const before = merged(data['eras'], i);
        const start = dateOfDay(calendar, e.startsOn);
        return {
          ...before,
          name: e.name,
          formatting: e.format || str(before['formatting']) || 'Year {{year}} - {{era_name}}',
          settings: { ...obj(before['settings']), use_custom_format: e.format !== '', restart: e.restarts },
          date: {
            ...(start ? { year: start.year, timespan: start.month, day: start.day } : {}),
            ...obj(before['date']),
            epoch: e.startsOn,
          },
        };
      }),
      clock: { ...obj(data['clock']), hours: calendar.hoursPerDay, minutes: calendar.minutesPerHour },
      settings: { ...obj(data['settings']), year_zero_exists: calendar.hasYearZero },
    },
    dynamic_data: {
      ...obj(source['dynamic_data']),
      year: date.year,
      timespan: date.month,
      day: date.day,
      epoch: day,
      hour: Math.floor(rest / (calendar.minutesPerHour * 60)),
      minute: Math.floor((rest % (calendar.minutesPerHour * 60)) / 60),
    },
  });
};
