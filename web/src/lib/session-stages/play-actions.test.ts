// What the keys of Play do to the layout, and what they focus.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { playActions } from './play-actions.ts';
import type { DockTab } from './play-layout.svelte.ts';

const layout = {
  railOpen: false,
  dockTab: 'dice' as DockTab,
  dock: vi.fn(),
  flip: vi.fn(),
  go: vi.fn(),
};
const [onshow, showScratchpad, focusIn] = [vi.fn(), vi.fn(), vi.fn()];
let shown = '';
const actions = playActions({
  sceneIds: () => ['gate', 'market', 'crypt'],
  shownId: () => shown,
  sceneName: () => 'The market',
  layout,
  onshow,
  showScratchpad,
  focusIn,
});

beforeEach(() => {
  vi.clearAllMocks();
  shown = '';
  layout.railOpen = false;
});

describe('the keys of Play', () => {
  it('show a scene by its place, and step from the notes to the last scene and back, no further', () => {
    actions.showScene(1);
    expect(onshow).toHaveBeenLastCalledWith('market');
    actions.stepScene(1);
    expect(onshow).toHaveBeenLastCalledWith('gate');
    shown = 'gate';
    actions.stepScene(-1);
    expect(onshow).toHaveBeenLastCalledWith('');
    onshow.mockClear();
    shown = 'crypt';
    actions.stepScene(1);
    shown = '';
    actions.stepScene(-1);
    expect(onshow).not.toHaveBeenCalled();
  });

  it('open the tool that was open last, or the one that is meant, and put the caret where it takes one', () => {
    actions.openDock();
    expect(layout.dock).toHaveBeenLastCalledWith('dice');
    expect(focusIn.mock.lastCall?.[1]).toBe('.content input');
    actions.openDock('ask');
    expect(layout.dock).toHaveBeenLastCalledWith('ask');
    expect(focusIn.mock.lastCall?.[1]).toBe('.content textarea');
  });

  it('open a folded rail once, and go to the scratchpad', () => {
    actions.focusRail();
    layout.railOpen = true;
    actions.focusRail();
    expect(layout.flip).toHaveBeenCalledExactlyOnceWith('railOpen');
    expect(focusIn.mock.lastCall?.[0]).toContain('The market');
    actions.focusScratchpad();
    expect(showScratchpad).toHaveBeenCalledOnce();
  });
});
