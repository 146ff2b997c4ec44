// The pages of a session, and which stage each belongs to. In an address the stage `wrap_up` is `wrapup`, and a
// completed session opens in its review.
import { STAGE_LABELS, type SessionNote, type Stage } from '@emberkeep/domain';
import { m } from '#messages';

/** What the session editor shows; the session itself may be in another stage. */
export type Desk = 'prep' | 'play' | 'wrapup' | 'review';
/** The desks that work on a stage. */
export type StageDesk = Exclude<Desk, 'review'>;
/** Every page of a session, by the last part of its address. */
export type SessionPage = Desk | 'log' | 'record';

export const isStageDesk = (page: SessionPage): page is StageDesk =>
  page === 'prep' || page === 'play' || page === 'wrapup';

export const DESK_OF_STAGE: Record<Stage, Desk> = {
  prep: 'prep',
  play: 'play',
  wrap_up: 'wrapup',
  completed: 'review',
};
export const STAGE_OF_DESK = {
  prep: 'prep',
  play: 'play',
  wrapup: 'wrap_up',
  review: 'completed',
} as const satisfies Record<Desk, Stage>;
export const NOTE_OF_DESK: Record<StageDesk, SessionNote> = {
  prep: 'prep_notes',
  play: 'play_notes',
  wrapup: 'actual_notes',
};

/** The pages of a session in the order of its life: the stages, the review, and the two pages of records. */
export const SESSION_PAGES: readonly { label: string; path: SessionPage; desk: Desk | null }[] = [
  { label: STAGE_LABELS.prep, path: 'prep', desk: 'prep' },
  { label: STAGE_LABELS.play, path: 'play', desk: 'play' },
  { label: STAGE_LABELS.wrap_up, path: 'wrapup', desk: 'wrapup' },
  { label: m.sessionStages_stageRoutes_review(), path: 'review', desk: 'review' },
  { label: m.sessionStages_stageRoutes_log(), path: 'log', desk: null },
  { label: m.sessionStages_stageRoutes_record(), path: 'record', desk: null },
];
/** Those that work on a stage, and those that show what came of it. */
export const STAGE_PAGES = SESSION_PAGES.filter(({ path }) => isStageDesk(path));
export const RECORD_PAGES = SESSION_PAGES.filter(({ path }) => !isStageDesk(path));
