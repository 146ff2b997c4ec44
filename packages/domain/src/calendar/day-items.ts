// What is on each day of a page of the calendar: festivals and notes, turns of moons, sessions, what was logged, and what
// is due. Pure, and bounded by the days of the page whatever a peer wrote.
import { LONGEST_ENTRY, type CalendarEntry } from '../calendar-entry.ts';
import type { DelayedConsequence } from '../campaign-state.ts';
import type { EntityLogEntry } from '../entity-log.ts';
import { secondsPerDay } from '../game-time.ts';
import type { Goal } from '../goal.ts';
import { appendTo } from '../multimap.ts';
import type { Session } from '../session.ts';
import { byTime, type TimelineEvent } from '../timeline-event.ts';
import type { Calendar, Moon } from './calendar.ts';
import { dateOfDay } from './dates.ts';
import { dayLabel, moonTurnOn, type MoonTurn } from './format-day.ts';
import { nearDay } from './month-page.ts';

/** Festivals and notes that a page looks at: a peer can write any number, each on every day. */
const MOST_ENTRIES = 2000;

type DatedSession = Pick<Session, 'id' | 'gameStart' | 'gameEnd' | 'status'> & { shownNumber: number };

/** Something on a day. `nth` of an entry counts its days from 1. */
export type DayItem<S = DatedSession> =
  | { type: 'entry'; entry: CalendarEntry; nth: number }
  | { type: 'moon'; name: string; turn: MoonTurn }
  | { type: 'goal'; goal: Goal }
  | { type: 'consequence'; consequence: DelayedConsequence }
  | { type: 'session'; session: S }
  | { type: 'event'; event: TimelineEvent }
  | { type: 'log'; entry: EntityLogEntry };

export interface CalendarSources<S = DatedSession> {
  calendar: Calendar;
  /** As days of the calendar count them, see `moonsOf`. */
  moons: readonly Moon[];
  entries: readonly CalendarEntry[];
  sessions: readonly S[];
  events: readonly TimelineEvent[];
  logs: readonly EntityLogEntry[];
  goals: readonly Goal[];
  consequences: readonly DelayedConsequence[];
  /** The game time of the campaign, and the number of the session to play. */
  now: number;
  sessionNumber: number;
}

/** The days of a page, with both. */
interface Days {
  first: number;
  last: number;
}

/** By what a day is called in its month and in its year. */
type DaysByName = ReadonlyMap<string, readonly number[]>;

const nameOfDay = (calendar: Calendar, day: number, recurs: 'month' | 'year'): string | null => {
  const date = dateOfDay(calendar, day + calendar.startDay);
  if (!date) return null;
  const { number, name } = dayLabel(calendar, date);
  const month = calendar.months[date.month]!;
  // A day outside the months is in one of them only.
  const inMonth = recurs === 'year' || month.isIntercalary ? date.month : '';
  return JSON.stringify([recurs, inMonth, number, name]);
};

const daysByName = (calendar: Calendar, { first, last }: Days): DaysByName => {
  const found = new Map<string, number[]>();
  for (let day = first; day <= last; day++) {
    for (const recurs of ['month', 'year'] as const) {
      const name = nameOfDay(calendar, day, recurs);
      if (name === null) continue;
      appendTo(found, name, day);
    }
  }
  return found;
};

/** The days from `first` to `last` on which an entry starts. */
const startsOf = (
  entry: CalendarEntry,
  { first, last }: Days,
  calendar: Calendar,
  named: () => DaysByName,
): number[] => {
  const { recurs, interval } = entry;
  const day = nearDay(entry.day);
  if (recurs === 'interval' && interval !== null) {
    const starts: number[] = [];
    for (let at = day + Math.ceil((first - day) / interval) * interval; at <= last; at += interval) starts.push(at);
    return starts;
  }
  const name = recurs === 'month' || recurs === 'year' ? nameOfDay(calendar, day, recurs) : null;
  if (name !== null) return [...(named().get(name) ?? [])];
  return first <= day && day <= last ? [day] : [];
};

type AddItem<S> = (day: number, item: DayItem<S>) => void;

const addEntries = <S>(sources: CalendarSources<S>, days: Days, add: AddItem<S>): void => {
  // An entry that started before the page may last into it.
  const reach = { first: days.first - LONGEST_ENTRY + 1, last: days.last };
  let named: DaysByName | null = null;
  const read = (): DaysByName => (named ??= daysByName(sources.calendar, reach));
  for (const entry of sources.entries.slice(0, MOST_ENTRIES)) {
    const onDay = new Map<number, number>();
    for (const start of startsOf(entry, reach, sources.calendar, read))
      // A start within the days of the one before begins anew.
      for (let day = Math.max(start, days.first); day <= Math.min(start + entry.lasts - 1, days.last); day++)
        onDay.set(day, day - start + 1);
    for (const [day, nth] of onDay) add(day, { type: 'entry', entry, nth });
  }
};

const addMoons = <S>({ moons, calendar }: CalendarSources<S>, { first, last }: Days, add: AddItem<S>): void => {
  for (let day = first; day <= last; day++)
    for (const moon of moons) {
      const turn = moonTurnOn(moon, day + calendar.startDay);
      if (turn) add(day, { type: 'moon', name: moon.name, turn });
    }
};

const dayOfTime = (seconds: number, calendar: Calendar): number => Math.floor(seconds / secondsPerDay(calendar));

const addDue = <S extends DatedSession>(
  { goals, consequences, sessions, calendar, now, sessionNumber }: CalendarSources<S>,
  add: AddItem<S>,
): void => {
  for (const goal of goals) if (goal.deadline !== null) add(dayOfTime(goal.deadline, calendar), { type: 'goal', goal });
  const startByNumber = new Map(sessions.map((session) => [session.shownNumber, session.gameStart]));
  for (const consequence of consequences) {
    const { dueAt, sessionNumber: number, isDone, trigger, effect } = consequence;
    if (trigger === '' && effect === '') continue;
    const start = number === null ? null : startByNumber.get(number);
    // What is due in a session that has no game time is due now, until it has happened.
    const isOpen = number !== null && number <= sessionNumber && !isDone;
    const at = dueAt ?? start ?? (isOpen ? now : null);
    if (at !== null) add(dayOfTime(at, calendar), { type: 'consequence', consequence });
  }
};

const addSessions = <S extends DatedSession>(
  { sessions, calendar, now }: CalendarSources<S>,
  { first, last }: Days,
  add: AddItem<S>,
): void => {
  for (const session of sessions) {
    const { gameStart, gameEnd, status } = session;
    if (gameStart === null || status === 'cancelled') continue;
    const start = dayOfTime(gameStart, calendar);
    const end = dayOfTime(gameEnd ?? (status === 'in_progress' ? now : gameStart), calendar);
    // Of a flashback only its start and its end are known, see `sessionsDuring`.
    if (end < start) for (const day of [start, end]) add(day, { type: 'session', session });
    else
      for (let day = Math.max(start, first); day <= Math.min(end, last); day++) add(day, { type: 'session', session });
  }
};

/** What is on each day of a page, by the campaign's day. Days without anything have no entry. */
export const itemsOfDays = <S extends DatedSession>(
  sources: CalendarSources<S>,
  days: Days,
): ReadonlyMap<number, readonly DayItem<S>[]> => {
  const found = new Map<number, DayItem<S>[]>();
  const add: AddItem<S> = (day, item) => {
    if (day < days.first || day > days.last) return;
    appendTo(found, day, item);
  };
  addEntries(sources, days, add);
  addMoons(sources, days, add);
  addDue(sources, add);
  addSessions(sources, days, add);
  for (const event of [...sources.events].sort(byTime))
    if (event.gameTime !== null) add(dayOfTime(event.gameTime, sources.calendar), { type: 'event', event });
  for (const entry of sources.logs)
    if (entry.occurredAt !== null) add(dayOfTime(entry.occurredAt, sources.calendar), { type: 'log', entry });
  return found;
};
