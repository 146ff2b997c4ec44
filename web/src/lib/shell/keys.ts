// Keyboard shortcuts outside the editor. Single letters work only while no text field has the focus.
import { isTyping } from '#lib/ui/is-typing.ts';

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

/** How long "G then …" waits for its second letter, ms. */
const SEQUENCE_MS = 1500;

/** What follows G. */
const PLACES: Readonly<Record<string, Parameters<KeyActions['go']>[0]>> = {
  c: 'campaign',
  s: 'sessions',
  e: 'entities',
  p: 'prep',
  l: 'play',
  w: 'wrapup',
  r: 'review',
  m: 'map',
  t: 'timeline',
};

/** Chords with Ctrl or Cmd that work everywhere, in text fields too. */
const chordAction = (event: KeyboardEvent, letter: string, actions: KeyActions): (() => void) | null => {
  if (letter === 'k' && !event.altKey) return event.shiftKey ? actions.quickCreate : actions.palette;
  if (letter === 's' && !event.shiftKey) return actions.save;
  return letter === '/' || letter === '?' ? actions.shortcuts : null;
};

/** The pane after or before the one with the focus; null where the page has none. */
const neighbourPane = (isBackwards: boolean): HTMLElement | null => {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  return panes[(at + (isBackwards ? -1 + panes.length : 1)) % panes.length] ?? null;
};

/** Focuses the note of a pane, else its first control, else the pane itself. */
const focusPane = (pane: HTMLElement): void => {
  const target =
    pane.querySelector<HTMLElement>('.note[contenteditable="true"]') ??
    pane.querySelector<HTMLElement>('input, button, a') ??
    pane;
  target.focus();
};

/** Listens on the window; returns a function that stops it. */
export const listenForKeys = (actions: KeyActions): (() => void) => {
  let gAt = -Infinity;
  /** Letters without a modifier. */
  const letterAction = (key: string): (() => void) | null => {
    if (key === '?') return actions.shortcuts;
    const letter = key.toLowerCase();
    if (performance.now() - gAt < SEQUENCE_MS) {
      gAt = -Infinity;
      const place = PLACES[letter];
      return place ? () => actions.go(place) : null;
    }
    if (letter === 'g') gAt = performance.now();
    return letter === 'r' ? actions.roll : null;
  };
  const actionFor = (event: KeyboardEvent): (() => void) | null => {
    const hasMod = event.metaKey || event.ctrlKey;
    const letter = event.key.toLowerCase();
    const chord = hasMod ? chordAction(event, letter, actions) : null;
    if (chord) return chord;
    if (event.key === 'F6') {
      const pane = neighbourPane(event.shiftKey);
      return pane && (() => focusPane(pane));
    }
    if (isTyping(event.target) || document.querySelector('[role="dialog"], dialog[open]')) return null;
    if (hasMod && letter === 'z') return event.shiftKey ? actions.redo : actions.undo;
    return hasMod || event.altKey ? null : letterAction(event.key);
  };
  const onKey = (event: KeyboardEvent): void => {
    const action = actionFor(event);
    if (!action) return;
    event.preventDefault();
    action();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
};
