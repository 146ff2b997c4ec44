// Owns attendance: one pure function behind every figure on screen and, later, the SQL that must agree with it (M-119 to
// M-122). Played are the evenings that are neither cancelled nor still to come (M-072).
import type { SessionPlayer } from './session.ts';
import type { SessionStatus } from './stage.ts';

export interface AttendedSession {
  id: string;
  number: number;
  date: string;
  status: SessionStatus;
  players: readonly SessionPlayer[];
}

export interface AttendanceRow {
  playerId: string;
  attended: number;
  /** Evenings played at which this player was on the list. */
  total: number;
  /** 0 to 100, two decimals: 2 of 3 is 66.67. Zero where there was nothing to attend. */
  percentage: number;
  history: readonly {
    sessionId: string;
    number: number;
    date: string;
    attended: boolean;
    arrivedLate: boolean;
    leftEarly: boolean;
  }[];
}

const COUNTED: readonly SessionStatus[] = ['in_progress', 'completed'];

/** One row per player, also for those who attended none, in the order of `playerIds`; history in order of number. */
export const attendance = (sessions: Iterable<AttendedSession>, playerIds: readonly string[]): AttendanceRow[] => {
  const played = [...sessions]
    .filter((s) => COUNTED.includes(s.status))
    .sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
  return playerIds.map((playerId) => {
    const history = played.flatMap((s) => {
      const player = s.players.find((p) => p.userId === playerId);
      return player
        ? [
            {
              sessionId: s.id,
              number: s.number,
              date: s.date,
              attended: player.attended,
              arrivedLate: player.arrivedLate,
              leftEarly: player.leftEarly,
            },
          ]
        : [];
    });
    const attended = history.filter((h) => h.attended).length;
    return {
      playerId,
      attended,
      total: history.length,
      percentage: history.length === 0 ? 0 : Math.round((attended * 10_000) / history.length) / 100,
      history,
    };
  });
};
