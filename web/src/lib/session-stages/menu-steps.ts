// The steps on a session's ladder that its menu offers.
import { isReadOnly } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';
import { m } from '#messages';
import { nextStep, type SessionActions, type Step } from './next-step.ts';

/** Starting and completing the session, where that can be done and the bar's own button does something else. */
export const menuSteps = (session: ListedSession, actions: SessionActions): Step[] => {
  const { status, stage } = session;
  if (isReadOnly(session)) return [];
  const canStart = status === 'planned';
  const canComplete = (status === 'completed' || stage === 'wrap_up') && status !== 'cancelled';
  const steps = [
    canStart && { label: m.sessionStages_sessionMenu_start_session(), run: actions.start },
    canComplete && { label: m.sessionStages_sessionMenu_mark_completed(), run: actions.complete },
  ].filter((step) => step !== false);
  const inBar = nextStep(session, actions).run;
  return steps.filter(({ run }) => run !== inBar);
};
