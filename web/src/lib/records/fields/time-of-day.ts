// The time of day as it is typed: hours and minutes of the campaign's calendar, which may not be 24 and 60.
import { secondsPerDay, secondsPerHour, type TimeUnits } from '@emberkeep/domain';

const SECONDS_PER_MINUTE = 60;

/** True where a browser's own time field can hold every time of the day. */
export const hasPlainClock = ({ hoursPerDay, minutesPerHour }: TimeUnits): boolean =>
  hoursPerDay === 24 && minutesPerHour === 60;

/** "07:05" for a moment in game seconds. */
export const timeOfDayText = (moment: number, units: TimeUnits): string => {
  const inDay = moment % secondsPerDay(units);
  const hours = Math.floor(inDay / secondsPerHour(units));
  const minutes = Math.floor((inDay % secondsPerHour(units)) / SECONDS_PER_MINUTE);
  return [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
};

/** Game seconds since the day began; null for what is no time of such a day. Nothing typed is the beginning of the day. */
export const readTimeOfDay = (text: string, units: TimeUnits): number | null => {
  const typed = text.trim();
  if (typed === '') return 0;
  const match = /^(\d{1,4})(?:[:.](\d{1,4}))?$/.exec(typed);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (hours >= units.hoursPerDay || minutes >= units.minutesPerHour) return null;
  return hours * secondsPerHour(units) + minutes * SECONDS_PER_MINUTE;
};
