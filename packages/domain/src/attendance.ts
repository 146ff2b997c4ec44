// Attendance of players over the sessions that were played (M-072, M-119 to M-122). The search index computes the
// same in SQL, and a test compares the two.
import type { SessionPlayer } from './session-players.ts';
import { isPlayed, type SessionStatus } from './stage.ts';

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
  /** Played sessions that list the player. */
  total: number;
  /** 0 to 100 with two decimals: 2 of 3 is 66.67. Zero if `total` is zero. */
  percentage: number;
  /** The sessions that list the player, by number. */
  sessions: readonly {
    sessionId: string;
    number: number;
    date: string;
    attended: boolean;
    arrivedLate: boolean;
    leftEarly: boolean;
  }[];
}

const rowOf = (playerId: string, played: readonly AttendedSession[]): AttendanceRow => {
  const listed = played.flatMap(({ id, number, date, players }) => {
    const player = players.find((p) => p.userId === playerId);
    if (!player) return [];
    const { attended, arrivedLate, leftEarly } = player;
    return [{ sessionId: id, number, date, attended, arrivedLate, leftEarly }];
  });
  const attended = listed.filter((h) => h.attended).length;
  return {
    playerId,
    attended,
    total: listed.length,
    percentage: listed.length === 0 ? 0 : Math.round((attended * 10_000) / listed.length) / 100,
    sessions: listed,
  };
};

/** One row per player, in the order of `playerIds`, also for players who attended nothing. */
export const attendance = (sessions: Iterable<AttendedSession>, playerIds: readonly string[]): AttendanceRow[] => {
  const played = [...sessions].filter(isPlayed).sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
  return playerIds.map((playerId) => rowOf(playerId, played));
};
