// Who plays in a session, with which characters, and who was present.
import type { Session } from './session.ts';

/** The attendance of one player at one session, in the shape of the source documents (M-073 to M-077). */
export interface SessionPlayer {
  userId: string;
  characterIds: readonly string[];
  attended: boolean;
  arrivedLate: boolean;
  leftEarly: boolean;
}

/** Every player who was expected or present, by id. */
export const sessionPlayers = (
  session: Pick<Session, 'roster' | 'attended' | 'arrivedLate' | 'leftEarly' | 'played'>,
): SessionPlayer[] => {
  const ids = [...new Set([...session.roster, ...session.attended])].sort();
  return ids.map((userId) => ({
    userId,
    characterIds: session.played.flatMap((pair) =>
      pair.startsWith(`${userId}:`) ? [pair.slice(userId.length + 1)] : [],
    ),
    attended: session.attended.includes(userId),
    arrivedLate: session.arrivedLate.includes(userId),
    leftEarly: session.leftEarly.includes(userId),
  }));
};
