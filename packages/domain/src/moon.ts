// Moons that a GM adds to those of the calendar. Each is a record, so two GMs who add moons apart keep both.
import type { Calendar, Moon } from './calendar/calendar.ts';
import { FARTHEST_DAY } from './calendar-entry.ts';
import { line, maybeNumber } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

/** Days from new moon to new moon where a moon does not say. */
const USUAL_CYCLE = 28;

export const MOON = defineRecord({
  kind: 'moon',
  root: 'moons',
  home: 'ledger',
  label: 'Moon',
  plural: 'Moons',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    cycle: maybeNumber('gm', 'Days from new moon to new moon', { min: 1, max: 1_000_000 }),
    newOn: maybeNumber('gm', 'Day of a new moon', { min: -FARTHEST_DAY, max: FARTHEST_DAY }),
  },
});
export type MoonRecord = RecordOf<typeof MOON>;

/** The moons of the calendar, and those that the GMs added, as days of the calendar count them. */
export const moonsOf = (calendar: Calendar, added: Iterable<MoonRecord>): Moon[] => [
  ...calendar.moons,
  ...[...added].map(({ name, cycle, newOn }) => ({
    name,
    cycle: cycle ?? USUAL_CYCLE,
    shift: (newOn ?? 0) + calendar.startDay,
  })),
];
