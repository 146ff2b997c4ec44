// The text that closes a session: a hook for next time, and goodbye.
import type { Hook } from './campaign-state.ts';
import type { OpenConsequence } from './consequence-report.ts';
import { listWords } from './list-words.ts';

/** The kinds of hooks, the most pressing first. */
const HOOK_ORDER: readonly Hook['hookKind'][] = ['consequence', 'threat', 'character', 'opportunity'];

const withoutFinalMark = (text: string): string => text.replace(/[.!?…]+$/u, '');

const sentence = (text: string): string => {
  const words = withoutFinalMark(text.trim());
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** A sentence that hints at a consequence without telling its effect, if it has a trigger. */
const teaser = ({ choice, pending }: OpenConsequence): string => {
  if (!choice || !pending) return sentence(pending || choice);
  const trigger = `${choice.charAt(0).toLowerCase()}${withoutFinalMark(choice.slice(1))}`;
  return sentence(`If ${trigger}, something answers`);
};

/** At most two sentences from open hooks and pending consequences (M-215); empty if there are none. */
export const nextTimeHook = (
  hooks: Iterable<Pick<Hook, 'text' | 'hookKind' | 'isDone'>>,
  report: readonly OpenConsequence[],
): string => {
  const open = [...hooks]
    .filter((h) => !h.isDone && h.text.trim() !== '')
    .sort((a, b) => HOOK_ORDER.indexOf(a.hookKind) - HOOK_ORDER.indexOf(b.hookKind));
  const consequences = report.filter((r) => r.kind === 'consequence');
  const teased = consequences.find((r) => r.isDue) ?? consequences[0];
  const sentences = [...open.slice(0, 2).map((h) => sentence(h.text)), teased ? teaser(teased) : ''];
  return sentences.filter(Boolean).slice(0, 2).join(' ');
};

/** Goodbye by name. Show it only after the write has succeeded (M-216). */
export const farewell = (names: readonly string[]): string => {
  const who = listWords(names);
  return `Campaign saved. See you next time${who ? `, ${who}` : ''}.`;
};
