// Finds the signals of a new scene (a change of place, time passing, a fight) and weighs them by game system.
import { SIGNALS, SYSTEM_WEIGHTS, WEIGHTS, type Signal } from '../vocabulary/scene-signals.ts';

export interface FoundSignals {
  score: number;
  /** The signal with the greatest weight. */
  best: Signal | null;
  found: readonly Signal[];
}

/** Signals that count only at the very start of the words. */
const AT_START: readonly Signal[] = ['location', 'time', 'challenge'];
/** The share of its weight that a signal adds to a stronger one: three weak hints do not make a scene. */
const FURTHER_SIGNAL = 0.4;

/** The signals of a new scene at the start of a paragraph or sentence. */
export const signalsOf = (text: string, system: string): FoundSignals => {
  const head = text.replace(/^[\s"'“*_]+/, '').slice(0, 200);
  const sentence = head.split(/(?<=[.!?])\s/)[0] ?? head;
  // The capital that opens a sentence does not mark a name, so "In the salon" is read as "in the salon".
  const start = head.charAt(0).toLowerCase() + head.slice(1);
  const weights = { ...WEIGHTS, ...SYSTEM_WEIGHTS[system] };
  const found = (Object.keys(SIGNALS) as Signal[]).filter((signal) => {
    const words = AT_START.includes(signal) ? start : `${sentence} `;
    return SIGNALS[signal].some((pattern) => pattern.test(words));
  });
  const byWeight = [...found].sort((a, b) => weights[b] - weights[a]);
  return {
    score: byWeight.reduce((sum, s, i) => sum + weights[s] * (i === 0 ? 1 : FURTHER_SIGNAL), 0),
    best: byWeight[0] ?? null,
    found,
  };
};
