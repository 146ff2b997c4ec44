// Owns the keyboard map outside the editor. Single letters work only when no text field has the focus.

export interface KeyActions {
  palette(): void;
  quickCreate(): void;
  shortcuts(): void;
  save(): void;
  undo(): void;
  redo(): void;
  roll(): void;
  go(place: 'campaign' | 'sessions' | 'entities' | 'prep' | 'play' | 'wrapup' | 'review' | 'map' | 'timeline'): void;
}

/** What the shortcuts sheet lists, in the order it lists them. */
export const SHORTCUTS: readonly { keys: string; does: string }[] = [
  { keys: 'Ctrl/⌘ K', does: 'Find a name, go somewhere, make something' },
  { keys: 'Ctrl/⌘ Shift K', does: 'New entity' },
  { keys: 'Ctrl/⌘ S', does: 'Save now (Emberkeep saves by itself; this says so)' },
  { keys: 'Ctrl/⌘ Z', does: 'Undo: text in a note, the last change elsewhere' },
  { keys: 'Ctrl/⌘ Shift Z', does: 'Redo' },
  { keys: '[[', does: 'Link to an entity while writing' },
  { keys: 'Ctrl/⌘ Enter', does: 'Open the link the caret stands in' },
  { keys: 'F6, Shift F6', does: 'Next, previous pane' },
  { keys: 'G then C', does: 'Campaign overview' },
  { keys: 'G then S', does: 'Sessions' },
  { keys: 'G then E', does: 'Entities' },
  { keys: 'G then T', does: 'Timeline' },
  { keys: 'G then P, L, W, R', does: 'Prep, Play, Wrap-up, Review of the session on screen, or the live or next one' },
  { keys: 'G then M', does: 'Investigation map' },
  { keys: '[ and ]', does: 'In Play: the scene before, the next one' },
  { keys: '1 … 9', does: 'In Play: that scene' },
  { keys: 'E, S, A, L, Q', does: 'In Play: entities, scratchpad, dock, log an event, ask' },
  { keys: 'Alt ← →', does: 'In Play: back and forward in the drawer' },
  { keys: 'Y, N, E', does: 'On a suggestion: accept, dismiss, edit' },
  { keys: 'R', does: 'Roll dice' },
  { keys: '?', does: 'This list' },
  { keys: 'Esc', does: 'Close what is on top' },
];

/** True while keys belong to a text field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** "G then …" is given up after this long, ms. */
const SEQUENCE_MS = 1500;

/** Listens on the window; returns the way to stop. */
export const listenForKeys = (actions: KeyActions): (() => void) => {
  let gAt = -Infinity;
  const panes = (): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((p) => p.offsetParent !== null);
  const onKey = (event: KeyboardEvent): void => {
    const mod = event.metaKey || event.ctrlKey;
    const letter = event.key.toLowerCase();
    const take = (run: () => void): void => {
      event.preventDefault();
      run();
    };
    if (mod && !event.altKey && letter === 'k') return take(event.shiftKey ? actions.quickCreate : actions.palette);
    if (mod && letter === 's' && !event.shiftKey) return take(actions.save);
    if (mod && (letter === '/' || letter === '?')) return take(actions.shortcuts);
    if (event.key === 'F6') {
      const all = panes();
      const at = all.findIndex((p) => p.contains(document.activeElement));
      const next = all[(at + (event.shiftKey ? -1 + all.length : 1)) % all.length];
      if (next)
        take(() =>
          (
            next.querySelector<HTMLElement>('.note[contenteditable="true"]') ??
            next.querySelector<HTMLElement>('input, button, a') ??
            next
          ).focus(),
        );
      return;
    }
    if (isTyping(event.target) || document.querySelector('[role="dialog"], dialog[open]')) return;
    if (mod && letter === 'z') return take(event.shiftKey ? actions.redo : actions.undo);
    if (mod || event.altKey) return;
    if (event.key === '?') return take(actions.shortcuts);
    if (performance.now() - gAt < SEQUENCE_MS) {
      gAt = -Infinity;
      const place = (
        {
          c: 'campaign',
          s: 'sessions',
          e: 'entities',
          p: 'prep',
          l: 'play',
          w: 'wrapup',
          r: 'review',
          m: 'map',
          t: 'timeline',
        } as const
      )[letter];
      if (place) take(() => actions.go(place));
    } else if (letter === 'g') gAt = performance.now();
    else if (letter === 'r') take(actions.roll);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
};
