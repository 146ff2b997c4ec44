// Finds the signals of a new scene: a change of place, time passing, a fight.
import { cutSentences } from '@emberkeep/domain';
import { SIGNALS, type Signal } from '../vocabulary/scene-signals.ts';

/** Signals that count only at the very start of the words. */
const AT_START: readonly Signal[] = ['location', 'time', 'challenge'];

/** The signals of a new scene at the start of a paragraph or sentence, the most telling first. */
export const signalsOf = (text: string): Signal[] => {
  const head = text.replace(/^[\s"'“*_]+/, '').slice(0, 200);
  const sentence = cutSentences(head)[0]?.text ?? head;
  // The capital that opens a sentence does not mark a name, so "In the salon" is read as "in the salon".
  const start = head.charAt(0).toLowerCase() + head.slice(1);
  return (Object.keys(SIGNALS) as Signal[]).filter((signal) => {
    const words = AT_START.includes(signal) ? start : `${sentence} `;
    return SIGNALS[signal].some((pattern) => pattern.test(words));
  });
};
