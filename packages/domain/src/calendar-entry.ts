// What a GM writes in the campaign's calendar: festivals, which recur, and notes on a day. Each is a record, so two GMs
// who add them apart lose nothing.
import { choice, line, maybeWhole, paragraph, whole } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const CALENDAR_ENTRY_KINDS = ['note', 'festival'] as const;
export const RECURRENCES = ['once', 'year', 'month', 'interval'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

/** The farthest day of a campaign, either way: all arithmetic of calendars is exact up to here. */
export const FARTHEST_DAY = 1e11;

/** The longest festival, in days. */
export const LONGEST_ENTRY = 100;

export const CALENDAR_ENTRY = defineRecord({
  kind: 'calendarEntry',
  root: 'calendarEntries',
  home: 'ledger',
  label: 'Calendar entry',
  plural: 'Calendar entries',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    about: paragraph('gm', 'About'),
    entryKind: choice('gm', 'Type', CALENDAR_ENTRY_KINDS, 'note', {
      optionLabels: { note: 'Note', festival: 'Festival' },
    }),
    /** The day of the campaign on which it starts. One that recurs is also on the days before. */
    day: whole('gm', 'Day', { input: 'hidden', min: -FARTHEST_DAY, max: FARTHEST_DAY }),
    recurs: choice('gm', 'Recurs', RECURRENCES, 'once', {
      optionLabels: { once: 'Once', year: 'Every year', month: 'Every month', interval: 'Every so many days' },
    }),
    interval: maybeWhole('gm', 'Days until it recurs', { min: 1, max: FARTHEST_DAY }),
    lasts: whole('gm', 'Days it lasts', { empty: 1, min: 1, max: LONGEST_ENTRY }),
  },
});
export type CalendarEntry = RecordOf<typeof CALENDAR_ENTRY>;
