// Owns how stages and addresses belong together: `wrapup` in an address is the stage `wrap_up`, a completed evening is reviewed.
import { STAGE_LABELS, type SessionNote, type Stage } from '@emberkeep/domain';

/** What the session editor shows; the stage of the session may be another one. */
export type Desk = 'prep' | 'play' | 'wrapup' | 'review';

export const DESK_OF_STAGE: Record<Stage, Desk> = {
  prep: 'prep',
  play: 'play',
  wrap_up: 'wrapup',
  completed: 'review',
};
export const STAGE_OF_DESK: Record<Desk, Stage> = {
  prep: 'prep',
  play: 'play',
  wrapup: 'wrap_up',
  review: 'completed',
};
export const NOTE_OF_DESK: Record<Exclude<Desk, 'review'>, SessionNote> = {
  prep: 'prep_notes',
  play: 'play_notes',
  wrapup: 'actual_notes',
};

/** The faces of an evening in their order: three stages, what came of them, and the two books beside. */
export const FACES: readonly { label: string; path: string; desk: Desk | null }[] = [
  { label: STAGE_LABELS.prep, path: 'prep', desk: 'prep' },
  { label: STAGE_LABELS.play, path: 'play', desk: 'play' },
  { label: STAGE_LABELS.wrap_up, path: 'wrapup', desk: 'wrapup' },
  { label: 'Review', path: 'review', desk: 'review' },
  { label: 'Log', path: 'log', desk: null },
  { label: 'Record', path: 'record', desk: null },
];
