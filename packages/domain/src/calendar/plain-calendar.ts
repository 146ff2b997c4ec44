// The calendar of a campaign that has chosen none. In its own file, so that only the calendar page loads the others.
import type { Calendar } from './calendar.ts';

/** Days are only numbered. A campaign has this calendar until it chooses another. */
export const PLAIN_CALENDAR: Calendar = {
  name: 'Plain days',
  roundSeconds: 6,
  minutesPerHour: 60,
  hoursPerDay: 24,
  isTwelveHour: true,
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
