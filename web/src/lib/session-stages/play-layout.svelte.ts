// How Play is laid out on this device: the widths of its panes, the rail and the dock; and, for each session, the
// scene shown and the entities that were opened. Kept on the device and never synced, because each tablet has its own
// layout.
import type { Scene, SceneStatus } from '@emberkeep/domain';
import { getDevice } from '#lib/device/device.svelte.ts';

/** The panes of Play, from left to right. */
export type PaneName = 'scene' | 'entity' | 'scratch';

/** How many panes stand side by side. */
export type PaneMode = 'three' | 'two' | 'one';

/** From these widths on, px, all three panes fit, or two. */
const [THREE_FROM, TWO_FROM] = [960, 600];

/** What fits into `width` px. */
export const paneModeAt = (width: number): PaneMode =>
  width >= THREE_FROM ? 'three' : width >= TWO_FROM ? 'two' : 'one';

/**
 * Id of the scene that Play shows; empty for the notes. Until the GM chooses (`chosen` is null, or a scene that is gone):
 * the active scene, else the first planned one, else the notes.
 */
export const sceneShown = (scenes: readonly Pick<Scene, 'id' | 'status'>[], chosen: string | null): string => {
  if (chosen === '' || (chosen !== null && scenes.some(({ id }) => id === chosen))) return chosen;
  const withStatus = (status: SceneStatus): string | undefined => scenes.find((scene) => scene.status === status)?.id;
  return withStatus('active') ?? withStatus('planned') ?? '';
};

/** Shares of the width, percent: scene, entity, scratchpad (M-344, M-348, M-352). */
const DEFAULT_SHARES: readonly [number, number, number] = [40, 30, 30];
/** No pane gets narrower than this, percent; the widest leaves that much to both others. */
export const LEAST_SHARE = 18;
export const MOST_SHARE = 100 - 2 * LEAST_SHARE;

const DOCK_TABS = ['ask', 'dice', 'log', 'clocks', 'time', 'players'] as const;
export type DockTab = (typeof DOCK_TABS)[number];

/** How many opened entities are remembered while the page is open, and on the device. */
const [OPENED_LENGTH, SAVED_LENGTH] = [50, 20];

interface SavedLayout {
  shares?: [number, number, number];
  railOpen?: boolean;
  dockOpen?: boolean;
  dockTab?: DockTab;
  keepsAwake?: boolean;
}
interface SavedSession {
  shown?: string;
  drawer?: string[];
  /** The drawer is closed, and `drawer` holds what was opened in it. */
  isDrawerClosed?: boolean;
  isTrackerOpen?: boolean;
}

const isShares = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) &&
  value.length === 3 &&
  value.every((v) => typeof v === 'number' && v >= LEAST_SHARE && v <= 100);

export class PlayLayout {
  shares: [number, number, number] = $state([...DEFAULT_SHARES]);
  railOpen = $state(false);
  dockOpen = $state(false);
  dockTab: DockTab = $state('dice');
  keepsAwake = $state(true);
  /** Id of the scene shown; empty for the notes; null until it was loaded or the GM chose. */
  shown: string | null = $state(null);
  /** Ids of the entities that were opened, oldest first; `at` is the one shown, -1 where the drawer is closed. */
  stack: string[] = $state([]);
  at = $state(-1);
  /** An entity was opened since the page was drawn: Back closes it. */
  isOpenedHere = $state(false);
  #isTrackerOpen = $state(false);
  /** The dock was opened since the page was drawn: Back folds it. */
  isDockOpenedHere = $state(false);
  readonly #sessionId: string;
  #isSavePending = false;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    void this.#load();
  }

  get drawerId(): string | null {
    return this.stack[this.at] ?? null;
  }

  get isTrackerOpen(): boolean {
    return this.#isTrackerOpen;
  }
  set isTrackerOpen(isOpen: boolean) {
    if (isOpen === this.#isTrackerOpen) return;
    this.#isTrackerOpen = isOpen;
    this.#saveSession();
  }

  show(id: string): void {
    this.shown = id;
    this.#saveSession();
  }

  open(id: string): void {
    this.isOpenedHere = true;
    if (this.drawerId === id) return;
    this.stack = [...this.stack.slice(0, this.at + 1), id].slice(-OPENED_LENGTH);
    this.at = this.stack.length - 1;
    this.#saveSession();
  }

  go(by: -1 | 1): void {
    const to = Math.min(this.stack.length - 1, this.at + by);
    if (to < 0) return;
    if (this.at < 0) this.isOpenedHere = true;
    this.at = to;
    this.#saveSession();
  }

  /** The browser's Back: shows the entity before; at the first the drawer closes, and Forward opens it again. */
  back(): void {
    if (this.at > 0) return this.go(-1);
    [this.at, this.isOpenedHere] = [-1, false];
    this.#saveSession();
  }

  closeDrawer(): void {
    [this.stack, this.at, this.isOpenedHere] = [[], -1, false];
    this.#saveSession();
  }

  flip(what: 'railOpen' | 'dockOpen' | 'keepsAwake'): void {
    this[what] = !this[what];
    if (what === 'dockOpen') this.isDockOpenedHere = this.dockOpen;
    this.#save();
  }

  /** Back folds the dock; on the way to another page it stays open, as the GM left it. */
  readonly foldDock = (isLeaving: boolean): void => {
    if (isLeaving) this.isDockOpenedHere = false;
    else this.flip('dockOpen');
  };

  /** Opens the dock at this tab. */
  dock(tab: DockTab): void {
    if (!this.dockOpen) this.isDockOpenedHere = true;
    [this.dockTab, this.dockOpen] = [tab, true];
    this.#save();
  }

  /** Moves the border after pane `which` by percent of the width. Not saved until `settle`. */
  resize(which: 0 | 1, by: number): void {
    const next: [number, number, number] = [...this.shares];
    const allowed = Math.max(LEAST_SHARE - next[which], Math.min(by, next[which + 1]! - LEAST_SHARE));
    next[which] += allowed;
    next[(which + 1) as 1 | 2] -= allowed;
    this.shares = next;
  }

  settle(): void {
    this.#save();
  }

  reset(): void {
    this.shares = [...DEFAULT_SHARES];
    this.#save();
  }

  async #load(): Promise<void> {
    const [layout, session] = [
      await getDevice().settings.get<SavedLayout>('play'),
      await getDevice().settings.get<SavedSession>(`play:${this.#sessionId}`),
    ];
    if (isShares(layout?.shares)) this.shares = [...layout.shares];
    this.railOpen = layout?.railOpen === true;
    this.dockOpen = layout?.dockOpen === true;
    this.dockTab = DOCK_TABS.find((tab) => tab === layout?.dockTab) ?? 'dice';
    this.keepsAwake = layout?.keepsAwake !== false;
    if (this.stack.length === 0 && Array.isArray(session?.drawer)) {
      this.stack = session.drawer.filter((each) => typeof each === 'string');
      this.at = session.isDrawerClosed === true ? -1 : this.stack.length - 1;
    }
    this.#isTrackerOpen ||= session?.isTrackerOpen === true;
    this.shown ??= typeof session?.shown === 'string' ? session.shown : null;
  }

  #save(): void {
    void getDevice().settings.set('play', {
      shares: [...this.shares],
      railOpen: this.railOpen,
      dockOpen: this.dockOpen,
      dockTab: this.dockTab,
      keepsAwake: this.keepsAwake,
    } satisfies SavedLayout);
  }

  // Once for all that one tap changes, and at once: a tab that is closed right after the tap has saved it.
  #saveSession(): void {
    if (this.#isSavePending) return;
    this.#isSavePending = true;
    queueMicrotask(() => {
      this.#isSavePending = false;
      // Entities ahead of the one shown, after going back, are not saved; those of a closed drawer are.
      const end = this.at < 0 ? this.stack.length : this.at + 1;
      void getDevice().settings.set(`play:${this.#sessionId}`, {
        ...(this.shown === null ? {} : { shown: this.shown }),
        drawer: this.stack.slice(Math.max(0, end - SAVED_LENGTH), end),
        ...(this.at < 0 && end > 0 ? { isDrawerClosed: true } : {}),
        ...(this.#isTrackerOpen ? { isTrackerOpen: true } : {}),
      } satisfies SavedSession);
    });
  }
}
