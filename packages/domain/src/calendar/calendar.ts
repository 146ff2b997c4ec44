// A calendar of the game world: months, intercalary days, weekdays, leap rules, moons and eras.
//
// Days are counted as epoch days, from the first day of the calendar's first year. A campaign's Day 0 is one of them
// (`startDay`), so the campaign's own count survives a change of calendar.

export interface CalendarMonth {
  name: string;
  days: number;
  /** Outside the weeks. Named instead of numbered if it has one day. */
  isIntercalary: boolean;
  /** The month exists in every `interval`th year, counted from `offset`. */
  interval: number;
  offset: number;
}

export interface LeapDay {
  name: string;
  /** Index of its month. */
  month: number;
  isIntercalary: boolean;
  /** The day of the month that an intercalary leap day follows; 0 puts it before the first. */
  afterDay: number;
  /** "4", or "400,!100,4": the first number that divides the year decides, and "!" means no leap day. */
  interval: string;
  offset: number;
}

export interface Moon {
  name: string;
  /** Days from new moon to new moon. */
  cycle: number;
  /** Days by which the first cycle is late. */
  shift: number;
}

export interface Era {
  name: string;
  /** Epoch day on which it starts. */
  startsOn: number;
  /** Years are counted from 1 again at its start. */
  restarts: boolean;
  /** A template with {{year}}, {{abs_year}} and {{era_name}}; empty for "{{year}} {{era_name}}". */
  format: string;
}

export interface Calendar {
  name: string;
  roundSeconds: number;
  minutesPerHour: number;
  hoursPerDay: number;
  /** Write hours with AM and PM instead of 0 to 23. */
  isTwelveHour: boolean;
  /** Without months, days are only numbered ("Day 15"). */
  months: readonly CalendarMonth[];
  leapDays: readonly LeapDay[];
  weekdays: readonly string[];
  /** Index of the weekday of epoch day 0. */
  firstWeekday: number;
  /** Weeks continue across months; otherwise each month starts a week. */
  weeksOverflow: boolean;
  moons: readonly Moon[];
  eras: readonly Era[];
  /** If false, the year before 1 is −1. */
  hasYearZero: boolean;
  /** The epoch day that is the campaign's Day 0. */
  startDay: number;
}

/**
 * `month` is an index; `day` is the position in its month, from 1 and with leap days; `year` is the year as written.
 */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}
