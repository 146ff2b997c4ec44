// The delayed consequences that are due when a session opens.
import type { DelayedConsequence } from './campaign-state.ts';

/** Those that are due in a session of this number, or were due before and have not happened (M-202); the oldest first. */
export const dueConsequences = (
  consequences: Iterable<DelayedConsequence>,
  sessionNumber: number,
): DelayedConsequence[] =>
  [...consequences]
    .filter((c) => !c.isDone && c.sessionNumber !== null && c.sessionNumber <= sessionNumber && (c.trigger || c.effect))
    .sort((a, b) => (a.sessionNumber ?? 0) - (b.sessionNumber ?? 0));
