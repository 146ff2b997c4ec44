// How long a session took, in real time and in game time.
import type { Session } from './session.ts';

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

/** Game seconds that passed, from the totals and never from their spellings (T-1); null while unknown. */
export const elapsedGameSeconds = (session: Pick<Session, 'gameStart' | 'gameEnd'>): number | null =>
  session.gameStart === null || session.gameEnd === null || session.gameEnd < session.gameStart
    ? null
    : session.gameEnd - session.gameStart;

/** The sessions whose game time includes a moment (M-028). A session in progress has no end yet. */
export const sessionsAt = <S extends Pick<Session, 'gameStart' | 'gameEnd' | 'status'>>(
  sessions: Iterable<S>,
  total: number,
): S[] =>
  [...sessions].filter(
    (s) =>
      s.gameStart !== null &&
      s.gameStart <= total &&
      (s.gameEnd === null ? s.status === 'in_progress' : total <= s.gameEnd),
  );
