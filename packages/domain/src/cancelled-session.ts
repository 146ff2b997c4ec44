// A session that one GM cancelled while another played it apart. Beside `stage.ts`, which the first page loads too.
import type { SessionStatus } from './stage.ts';
import { isFiniteNumber, isPlainObject } from './values.ts';

/** What a GM knew of the play of a session when cancelling it; instants are Unix ms, null where there was none. */
export interface SeenPlay {
  startedAt: number | null;
  endedAt: number | null;
}

/**
 * The status of a session that is stored as cancelled. `told` and `seen` are whatever a document holds. Play that was
 * not known when it was cancelled (another tablet started, ended or completed it apart) goes before the cancellation:
 * what was played is not hidden. Without `seen` the session was cancelled by an older version, or by a file.
 */
export const statusOfCancelled = (told: {
  stage: unknown;
  startedAt: unknown;
  endedAt: unknown;
  seen: unknown;
}): SessionStatus => {
  const { stage, startedAt, endedAt, seen } = told;
  if (!isPlainObject(seen)) return 'cancelled';
  if (stage === 'completed') return 'completed';
  const isNew = (now: unknown, then: unknown): boolean => isFiniteNumber(now) && now !== then;
  if (isNew(endedAt, seen['endedAt'])) return 'completed';
  if (isNew(startedAt, seen['startedAt'])) return isFiniteNumber(endedAt) ? 'completed' : 'in_progress';
  return 'cancelled';
};
