// Owns how Play is laid out on this device, and what of an evening was on screen: widths, rail, dock; the scene shown and who
// was in the drawer, with the way back. Never synced: each tablet has its own table.
import { getDevice } from '#lib/device/device.svelte.ts';

/** Shares of the width, percent: viewer, drawer, scratchpad (M-344, M-348, M-352). */
export const DEFAULT_SHARES: readonly [number, number, number] = [40, 30, 30];
/** No pane gets narrower than this, percent. */
const LEAST = 18;

export const DOCK_TABS = ['ask', 'dice', 'log', 'clocks', 'time'] as const;
export type DockTab = (typeof DOCK_TABS)[number];

interface Saved {
  shares?: [number, number, number];
  railOpen?: boolean;
  dockOpen?: boolean;
  dockTab?: DockTab;
  keepsAwake?: boolean;
}
interface SavedEvening {
  shown?: string;
  drawer?: string[];
}

const isShares = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((v) => typeof v === 'number' && v >= LEAST && v <= 100);

export class PlayLayout {
  shares: [number, number, number] = $state([...DEFAULT_SHARES]);
  railOpen = $state(false);
  dockOpen = $state(false);
  dockTab: DockTab = $state('dice');
  keepsAwake = $state(true);
  /** Id of the scene shown; empty for the notes; null until the device said or the GM chose. */
  shown: string | null = $state(null);
  /** Who was opened, oldest first; `at` is who is shown. */
  stack: string[] = $state([]);
  at = $state(-1);
  readonly #sessionId: string;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    void this.#load();
  }

  async #load(): Promise<void> {
    const [layout, evening] = [
      await getDevice().settings.get<Saved>('play'),
      await getDevice().settings.get<SavedEvening>(`play:${this.#sessionId}`),
    ];
    if (isShares(layout?.shares)) this.shares = [...layout.shares];
    this.railOpen = layout?.railOpen === true;
    this.dockOpen = layout?.dockOpen === true;
    this.dockTab = DOCK_TABS.find((tab) => tab === layout?.dockTab) ?? 'dice';
    this.keepsAwake = layout?.keepsAwake !== false;
    if (this.stack.length === 0 && Array.isArray(evening?.drawer)) {
      this.stack = evening.drawer.filter((each) => typeof each === 'string');
      this.at = this.stack.length - 1;
    }
    this.shown ??= typeof evening?.shown === 'string' ? evening.shown : null;
  }

  #save(): void {
    void getDevice().settings.set('play', {
      shares: [...this.shares],
      railOpen: this.railOpen,
      dockOpen: this.dockOpen,
      dockTab: this.dockTab,
      keepsAwake: this.keepsAwake,
    } satisfies Saved);
  }
  #isWaiting = false;
  /** After the tap has been painted, in the task behind that frame: what is on screen goes first, and a tab killed then has it. */
  #saveEvening(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#isWaiting = false;
        // Where the GM has gone back, what lies ahead is forgotten at the next start.
        void getDevice().settings.set(`play:${this.#sessionId}`, {
          ...(this.shown === null ? {} : { shown: this.shown }),
          drawer: this.stack.slice(Math.max(0, this.at - 19), this.at + 1),
        } satisfies SavedEvening);
      }),
    );
  }

  show(id: string): void {
    this.shown = id;
    this.#saveEvening();
  }
  get drawerId(): string | null {
    return this.stack[this.at] ?? null;
  }
  open(id: string): void {
    if (this.drawerId === id) return;
    this.stack = [...this.stack.slice(0, this.at + 1), id].slice(-50);
    this.at = this.stack.length - 1;
    this.#saveEvening();
  }
  go(by: -1 | 1): void {
    this.at = Math.min(this.stack.length - 1, Math.max(0, this.at + by));
    this.#saveEvening();
  }
  closeDrawer(): void {
    [this.stack, this.at] = [[], -1];
    this.#saveEvening();
  }
  flip(what: 'railOpen' | 'dockOpen' | 'keepsAwake'): void {
    this[what] = !this[what];
    this.#save();
  }
  /** Unfolds the dock at this tab. */
  dock(tab: DockTab): void {
    [this.dockTab, this.dockOpen] = [tab, true];
    this.#save();
  }
  /** Moves the border behind pane `which` by percent of the width. */
  resize(which: 0 | 1, by: number): void {
    const next: [number, number, number] = [...this.shares];
    const room = Math.max(LEAST - next[which], Math.min(by, next[which + 1]! - LEAST));
    next[which] += room;
    next[(which + 1) as 1 | 2] -= room;
    this.shares = next;
  }
  settle(): void {
    this.#save();
  }
  reset(): void {
    this.shares = [...DEFAULT_SHARES];
    this.#save();
  }
}
