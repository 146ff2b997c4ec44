// The delayed consequences that are due when a session opens.
import type { DelayedConsequence } from './campaign-state.ts';

type Due = Pick<DelayedConsequence, 'sessionNumber' | 'dueAt'>;

const isDue = ({ sessionNumber, dueAt }: Due, number: number, gameTime: number): boolean =>
  (sessionNumber !== null && sessionNumber <= number) || (dueAt !== null && dueAt <= gameTime);

/**
 * Those that are due in a session of this number or at this game time, or were due before and have not happened
 * (M-202); by session, the oldest first.
 */
export const dueConsequences = (
  consequences: Iterable<DelayedConsequence>,
  sessionNumber: number,
  gameTime = -1,
): DelayedConsequence[] =>
  [...consequences]
    .filter((c) => !c.isDone && isDue(c, sessionNumber, gameTime) && (c.trigger || c.effect))
    .sort((a, b) => (a.sessionNumber ?? sessionNumber) - (b.sessionNumber ?? sessionNumber));
