// What the header of a session offers: its next step, and the rows of its menu.
import Ban from '@lucide/svelte/icons/ban';
import Download from '@lucide/svelte/icons/download';
import FileInput from '@lucide/svelte/icons/file-input';
import Radio from '@lucide/svelte/icons/radio';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { isReadOnly, STAGE_LABELS, type Stage } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';

export interface Step {
  label: string;
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
  exportNote: () => void;
  print: () => void;
  show: (sessionId: string) => void;
  remove: () => void;
}

/** The step that takes this session further, by its status and stage. */
export const nextStep = (session: ListedSession, actions: SessionActions): Step => {
  if (isReadOnly(session)) return { label: 'Reopen', run: actions.reopen };
  if (session.status === 'cancelled') return { label: 'Plan it again', run: actions.planAgain };
  if (session.stage === 'wrap_up') return { label: 'Mark completed', run: actions.complete };
  if (session.status === 'planned') return { label: 'Start session…', run: actions.start };
  if (session.status === 'in_progress') return { label: 'End session…', run: actions.end };
  return { label: 'Go to Wrap-up', run: () => actions.enter('wrap_up') };
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
  const isWrappedUp = stage === 'wrap_up';
  const rows: (MenuRow | false | null | undefined)[] = [
    state.startsWithNext && { ...nextStep(session, actions), icon: Radio },
    ...OPEN_STAGES.map(
      (each) =>
        !readonly &&
        each !== stage && {
          label: `Move the session to ${STAGE_LABELS[each]}`,
          icon: RotateCcw,
          run: () => actions.enter(each),
        },
    ),
    status === 'planned' && isWrappedUp && { label: 'Start session…', icon: Radio, run: actions.start },
    status === 'in_progress' && isWrappedUp && { label: 'End session…', icon: Radio, run: actions.end },
    status === 'completed' &&
      !readonly &&
      !isWrappedUp && { label: 'Mark completed', icon: Radio, run: actions.complete },
    status === 'in_progress' && !isLive && { label: 'Make it live', icon: Radio, run: actions.makeLive },
    importNotes && !readonly && { ...importNotes, icon: FileInput },
    state.hasNote && { label: 'Export as Markdown', icon: Download, run: actions.exportNote },
    { label: 'Print or save…', icon: Download, run: actions.print },
    status === 'planned' && { label: 'Cancel session', icon: Ban, run: actions.cancel },
    previous && {
      label: `Previous: session ${previous.shownNumber}`,
      icon: Undo2,
      run: () => actions.show(previous.id),
    },
    following && {
      label: `Next: session ${following.shownNumber}`,
      icon: Undo2,
      run: () => actions.show(following.id),
    },
    { label: 'Delete session', icon: Trash2, danger: true, run: actions.remove },
  ];
  return rows.filter((row) => !!row);
};
