// What the header of a session offers: its next step, and the rows of its menu.
import Ban from '@lucide/svelte/icons/ban';
import Download from '@lucide/svelte/icons/download';
import FileInput from '@lucide/svelte/icons/file-input';
import Radio from '@lucide/svelte/icons/radio';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { isReadOnly, mayCancel, STAGE_LABELS, standingOf, type Stage } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';
import { m } from '#messages';

export interface Step {
  label: string;
  /** The word on a narrow screen. */
  short?: string;
  run: () => void;
}
export interface MenuRow extends Step {
  icon: typeof Ban;
  danger?: boolean;
}

/** A stage that is entered by a button; a session is completed by an action of its own. */
export type OpenStage = Exclude<Stage, 'completed'>;
const OPEN_STAGES: readonly OpenStage[] = ['prep', 'play', 'wrap_up'];

/** What can be done to the session on screen. */
export interface SessionActions {
  start: () => void;
  end: () => void;
  enter: (stage: OpenStage) => void;
  complete: () => void;
  reopen: () => void;
  cancel: () => void;
  planAgain: () => void;
  makeLive: () => void;
  endLive: () => void;
  exportNote: () => void;
  print: () => void;
  show: (sessionId: string) => void;
  remove: () => void;
}

/** The step that takes this session up its ladder. */
export const nextStep = (session: ListedSession, actions: SessionActions): Step => {
  // Both in progress and live: the pointer makes no difference for the next step.
  const standing = standingOf(session, true);
  if (isReadOnly(session)) return { label: m.sessionStages_sessionMenu_reopen(), run: actions.reopen };
  if (standing === 'cancelled') return { label: m.sessionStages_sessionMenu_plan_it_again(), run: actions.planAgain };
  if (standing === 'planned') return { label: m.sessionStages_sessionMenu_start_session(), run: actions.start };
  if (standing === 'live') return { label: m.sessionStages_sessionMenu_end_session(), run: actions.end };
  return session.stage === 'wrap_up'
    ? { label: m.sessionStages_sessionMenu_mark_completed(), run: actions.complete }
    : { label: m.sessionStages_sessionMenu_go_to_wrap_up(), run: () => actions.enter('wrap_up') };
};

/** What the menu depends on beside the session itself. */
export interface SessionMenuState {
  session: ListedSession;
  isLive: boolean;
  /** A narrow header has no button for the next step: the menu begins with it. */
  startsWithNext: boolean;
  /** Whether the notes of the desk on screen can be exported. */
  hasNote: boolean;
  /** Missing where nothing can be imported. */
  importNotes: Step | null;
  previous: ListedSession | undefined;
  following: ListedSession | undefined;
}

export const sessionMenu = (state: SessionMenuState, actions: SessionActions): MenuRow[] => {
  const { session, isLive, importNotes, previous, following } = state;
  const { status, stage } = session;
  const readonly = isReadOnly(session);
  const next = nextStep(session, actions).label;
  const rows: (MenuRow | false | null | undefined)[] = [
    state.startsWithNext && { ...nextStep(session, actions), icon: Radio },
    ...OPEN_STAGES.map(
      (each) =>
        !readonly &&
        each !== stage && {
          label: m.sessionStages_sessionMenu_move_the_session_to({ stage: STAGE_LABELS[each] }),
          icon: RotateCcw,
          run: () => actions.enter(each),
        },
    ),
    status === 'planned' &&
      !readonly &&
      next !== m.sessionStages_sessionMenu_start_session() && {
        label: m.sessionStages_sessionMenu_start_session(),
        icon: Radio,
        run: actions.start,
      },
    (status === 'completed' || stage === 'wrap_up') &&
      status !== 'cancelled' &&
      !readonly &&
      next !== m.sessionStages_sessionMenu_mark_completed() && {
        label: m.sessionStages_sessionMenu_mark_completed(),
        icon: Radio,
        run: actions.complete,
      },
    status === 'in_progress' &&
      !readonly &&
      (isLive
        ? { label: m.sessionStages_sessionMenu_end_live_session(), icon: Radio, run: actions.endLive }
        : { label: m.sessionStages_sessionMenu_go_live(), icon: Radio, run: actions.makeLive }),
    importNotes && !readonly && { ...importNotes, icon: FileInput },
    state.hasNote && {
      label: m.sessionStages_sessionMenu_export_as_markdown(),
      icon: Download,
      run: actions.exportNote,
    },
    { label: m.sessionStages_sessionMenu_print_or_save(), icon: Download, run: actions.print },
    mayCancel(session) && { label: m.sessionStages_sessionMenu_cancel_session(), icon: Ban, run: actions.cancel },
    previous && {
      label: m.sessionStages_sessionMenu_previous_session({ shownNumber: previous.shownNumber }),
      icon: Undo2,
      run: () => actions.show(previous.id),
    },
    following && {
      label: m.sessionStages_sessionMenu_next_session({ shownNumber: following.shownNumber }),
      icon: Undo2,
      run: () => actions.show(following.id),
    },
    { label: m.sessionStages_sessionMenu_delete_session(), icon: Trash2, danger: true, run: actions.remove },
  ];
  return rows.filter((row) => !!row);
};
