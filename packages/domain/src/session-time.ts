// How long a session took, in real time and in game time.
import type { TimeUnits } from './game-time.ts';
import type { Session } from './session.ts';
import { isFiniteNumber, isPlainObject } from './values.ts';

/**
 * Real duration in whole minutes: the GM's correction if there is one; null while unknown. From 18:05Z to 22:15Z it is
 * 250 (M-041).
 */
export const durationMinutes = (
  session: Pick<Session, 'startedAt' | 'endedAt' | 'correctedMinutes'>,
): number | null => {
  if (session.correctedMinutes !== null) return session.correctedMinutes;
  if (session.startedAt === null || session.endedAt === null || session.endedAt < session.startedAt) return null;
  return Math.round((session.endedAt - session.startedAt) / 60_000);
};

/** A session that was started longer ago than this and never ended is not being played any more, ms. */
const LONGEST_RUNNING_MS = 24 * 60 * 60_000;

/**
 * Like `durationMinutes`, and counts a session that is being played to `now`, Unix ms. The search index says the same in
 * SQL (the report `figures`).
 */
export const minutesSoFar = (
  session: Pick<Session, 'startedAt' | 'endedAt' | 'correctedMinutes' | 'status'>,
  now: number,
): number | null => {
  const { status, startedAt, endedAt, correctedMinutes } = session;
  const isRunning = status === 'in_progress' && startedAt !== null && endedAt === null && correctedMinutes === null;
  if (!isRunning || startedAt > now || now - startedAt > LONGEST_RUNNING_MS) return durationMinutes(session);
  return Math.round((now - startedAt) / 60_000);
};

/**
 * Game seconds from start to end, from the totals and never from their spellings (T-1); null while unknown. Negative
 * for a session that ends before its start: a flashback.
 */
export const elapsedGameSeconds = ({ gameStart, gameEnd }: Pick<Session, 'gameStart' | 'gameEnd'>): number | null =>
  gameStart === null || gameEnd === null ? null : gameEnd - gameStart;

/** Within what a calendar may have: a part of a second would make days without end. */
const isLength = (value: unknown): value is number => isFiniteNumber(value) && value >= 1 && value <= 86_400;

/** The units of game time of a session: as they were when it was played, else those of the calendar. */
export const sessionUnits = ({ timeUnits }: Pick<Session, 'timeUnits'>, calendar: TimeUnits): TimeUnits => {
  if (!isPlainObject(timeUnits)) return calendar;
  const { roundSeconds, minutesPerHour, hoursPerDay } = timeUnits;
  return isLength(roundSeconds) && isLength(minutesPerHour) && isLength(hoursPerDay)
    ? { roundSeconds, minutesPerHour, hoursPerDay }
    : calendar;
};

/**
 * The sessions whose game time includes a moment between `from` and `to`, both inclusive (M-028). One in progress has
 * come as far as `now`, the game time of the campaign. Of a flashback only its start and its end are known: the days
 * between, over which it went back, are not its own. The search index says the same in SQL (`onDay`).
 */
export const sessionsDuring = <S extends Pick<Session, 'gameStart' | 'gameEnd' | 'status'>>(
  sessions: Iterable<S>,
  { from, to }: { from: number; to: number },
  now: number,
): S[] =>
  [...sessions].filter(({ gameStart, gameEnd, status }) => {
    if (gameStart === null || status === 'cancelled') return false;
    const end = gameEnd ?? (status === 'in_progress' ? now : gameStart);
    const isWithin = (moment: number): boolean => from <= moment && moment <= to;
    return (gameStart <= to && end >= from) || isWithin(gameStart) || isWithin(end);
  });
