// What can be done to a session, and its next step: the one accented button of its bar.
import { isReadOnly, standingOf, type Stage } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';
import { m } from '#messages';
import type { SessionPage } from './stage-routes.ts';

export interface Step {
  label: string;
  run: () => void;
}
/** A stage that is entered by a button; a session is completed by an action of its own. */
export type OpenStage = Exclude<Stage, 'completed'>;

/** What can be done to the session on screen. */
export interface SessionActions {
  start: () => void;
  end: () => void;
  enter: (stage: OpenStage) => void;
  complete: () => void;
  reopen: () => void;
  cancel: () => void;
  /** Takes a cancellation back. */
  restore: () => void;
  /** Plans a cancelled session as if it had never been started. */
  planAnew: () => void;
  makeLive: () => void;
  endLive: () => void;
  exportNote: () => void;
  print: () => void;
  /** Opens the dialog of theme and text size. */
  appearance: () => void;
  /** Opens the dialog with the campaign's lines and veils. */
  safety: () => void;
  show: (sessionId: string) => void;
  remove: () => void;
}

/** True for a session with times of play, which a restored one keeps. */
export const wasStarted = ({ startedAt, endedAt }: ListedSession): boolean => startedAt !== null || endedAt !== null;

/** The step that takes this session up its ladder, in words that fit the page on screen. */
export const nextStep = (session: ListedSession, actions: SessionActions, here?: SessionPage): Step => {
  // Both in progress and live: the pointer makes no difference for the next step.
  const standing = standingOf(session, true);
  if (isReadOnly(session)) return { label: m.sessionStages_sessionMenu_reopen(), run: actions.reopen };
  if (standing === 'cancelled')
    return wasStarted(session)
      ? { label: m.sessionStages_sessionMenu_restore(), run: actions.restore }
      : { label: m.sessionStages_sessionMenu_plan_it_again(), run: actions.restore };
  if (standing === 'planned') return { label: m.sessionStages_sessionMenu_start_session(), run: actions.start };
  if (standing === 'live') return { label: m.sessionStages_sessionMenu_end_session(), run: actions.end };
  return session.stage === 'wrap_up'
    ? { label: m.sessionStages_sessionMenu_mark_completed(), run: actions.complete }
    : {
        label:
          here === 'wrapup'
            ? m.sessionStages_sessionNotices_move_it_here()
            : m.sessionStages_sessionMenu_go_to_wrap_up(),
        run: () => actions.enter('wrap_up'),
      };
};
