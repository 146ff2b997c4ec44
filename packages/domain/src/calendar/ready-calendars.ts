// The calendars that ship with the app.
import type { Calendar, CalendarMonth } from './calendar.ts';
import { PLAIN_CALENDAR } from './plain-calendar.ts';

const { roundSeconds, minutesPerHour, hoursPerDay, isTwelveHour } = PLAIN_CALENDAR;
const CLOCK = { roundSeconds, minutesPerHour, hoursPerDay, isTwelveHour };
const month = (name: string, days: number, isIntercalary = false): CalendarMonth => ({
  name,
  days,
  isIntercalary,
  interval: 1,
  offset: 0,
});

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

/** Twelve months of 30 days with five intercalary days between them, and a sixth every fourth year. */
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

/** Ten months of 36 days, weeks of nine days that start anew each month, and days of 20 hours. */
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

/** The calendars that the app offers. */
export const READY_CALENDARS: readonly Calendar[] = [PLAIN_CALENDAR, GREGORIAN, TIDE_TABLE, FOUNDRY_YEAR];
