// Owns in-game calendars: months, intercalary days, weekdays, leap rules, moons, eras, and how a day number becomes a date
// and back, exactly. A day is counted from the first day of the calendar's first year ("epoch day"); a campaign's Day 0 is
// one of them (`startDay`), so the campaign's own count stays what it is when the calendar is changed.
import { ok, err, type Result } from './result.ts';

export interface CalendarMonth {
  name: string;
  days: number;
  /** Outside the weeks, and named instead of numbered where it is one day long. */
  isIntercalary: boolean;
  /** In every `interval`th year, counted from `offset`. */
  interval: number;
  offset: number;
}

export interface LeapDay {
  name: string;
  /** Index of its month. */
  month: number;
  isIntercalary: boolean;
  /** Place of an intercalary one: after this day of the month; 0 is before the first. */
  afterDay: number;
  /** "4", or "400,!100,4": the first that divides the year decides, "!" says no. */
  interval: string;
  offset: number;
}

export interface Moon {
  name: string;
  /** Days from new to new. */
  cycle: number;
  /** Days by which the first cycle is late. */
  shift: number;
}

export interface Era {
  name: string;
  /** Epoch day it starts on. */
  startsOn: number;
  /** Years are counted anew from its start. */
  restarts: boolean;
  /** With {{year}}, {{abs_year}} and {{era_name}}; empty for "year era". */
  format: string;
}

export interface Calendar {
  name: string;
  roundSeconds: number;
  minutesPerHour: number;
  hoursPerDay: number;
  /** 12-hour spelling with AM and PM, or 24-hour. */
  isTwelveHour: boolean;
  /** Empty: days are only numbered ("Day 15"). */
  months: readonly CalendarMonth[];
  leapDays: readonly LeapDay[];
  weekdays: readonly string[];
  /** Index of the weekday of epoch day 0. */
  firstWeekday: number;
  /** Weeks run on over months; otherwise each month starts one. */
  weeksOverflow: boolean;
  moons: readonly Moon[];
  eras: readonly Era[];
  /** False: the year before 1 is −1. */
  hasYearZero: boolean;
  /** The epoch day that is the campaign's Day 0. */
  startDay: number;
}

/** `day` is the place in its month, 1-based, leap days included; `year` as people say it. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

interface YearShape {
  days: number;
  weekDays: number;
  /** First day of each month, or −1 where the year leaves it out. */
  starts: readonly number[];
  lengths: readonly number[];
}

const mod = (a: number, b: number): number => ((a % b) + b) % b;

const matches = (interval: string, offset: number, year: number): boolean => {
  for (const part of interval.split(',')) {
    const says = !part.includes('!');
    const ignoresOffset = part.includes('+');
    const every = Number(part.replace(/[!+\s]/g, ''));
    if (every > 0 && mod(year - (ignoresOffset ? 0 : offset), every) === 0) return says;
  }
  return false;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Longest pattern of years that is counted through; a calendar with a longer one is refused (`isReadable`). */
const MAX_CYCLE = 100_000;

const cycleOf = (calendar: Calendar): number => {
  const all = [
    ...calendar.months.map((m) => m.interval),
    ...calendar.leapDays.flatMap((l) => l.interval.split(',').map((p) => Number(p.replace(/[!+\s]/g, '')))),
  ].filter((n) => n > 0);
  return all.reduce((a, b) => (a > MAX_CYCLE ? a : (a / gcd(a, b)) * b), 1);
};

interface Pattern {
  cycle: number;
  /** Days and week days before each year of the cycle, one longer than the cycle. */
  days: Float64Array;
  weekDays: Float64Array;
}

const patterns = new WeakMap<Calendar, Pattern>();

const shapeOfYear = (calendar: Calendar, year: number): YearShape => {
  let days = 0;
  let weekDays = 0;
  const starts: number[] = [];
  const lengths: number[] = [];
  calendar.months.forEach((month, index) => {
    if (month.interval > 1 && mod(year - month.offset, month.interval) !== 0) {
      starts.push(-1);
      lengths.push(0);
      return;
    }
    const leap = calendar.leapDays.filter((l) => l.month === index && matches(l.interval, l.offset, year));
    const length = month.days + leap.length;
    starts.push(days);
    lengths.push(length);
    days += length;
    weekDays += month.isIntercalary ? 0 : length - leap.filter((l) => l.isIntercalary).length;
  });
  return { days, weekDays, starts, lengths };
};

const patternOf = (calendar: Calendar): Pattern => {
  const known = patterns.get(calendar);
  if (known) return known;
  const cycle = cycleOf(calendar);
  const days = new Float64Array(cycle + 1);
  const weekDays = new Float64Array(cycle + 1);
  for (let i = 0; i < cycle; i++) {
    const shape = shapeOfYear(calendar, i);
    days[i + 1] = days[i]! + shape.days;
    weekDays[i + 1] = weekDays[i]! + shape.weekDays;
  }
  const pattern = { cycle, days, weekDays };
  patterns.set(calendar, pattern);
  return pattern;
};

// Years are counted without a gap inside: the first year is 0 where the calendar has a year zero, else 1.
const firstYear = (calendar: Calendar): number => (calendar.hasYearZero ? 0 : 1);
const inside = (calendar: Calendar, year: number): number => (!calendar.hasYearZero && year < 0 ? year + 1 : year);
const spoken = (calendar: Calendar, year: number): number => (!calendar.hasYearZero && year <= 0 ? year - 1 : year);

const before = (pattern: Pattern, table: Float64Array, year: number, from: number): number => {
  const at = (y: number): number =>
    Math.floor(y / pattern.cycle) * table[pattern.cycle]! + table[mod(y, pattern.cycle)]!;
  return at(year) - at(from);
};

/** The epoch day of a date; null where the calendar has no such day. */
export const dayOfDate = (calendar: Calendar, date: CalendarDate): number | null => {
  if (calendar.months.length === 0 || (date.year === 0 && !calendar.hasYearZero)) return null;
  const year = inside(calendar, date.year);
  const shape = shapeOfYear(calendar, year);
  const start = shape.starts[date.month];
  if (
    start === undefined ||
    start < 0 ||
    !Number.isInteger(date.day) ||
    date.day < 1 ||
    date.day > shape.lengths[date.month]!
  )
    return null;
  const pattern = patternOf(calendar);
  return before(pattern, pattern.days, year, firstYear(calendar)) + start + date.day - 1;
};

/** The date of an epoch day; null for a calendar without months. */
export const dateOfDay = (calendar: Calendar, day: number): CalendarDate | null => {
  if (calendar.months.length === 0) return null;
  const pattern = patternOf(calendar);
  const perCycle = pattern.days[pattern.cycle]!;
  const first = firstYear(calendar);
  // Guess by the mean length of a year, then step: at most a few steps, because a year differs by a few days from the mean.
  let year = Math.floor(day / (perCycle / pattern.cycle)) + first;
  while (before(pattern, pattern.days, year, first) > day) year -= 1;
  while (before(pattern, pattern.days, year + 1, first) <= day) year += 1;
  const within = day - before(pattern, pattern.days, year, first);
  const shape = shapeOfYear(calendar, year);
  const month = shape.starts.findIndex(
    (start, i) => start >= 0 && within >= start && within < start + shape.lengths[i]!,
  );
  return { year: spoken(calendar, year), month, day: within - shape.starts[month]! + 1 };
};

/** How a month's days are named in a year: numbers, except where a leap day stands outside the count. */
const dayLabel = (calendar: Calendar, date: CalendarDate): { number: number; name: string } => {
  const year = inside(calendar, date.year);
  const leap = calendar.leapDays.filter((l) => l.month === date.month && matches(l.interval, l.offset, year));
  const outside = leap.filter((l) => l.isIntercalary).sort((a, b) => a.afterDay - b.afterDay);
  let position = 0;
  for (const [i, l] of outside.entries()) {
    const at = Math.min(l.afterDay, calendar.months[date.month]!.days) + i + 1;
    if (date.day === at) return { number: 0, name: l.name };
    if (at < date.day) position += 1;
  }
  const number = date.day - position;
  const extra = number - calendar.months[date.month]!.days;
  const named = leap.filter((l) => !l.isIntercalary)[extra - 1];
  return { number, name: named?.name ?? '' };
};

/** Name of the weekday of an epoch day; null for a day outside the weeks. */
export const weekdayOf = (calendar: Calendar, day: number): string | null => {
  const date = dateOfDay(calendar, day);
  if (calendar.weekdays.length === 0) return null;
  if (!date) return calendar.weekdays[mod(day + calendar.firstWeekday, calendar.weekdays.length)]!;
  const month = calendar.months[date.month]!;
  const label = dayLabel(calendar, date);
  if (month.isIntercalary || label.number === 0) return null;
  if (!calendar.weeksOverflow) return calendar.weekdays[mod(label.number - 1, calendar.weekdays.length)]!;
  const pattern = patternOf(calendar);
  const year = inside(calendar, date.year);
  let count = before(pattern, pattern.weekDays, year, firstYear(calendar));
  const shape = shapeOfYear(calendar, year);
  for (let i = 0; i < date.month; i++) {
    if (shape.starts[i]! < 0 || calendar.months[i]!.isIntercalary) continue;
    count +=
      shape.lengths[i]! -
      calendar.leapDays.filter((l) => l.month === i && l.isIntercalary && matches(l.interval, l.offset, year)).length;
  }
  return calendar.weekdays[mod(count + label.number - 1 + calendar.firstWeekday, calendar.weekdays.length)]!;
};

/** The era that a day lies in, or null before the first. */
export const eraOf = (calendar: Calendar, day: number): Era | null =>
  [...calendar.eras]
    .sort((a, b) => a.startsOn - b.startsOn)
    .filter((e) => e.startsOn <= day)
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

/** Each moon's phase on an epoch day. */
export const moonsOn = (calendar: Calendar, day: number): { name: string; phase: (typeof PHASES)[number] }[] =>
  calendar.moons.map(({ name, cycle, shift }) => ({
    name,
    phase: PHASES[Math.floor(mod((day - shift) / cycle, 1) * 8 + 0.5) % 8]!,
  }));

/** "Moonday, 3 Hammer 1498 AD": weekday, day, month, year, era. Numbered days only: "Day 15" of the campaign. */
export const formatDay = (calendar: Calendar, campaignDay: number): string => {
  const day = campaignDay + calendar.startDay;
  const date = dateOfDay(calendar, day);
  if (!date) return `Day ${campaignDay}`;
  const month = calendar.months[date.month]!;
  const label = dayLabel(calendar, date);
  const era = eraOf(calendar, day);
  const inEra = era?.restarts ? date.year - (dateOfDay(calendar, era.startsOn)?.year ?? 0) + 1 : date.year;
  const year = era
    ? (era.format || '{{year}} {{era_name}}')
        .replaceAll('{{year}}', String(inEra))
        .replaceAll('{{abs_year}}', String(Math.abs(date.year)))
        .replaceAll('{{era_name}}', era.name)
    : String(date.year);
  const isAlone = month.isIntercalary && month.days === 1 && label.number <= 1;
  const said = label.name || (isAlone ? month.name : `${label.number} ${month.name}`);
  const weekday = weekdayOf(calendar, day);
  return `${weekday ? `${weekday}, ` : ''}${said} ${year}`;
};

const CLOCK = { roundSeconds: 6, minutesPerHour: 60, hoursPerDay: 24, isTwelveHour: true } as const;
const month = (name: string, days: number, isIntercalary = false): CalendarMonth => ({
  name,
  days,
  isIntercalary,
  interval: 1,
  offset: 0,
});

/** Days are only counted: what a campaign has until it chooses another. Day 0 is the first. */
export const PLAIN_CALENDAR: Calendar = {
  name: 'Plain days',
  ...CLOCK,
  months: [],
  leapDays: [],
  weekdays: [],
  firstWeekday: 0,
  weeksOverflow: true,
  moons: [],
  eras: [],
  hasYearZero: true,
  startDay: 0,
};

const GREGORIAN: Calendar = {
  name: 'Gregorian',
  ...CLOCK,
  months: [
    month('January', 31),
    month('February', 28),
    month('March', 31),
    month('April', 30),
    month('May', 31),
    month('June', 30),
    month('July', 31),
    month('August', 31),
    month('September', 30),
    month('October', 31),
    month('November', 30),
    month('December', 31),
  ],
  leapDays: [{ name: '', month: 1, isIntercalary: false, afterDay: 0, interval: '400,!100,4', offset: 0 }],
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  firstWeekday: 0,
  weeksOverflow: true,
  moons: [{ name: 'Moon', cycle: 29.530588853, shift: 10.24953 }],
  eras: [],
  hasYearZero: false,
  startDay: 693_595,
};

/** A coast that counts by tides: twelve months of thirty, five lamp nights between, a sixth every fourth year. */
const TIDE_TABLE: Calendar = {
  name: 'Tide table',
  ...CLOCK,
  months: [
    month('Icehaul', 30),
    month('Saltwind', 30),
    month('First Lamp', 1, true),
    month('Reedgreen', 30),
    month('Eelrun', 30),
    month('Longlight', 30),
    month('Second Lamp', 1, true),
    month('Stillwater', 30),
    month('Netdry', 30),
    month('Third Lamp', 1, true),
    month('Goldstubble', 30),
    month('Firstfog', 30),
    month('Fourth Lamp', 1, true),
    month('Oilpress', 30),
    month('Deepdark', 30),
    month('Bellring', 30),
    month('Last Lamp', 1, true),
  ],
  leapDays: [{ name: 'The Borrowed Night', month: 16, isIntercalary: true, afterDay: 1, interval: '4', offset: 0 }],
  weekdays: ['Hull', 'Keel', 'Mast', 'Sail', 'Rope', 'Harbour'],
  firstWeekday: 0,
  weeksOverflow: true,
  moons: [
    { name: 'The Pale Pilot', cycle: 28, shift: 0 },
    { name: 'The Lantern', cycle: 41.5, shift: 12 },
  ],
  eras: [
    { name: 'before the Light', startsOn: -365_250, restarts: false, format: '{{abs_year}} {{era_name}}' },
    { name: 'of the Light', startsOn: 0, restarts: false, format: '' },
  ],
  hasYearZero: false,
  startDay: 225_012,
};

/** A city that works by shifts: ten months of thirty-six, weeks of nine, days of twenty hours. */
const FOUNDRY_YEAR: Calendar = {
  name: 'Foundry year',
  ...CLOCK,
  hoursPerDay: 20,
  isTwelveHour: false,
  months: ['Ash', 'Coal', 'Spark', 'Bellows', 'Crucible', 'Anvil', 'Hammerfall', 'Quench', 'Temper', 'Slag'].map(
    (name) => month(name, 36),
  ),
  leapDays: [{ name: 'Cold Hearth', month: 9, isIntercalary: true, afterDay: 36, interval: '3', offset: 1 }],
  weekdays: [
    'Firstbell',
    'Secondbell',
    'Thirdbell',
    'Fourthbell',
    'Fifthbell',
    'Sixthbell',
    'Seventhbell',
    'Eighthbell',
    'Rest',
  ],
  firstWeekday: 0,
  weeksOverflow: false,
  moons: [{ name: 'The Cinder', cycle: 18, shift: 4 }],
  eras: [{ name: 'since the Casting', startsOn: 0, restarts: false, format: '' }],
  hasYearZero: true,
  startDay: 304_200,
};

/** The ones to choose from at once. */
export const READY_CALENDARS: readonly Calendar[] = [PLAIN_CALENDAR, GREGORIAN, TIDE_TABLE, FOUNDRY_YEAR];

export type BadCalendar = { type: 'BadCalendar'; detail: string };

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((v): v is Record<string, unknown> => typeof v === 'object' && v !== null) : [];
const integer = (value: unknown, fallback: number, min: number, max: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, Math.floor(value))) : fallback;
const real = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

/** Checks a calendar that came from a file or a peer: every number in range, every pattern countable. */
export const readCalendar = (value: unknown): Result<Calendar, BadCalendar> => {
  if (typeof value !== 'object' || value === null) return err({ type: 'BadCalendar', detail: 'it is not a calendar' });
  const v = value as Record<string, unknown>;
  const calendar: Calendar = {
    name: text(v['name']) || 'Calendar',
    roundSeconds: integer(v['roundSeconds'], 6, 1, 86_400),
    minutesPerHour: integer(v['minutesPerHour'], 60, 1, 1000),
    hoursPerDay: integer(v['hoursPerDay'], 24, 1, 1000),
    isTwelveHour: v['isTwelveHour'] === true,
    months: list(v['months'])
      .slice(0, 200)
      .map((m) => ({
        name: text(m['name']),
        days: integer(m['days'], 30, 0, 10_000),
        isIntercalary: m['isIntercalary'] === true,
        interval: integer(m['interval'], 1, 1, MAX_CYCLE),
        offset: integer(m['offset'], 0, -MAX_CYCLE, MAX_CYCLE),
      })),
    leapDays: list(v['leapDays'])
      .slice(0, 200)
      .map((l) => ({
        name: text(l['name']),
        month: integer(l['month'], 0, 0, 199),
        isIntercalary: l['isIntercalary'] === true,
        afterDay: integer(l['afterDay'], 0, 0, 10_000),
        interval: text(l['interval']) || '1',
        offset: integer(l['offset'], 0, -MAX_CYCLE, MAX_CYCLE),
      })),
    weekdays: (Array.isArray(v['weekdays']) ? v['weekdays'] : []).map(text).slice(0, 100),
    firstWeekday: integer(v['firstWeekday'], 0, 0, 99),
    weeksOverflow: v['weeksOverflow'] !== false,
    moons: list(v['moons'])
      .slice(0, 20)
      .map((m) => ({
        name: text(m['name']) || 'Moon',
        cycle: Math.max(0.01, real(m['cycle'], 28)),
        shift: real(m['shift'], 0),
      })),
    eras: list(v['eras'])
      .slice(0, 100)
      .map((e) => ({
        name: text(e['name']),
        startsOn: real(e['startsOn'], 0),
        restarts: e['restarts'] === true,
        format: text(e['format']),
      })),
    hasYearZero: v['hasYearZero'] !== false,
    startDay: integer(v['startDay'], 0, -1e9, 1e9),
  };
  if (calendar.leapDays.some((l) => l.month >= calendar.months.length))
    return err({ type: 'BadCalendar', detail: 'a leap day belongs to a month that is not there' });
  if (
    calendar.leapDays.some(
      (l) =>
        !/^[\d,!+\s]+$/.test(l.interval) || l.interval.split(',').some((p) => !(Number(p.replace(/[!+\s]/g, '')) > 0)),
    )
  )
    return err({ type: 'BadCalendar', detail: 'a leap rule cannot be read' });
  if (cycleOf(calendar) > MAX_CYCLE)
    return err({ type: 'BadCalendar', detail: 'its years repeat too rarely to be counted' });
  if (calendar.months.length > 0 && !calendar.months.some((m) => m.days > 0 && m.interval === 1))
    return err({ type: 'BadCalendar', detail: 'it has years without days' });
  return ok(calendar);
};
