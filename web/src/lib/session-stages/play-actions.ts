// What the keys of Play do: show a scene, step through what was opened, open a tool, go to a pane.
import { m } from '#messages';
import type { PlayActions } from './play-keys.ts';
import type { DockTab, PlayLayout } from './play-layout.svelte.ts';

export interface PlayActionsDeps {
  sceneIds(): readonly string[];
  /** Id of the scene shown; empty for the session's notes. */
  shownId(): string;
  sceneName(): string;
  layout: Pick<PlayLayout, 'dock' | 'dockTab' | 'flip' | 'go' | 'railOpen'>;
  onshow(sceneId: string): void;
  showScratchpad(): void;
  /** Focuses the first element that `selector` matches in the part named `label`, once it is there. */
  focusIn(label: string, selector: string): void;
}

/** What the keyboard goes to in each tool. */
const CONTROL_OF_TAB: Record<DockTab, string> = {
  dice: 'input',
  ask: 'textarea',
  log: 'button',
  clocks: 'button',
  time: 'button',
  players: 'button',
};

export const playActions = (deps: PlayActionsDeps): PlayActions => {
  const { sceneIds, shownId, sceneName, layout, onshow, showScratchpad, focusIn } = deps;
  return {
    sceneCount: () => sceneIds().length,
    showScene: (index) => onshow(sceneIds()[index] ?? ''),
    stepScene: (by) => {
      const ids = ['', ...sceneIds()];
      const to = ids[ids.indexOf(shownId()) + by];
      if (to !== undefined) onshow(to);
    },
    goInDrawer: (by) => layout.go(by),
    openDock: (tab = layout.dockTab) => {
      layout.dock(tab);
      focusIn(m.sessionStages_playDesk_tools(), `.content ${CONTROL_OF_TAB[tab]}`);
    },
    focusRail: () => {
      if (!layout.railOpen) layout.flip('railOpen');
      focusIn(m.sessionStages_playDesk_entities_in_scene_name({ sceneName: sceneName() }), 'li button');
    },
    focusScratchpad: () => {
      showScratchpad();
      focusIn(m.sessionStages_playDesk_scratchpad(), '.note[contenteditable="true"]');
    },
  };
};
