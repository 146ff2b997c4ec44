// Owns how an evening ends beside the one End verb: the words that ask for it, the moments that offer it, what is still open
// (consequence report), the hook for next time and the goodbye. Plain data in, words out.
import type { Decision, DelayedConsequence, Hook } from './campaign-state.ts';
import { pendingConsequences, type ProgressClock } from './clock.ts';
import type { TimelineEvent } from './timeline-event.ts';

const PHRASES = [
  'let’s stop here',
  'lets stop here',
  'let us stop here',
  'stop here',
  'save game',
  'save the game',
  'end session',
  'end the session',
  'i need to go',
  'i have to go',
  'until next time',
  'save and quit',
  'save & quit',
];
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’`]/g, '’')
    .replace(/[^\p{L}&’ ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** True for the words with which a table ends its evening, typed by themselves (M-208, M-209). */
export const isEndPhrase = (text: string): boolean => PHRASES.includes(plain(text));

const BEATS = new Set(['chapter_end', 'boss_defeated', 'betrayal_revealed', 'rest']);
const BEAT_WORDS =
  /\b(?:chapter (?:ends?|ended|closes)|end of (?:the )?chapter|boss (?:is )?(?:dead|defeated|falls|fell|beaten)|betray(?:s|ed|al)|long rest|short rest|make camp|made camp|night falls|they sleep|safe (?:place|house|haven|location)|reach(?:es|ed)? safety)\b/i;

/** After such an event it is easy to stop: a save point is offered, never forced (M-210, M-212). */
export const isNaturalPause = (event: Pick<TimelineEvent, 'eventType' | 'name'>): boolean =>
  BEATS.has(event.eventType) || BEAT_WORDS.test(event.name);

/** A choice whose consequence is still to come (M-211). */
export const isOpenChoice = (decision: Pick<Decision, 'delayedEffect' | 'isSettled'>): boolean =>
  decision.delayedEffect.trim() !== '' && !decision.isSettled;

/** What is open: a choice with what it will bring, or a consequence that waits. `session`: when it is due, null for whenever. */
export interface OpenConsequence {
  id: string;
  kind: 'decision' | 'consequence' | 'clock';
  choice: string;
  pending: string;
  session: number | null;
  isDue: boolean;
}

/** Every unresolved choice with its pending consequence, what is due first (M-213). `next` is the number of the next session. */
export const consequenceReport = (
  decisions: Iterable<Decision>,
  consequences: Iterable<DelayedConsequence>,
  clocks: Iterable<ProgressClock>,
  next: number,
): OpenConsequence[] =>
  [
    ...[...decisions].filter(isOpenChoice).map((d): OpenConsequence => ({
      id: d.id,
      kind: 'decision',
      choice: d.decision,
      pending: d.delayedEffect,
      session: null,
      isDue: false,
    })),
    ...[...consequences]
      .filter((c) => !c.isDone && (c.effect || c.trigger))
      .map((c): OpenConsequence => ({
        id: c.id,
        kind: 'consequence',
        choice: c.trigger,
        pending: c.effect,
        session: c.sessionNumber,
        isDue: c.sessionNumber !== null && c.sessionNumber <= next,
      })),
    ...pendingConsequences(clocks).map((c): OpenConsequence => ({
      id: c.tickId,
      kind: 'clock',
      choice: `${c.name} is full`,
      pending: c.text,
      session: null,
      isDue: true,
    })),
  ].sort((a, b) => Number(b.isDue) - Number(a.isDue) || (a.session ?? Infinity) - (b.session ?? Infinity) || 0);

const HOOK_ORDER: readonly Hook['hookKind'][] = ['consequence', 'threat', 'character', 'opportunity'];
const sentence = (text: string): string => {
  const words = text.trim().replace(/[.!?…]+$/u, '');
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** A line or two that make them want to come back, from open hooks and what is due; empty where nothing is known (M-215). */
export const nextTimeHook = (
  hooks: Iterable<Pick<Hook, 'text' | 'hookKind' | 'isDone'>>,
  report: readonly OpenConsequence[],
): string => {
  const open = [...hooks]
    .filter((h) => !h.isDone && h.text.trim() !== '')
    .sort((a, b) => HOOK_ORDER.indexOf(a.hookKind) - HOOK_ORDER.indexOf(b.hookKind));
  const due = report.find((r) => r.isDue && r.kind === 'consequence') ?? report.find((r) => r.kind === 'consequence');
  const teased = due
    ? sentence(
        due.choice && due.pending
          ? `If ${due.choice.charAt(0).toLowerCase()}${due.choice.slice(1).replace(/[.!?…]+$/u, '')}, something answers`
          : due.pending || due.choice,
      )
    : '';
  return [...open.slice(0, 2).map((h) => sentence(h.text)), teased].filter(Boolean).slice(0, 2).join(' ');
};

/** The confirmation, said only after the write succeeded (M-216). */
export const farewell = (names: readonly string[]): string => {
  const who = names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Campaign saved. See you next time${who ? `, ${who}` : ''}.`;
};
