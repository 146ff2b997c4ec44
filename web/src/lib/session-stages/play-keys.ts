// The keys of Play: which action a key stands for. None works while something is typed or a dialog or menu is open.
import { isTyping } from '#lib/ui/is-typing.ts';
import type { DockTab } from './play-layout.svelte.ts';

export interface PlayActions {
  /** How many scenes there are. */
  sceneCount: () => number;
  /** Shows the scene at this 0-based place. */
  showScene: (index: number) => void;
  /** Shows the scene before or after the one shown; the notes come before the first. */
  stepScene: (by: 1 | -1) => void;
  /** Goes back or forward among the entities that were opened. */
  goInDrawer: (by: 1 | -1) => void;
  /** Opens the dock at this tab, or where it was, and focuses its first control. */
  openDock: (tab?: DockTab) => void;
  focusRail: () => void;
  focusScratchpad: () => void;
}

const isElsewhere = (event: KeyboardEvent): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  isTyping(event.target) ||
  document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** The action of a key; undefined where it has none now. */
export const actionOfKey = (event: KeyboardEvent, actions: PlayActions): (() => void) | undefined => {
  if (isElsewhere(event)) return undefined;
  const { key } = event;
  if (event.altKey) return { ArrowLeft: () => actions.goInDrawer(-1), ArrowRight: () => actions.goInDrawer(1) }[key];
  if (/^[1-9]$/.test(key)) {
    const index = Number(key) - 1;
    return index < actions.sceneCount() ? () => actions.showScene(index) : undefined;
  }
  return {
    '[': () => actions.stepScene(-1),
    ']': () => actions.stepScene(1),
    r: () => actions.openDock('dice'),
    q: () => actions.openDock('ask'),
    l: () => actions.openDock('log'),
    a: () => actions.openDock(),
    e: actions.focusRail,
    s: actions.focusScratchpad,
  }[key.toLowerCase()];
};
