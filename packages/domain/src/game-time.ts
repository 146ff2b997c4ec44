// Game time: whole seconds since Day 0. Rounds, minutes, hours, days and words are derived from that total (T-1), and
// only totals are compared or subtracted (M-078).
import type { Calendar } from './calendar/calendar.ts';
import { formatDay } from './calendar/format-day.ts';
import { PLAIN_CALENDAR } from './calendar/plain-calendar.ts';
import { plural } from './plural.ts';

/** A moment split into its parts; `total` is seconds since Day 0. */
export interface GameTime {
  rounds: number;
  minutes: number;
  hours: number;
  days: number;
  total: number;
  /** "Day 15, 3:30 PM", or the date by the calendar. */
  formatted: string;
}

/** The lengths by which game time is counted: of a round in seconds, of an hour in minutes, of a day in hours. */
export type TimeUnits = Pick<Calendar, 'roundSeconds' | 'minutesPerHour' | 'hoursPerDay'>;

/** The units of a calendar, without the rest of it. */
export const unitsOf = ({ roundSeconds, minutesPerHour, hoursPerDay }: TimeUnits): TimeUnits => ({
  roundSeconds,
  minutesPerHour,
  hoursPerDay,
});

export const secondsPerHour = (units: TimeUnits): number => units.minutesPerHour * 60;
export const secondsPerDay = (units: TimeUnits): number => units.hoursPerDay * secondsPerHour(units);

/** Splits seconds into days, hours, minutes and the remaining rounds. */
export const splitSeconds = (
  total: number,
  units: TimeUnits = PLAIN_CALENDAR,
): Pick<GameTime, 'rounds' | 'minutes' | 'hours' | 'days'> => {
  const hour = secondsPerHour(units);
  const day = secondsPerDay(units);
  const rest = total % day;
  return {
    days: Math.floor(total / day),
    hours: Math.floor(rest / hour),
    minutes: Math.floor((rest % hour) / 60),
    rounds: Math.floor((rest % 60) / units.roundSeconds),
  };
};

const clockWords = (hours: number, minutes: number, calendar: Calendar): string => {
  const minute = String(minutes).padStart(2, '0');
  if (!calendar.isTwelveHour || calendar.hoursPerDay !== 24) return `${hours}:${minute}`;
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minute} ${hours < 12 ? 'AM' : 'PM'}`;
};

/** The moment at a total. Day N is floor(total / seconds in a day); the campaign starts on Day 0. */
export const gameTimeOf = (total: number, calendar: Calendar = PLAIN_CALENDAR): GameTime => {
  const split = splitSeconds(total, calendar);
  return {
    ...split,
    total,
    formatted: `${formatDay(calendar, split.days)}, ${clockWords(split.hours, split.minutes, calendar)}`,
  };
};

/** A length of game time in words: "9 h", "2 d 3 h", "12 min", "4 rounds"; "5 d back" for a negative one. */
export const durationWords = (seconds: number, units: TimeUnits = PLAIN_CALENDAR): string => {
  if (seconds < 0) return `${durationWords(-seconds, units)} back`;
  const { days, hours, minutes, rounds } = splitSeconds(seconds, units);
  const parts = [
    days && `${days} d`,
    hours && `${hours} h`,
    minutes && `${minutes} min`,
    rounds && plural(rounds, 'round'),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : '0 min';
};

/** The total at a time on a day of the campaign. */
export const gameTotal = (day: number, hours: number, minutes: number, calendar: Calendar = PLAIN_CALENDAR): number =>
  day * secondsPerDay(calendar) + hours * secondsPerHour(calendar) + minutes * 60;

/** The steps by which a GM advances time during play. */
export const advanceSteps = (calendar: Calendar = PLAIN_CALENDAR): { label: string; seconds: number }[] => [
  { label: '1 round', seconds: calendar.roundSeconds },
  { label: '10 min', seconds: 600 },
  { label: '1 h', seconds: secondsPerHour(calendar) },
  { label: '8 h', seconds: 8 * secondsPerHour(calendar) },
  { label: '1 day', seconds: secondsPerDay(calendar) },
];

/** True if an imported spelling differs from its total, such as "Day 15, 9:00 AM" for 1296000 (T-1). */
export const differsFromTotal = (formatted: string, total: number, calendar: Calendar = PLAIN_CALENDAR): boolean =>
  formatted !== '' && formatted.trim().toLowerCase() !== gameTimeOf(total, calendar).formatted.toLowerCase();
