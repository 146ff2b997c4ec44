// Keyboard shortcuts outside the editor. Single letters work only while no text field has the focus.

import { m } from '#messages';

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
  { keys: m.shell_keys_ctrl_k(), does: m.shell_keys_search_and_commands() },
  { keys: m.shell_keys_ctrl_shift_k(), does: m.shell_keys_new_entity() },
  { keys: m.shell_keys_ctrl_s(), does: m.shell_keys_save_everything_is_saved_automatically() },
  { keys: m.shell_keys_ctrl_z(), does: m.shell_keys_undo_text_in_a_note() },
  { keys: m.shell_keys_ctrl_shift_z(), does: m.shell_keys_redo() },
  { keys: '[[', does: m.shell_keys_link_to_an_entity_while() },
  { keys: m.shell_keys_ctrl_enter(), does: m.shell_keys_open_the_link_at_the() },
  { keys: m.shell_keys_f6_shift_f6(), does: m.shell_keys_next_and_previous_pane() },
  { keys: m.shell_keys_g_then_c(), does: m.shell_keys_campaign_overview() },
  { keys: m.shell_keys_g_then_s(), does: m.shell_keys_sessions() },
  { keys: m.shell_keys_g_then_e(), does: m.shell_keys_entities() },
  { keys: m.shell_keys_g_then_t(), does: m.shell_keys_timeline() },
  { keys: m.shell_keys_g_then_p_l_w(), does: m.shell_keys_prep_p_play_l_wrap() },
  { keys: m.shell_keys_g_then_m(), does: m.shell_keys_investigation_map() },
  { keys: m.shell_keys_and(), does: m.shell_keys_play_previous_and_next_scene() },
  { keys: '1 … 9', does: m.shell_keys_play_scene_1_to_9() },
  { keys: m.shell_keys_e_s_a_l_q(), does: m.shell_keys_play_entities_e_scratchpad_s() },
  { keys: m.shell_keys_alt(), does: m.shell_keys_play_back_and_forward_in() },
  { keys: m.shell_keys_y_n_e(), does: m.shell_keys_on_a_suggestion_accept_y() },
  { keys: 'R', does: m.shell_keys_roll_dice() },
  { keys: '?', does: m.shell_keys_keyboard_shortcuts() },
  { keys: m.shell_keys_esc(), does: m.shell_keys_close_the_top_dialog_or() },
];

/** True while keys belong to a text field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

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
