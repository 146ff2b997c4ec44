// The rows of a session's menu. Loaded when the menu is first opened.
import Ban from '@lucide/svelte/icons/ban';
import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import FileInput from '@lucide/svelte/icons/file-input';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Palette from '@lucide/svelte/icons/palette';
import Printer from '@lucide/svelte/icons/printer';
import Radio from '@lucide/svelte/icons/radio';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Save from '@lucide/svelte/icons/save';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { isReadOnly, mayCancel, STAGE_LABELS } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';
import { m } from '#messages';
import { menuSteps } from './menu-steps.ts';
import { wasStarted, type OpenStage, type SessionActions, type Step } from './next-step.ts';

export interface MenuRow extends Step {
  icon: typeof Ban;
  danger?: boolean;
}

const OPEN_STAGES: readonly OpenStage[] = ['prep', 'play', 'wrap_up'];

/** What the menu depends on besides the session itself. */
export interface SessionMenuState {
  session: ListedSession;
  isLive: boolean;
  /** Ways to save that have no button of their own: a narrow bar shows the main one alone. */
  saves: readonly Step[];
  /** Whether the notes of the desk on screen can be exported. */
  hasNote: boolean;
  /** Missing where nothing can be imported. */
  importNotes: Step | null;
  previous: ListedSession | undefined;
  following: ListedSession | undefined;
}

export const sessionMenu = (
  state: SessionMenuState,
  actions: SessionActions,
  copies: { duplicate: () => void; saveAsTemplate: () => void },
): MenuRow[] => {
  const { session, isLive, importNotes, previous, following } = state;
  const { status, stage } = session;
  const readonly = isReadOnly(session);
  const rows: (MenuRow | false | null | undefined)[] = [
    ...state.saves.map((save) => ({ ...save, icon: Save })),
    ...OPEN_STAGES.map(
      (each) =>
        !readonly &&
        each !== stage && {
          label: m.sessionStages_sessionMenu_move_the_session_to({ stage: STAGE_LABELS[each] }),
          icon: RotateCcw,
          run: () => actions.enter(each),
        },
    ),
    ...menuSteps(session, actions).map((step) => ({ ...step, icon: Radio })),
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
    { label: m.sessionStages_sessionMenu_print_or_save(), icon: Printer, run: actions.print },
    { label: m.sessionStages_sessionMenu_lines_and_veils(), icon: ShieldCheck, run: actions.safety },
    { label: m.sessionStages_sessionMenu_theme_and_text_size(), icon: Palette, run: actions.appearance },
    { label: m.sessionStages_sessionMenu_duplicate_session(), icon: Copy, run: copies.duplicate },
    { label: m.templates_saveAsTemplate_save(), icon: LayoutTemplate, run: copies.saveAsTemplate },
    status === 'cancelled' &&
      wasStarted(session) && {
        label: m.sessionStages_sessionMenu_plan_it_again(),
        icon: RotateCcw,
        run: actions.planAnew,
      },
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
