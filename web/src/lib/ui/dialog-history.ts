// The browser's Back closes the dialog on top and never leaves the page below it. Each open dialog has a history entry,
// a copy of its page's with a depth added. The router knows entries by an index that the copy keeps, so it takes both
// for the same page and does nothing when the browser goes from one to the other.
import { tick } from 'svelte';

/** In `history.state`: how many dialogs are open in this entry. */
const KEY = 'emberkeep:dialogs';

const depthOf = (state: unknown): number => {
  const found = (state as Record<string, unknown> | null)?.[KEY];
  return typeof found === 'number' ? found : 0;
};

/** `isLeaving`: the GM goes on to another page, and not back. */
type Close = (isLeaving: boolean) => void;
interface OpenDialog {
  close: Close;
}

/** The topmost last. */
const open: OpenDialog[] = [];
/** How many dialogs the current entry stands for. A reload under a dialog stays in that dialog's entry. Read at once:
 * the router replaces the state when it starts. */
let depth = typeof history === 'undefined' ? 0 : depthOf(history.state);
let settling: Promise<void> | null = null;
/** Called when the browser arrives at the entry that it was sent to. */
let arrive: (() => void) | null = null;
/** Called when the last dialog has closed. */
let emptied: (() => void) | null = null;
/** A navigation that was held back goes on now: all dialogs are closed. */
let isLeaving = false;
/** The newest navigation that is held back until all dialogs are closed; one asked for meanwhile replaces it. */
let heldBack: (() => Promise<void>) | null = null;

/** Makes the current entry fit what is open. Calls in one task join: a dialog that follows another takes its entry. */
const settle = (): Promise<void> => (settling ??= untilSettled().finally(() => (settling = null)));

const untilSettled = async (): Promise<void> => {
  await tick();
  while (depth !== open.length) {
    if (depth > open.length) await travel(open.length - depth);
    else {
      depth += 1;
      history.pushState({ ...history.state, [KEY]: depth }, '');
    }
    await tick();
  }
};

const travel = (by: number): Promise<void> =>
  new Promise((resolve) => {
    arrive = resolve;
    history.go(by);
  });

const onpopstate = ({ state }: PopStateEvent): void => {
  depth = depthOf(state);
  if (arrive) {
    arrive();
    arrive = null;
    return;
  }
  // The GM went back. A dialog that refuses to close, because it is writing, gets its entry again.
  closeFrom(depth, false);
  void settle();
};

const closeFrom = (lowest: number, isLeaving: boolean): void =>
  open
    .slice(lowest)
    .reverse()
    .forEach((dialog) => dialog.close(isLeaving));

/** Call once, when the first page is drawn. Gives a function that stops it. */
export const watchHistory = (): (() => void) => {
  window.addEventListener('popstate', onpopstate);
  void settle();
  return () => window.removeEventListener('popstate', onpopstate);
};

/**
 * Gives a dialog that opened an entry of its own; `close` is called when the GM goes back, or leaves the page. Gives a
 * function to call once it is closed, however that happened.
 */
export const openInHistory = (close: Close): (() => void) => {
  const dialog = { close };
  open.push(dialog);
  void settle();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    if (open.length === 0) emptied?.();
    void settle();
  };
};

/** Call after the router went to another page: its entry stands for no dialog, or is one that was left. */
export const pageChanged = (): void => {
  depth = depthOf(history.state);
  void settle();
};

/**
 * Closes all dialogs and leaves their entries, then calls `go`, so that Back from the next page does not meet them. Of
 * several calls before that, only the last one's `go` is called. False when there is nothing to leave: then the navigation
 * can go on, and `go` is not called.
 */
export const leaveDialogs = (go: () => Promise<void>): boolean => {
  if (heldBack) {
    heldBack = go;
    return true;
  }
  if (isLeaving || (depth === 0 && open.length === 0)) return false;
  heldBack = go;
  void leave();
  return true;
};

/** How long a dialog that is told to close may take, ms: its event comes in a task of its own. One may refuse. */
const CLOSING_MS = 500;

const whenAllClosed = (): Promise<void> =>
  open.length === 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        const timer = setTimeout(resolve, CLOSING_MS);
        emptied = () => {
          clearTimeout(timer);
          resolve();
        };
      });

const leave = async (): Promise<void> => {
  closeFrom(0, true);
  // Entries are left first: going back while the router loads the next page would end its navigation.
  await whenAllClosed();
  await settle();
  const go = heldBack!;
  heldBack = null;
  isLeaving = true;
  await go().finally(() => (isLeaving = false));
};
