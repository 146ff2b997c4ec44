// The calendar of a campaign that has chosen none. Apart from the others, which only the page of calendars needs.
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
