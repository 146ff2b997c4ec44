// What is still open in a campaign: decisions whose effect is still to come, delayed consequences, and full clocks.
import type { Decision, DelayedConsequence } from './campaign-state.ts';
import { pendingConsequences, type PendingConsequence, type ProgressClock } from './clock.ts';

export interface OpenConsequence {
  id: string;
  kind: 'decision' | 'consequence' | 'clock';
  choice: string;
  pending: string;
  /** The number of the session in which it is due; null for any. */
  session: number | null;
  isDue: boolean;
}

/** True for a decision whose delayed effect is still to come (M-211). */
export const isOpenChoice = (decision: Pick<Decision, 'delayedEffect' | 'isSettled'>): boolean =>
  decision.delayedEffect.trim() !== '' && !decision.isSettled;

const ofDecision = ({ id, decision, delayedEffect }: Decision): OpenConsequence => ({
  id,
  kind: 'decision',
  choice: decision,
  pending: delayedEffect,
  session: null,
  isDue: false,
});

const ofConsequence = (consequence: DelayedConsequence, nextNumber: number): OpenConsequence => ({
  id: consequence.id,
  kind: 'consequence',
  choice: consequence.trigger,
  pending: consequence.effect,
  session: consequence.sessionNumber,
  isDue: consequence.sessionNumber !== null && consequence.sessionNumber <= nextNumber,
});

const ofClock = ({ tickId, name, text }: PendingConsequence): OpenConsequence => ({
  id: tickId,
  kind: 'clock',
  choice: `${name} is full`,
  pending: text,
  session: null,
  isDue: true,
});

/** Everything that is open, what is due first (M-213). `nextNumber` is the number of the next session. */
export const consequenceReport = (
  decisions: Iterable<Decision>,
  consequences: Iterable<DelayedConsequence>,
  clocks: Iterable<ProgressClock>,
  nextNumber: number,
): OpenConsequence[] =>
  [
    ...[...decisions].filter(isOpenChoice).map(ofDecision),
    ...[...consequences].filter((c) => !c.isDone && (c.effect || c.trigger)).map((c) => ofConsequence(c, nextNumber)),
    ...pendingConsequences(clocks).map(ofClock),
  ].sort((a, b) => Number(b.isDue) - Number(a.isDue) || (a.session ?? Infinity) - (b.session ?? Infinity) || 0);
