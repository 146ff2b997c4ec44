// The words of the keyboard shortcuts, which `keys.ts` carries out. They are loaded with the sheet that lists them.
import { m } from '#messages';

/** What the shortcuts sheet lists, in the order it lists them. */
export const SHORTCUTS: readonly { keys: string; does: string }[] = [
  { keys: m.shell_shortcuts_ctrl_k(), does: m.shell_shortcuts_search_and_commands() },
  { keys: m.shell_shortcuts_ctrl_shift_k(), does: m.shell_shortcuts_new_entity() },
  { keys: m.shell_shortcuts_ctrl_s(), does: m.shell_shortcuts_save_everything_is_saved_automatically() },
  { keys: m.shell_shortcuts_ctrl_z(), does: m.shell_shortcuts_undo_text_in_a_note() },
  { keys: m.shell_shortcuts_ctrl_shift_z(), does: m.shell_shortcuts_redo() },
  { keys: '[[', does: m.shell_shortcuts_link_to_an_entity_while() },
  { keys: m.shell_shortcuts_ctrl_enter(), does: m.shell_shortcuts_open_the_link_at_the() },
  { keys: m.shell_shortcuts_f6_shift_f6(), does: m.shell_shortcuts_next_and_previous_pane() },
  { keys: m.shell_shortcuts_g_then_c(), does: m.shell_shortcuts_campaign_overview() },
  { keys: m.shell_shortcuts_g_then_s(), does: m.shell_shortcuts_sessions() },
  { keys: m.shell_shortcuts_g_then_e(), does: m.shell_shortcuts_entities() },
  { keys: m.shell_shortcuts_g_then_t(), does: m.shell_shortcuts_timeline() },
  { keys: m.shell_shortcuts_g_then_p_l_w(), does: m.shell_shortcuts_prep_p_play_l_wrap() },
  { keys: m.shell_shortcuts_g_then_m(), does: m.shell_shortcuts_investigation_map() },
  { keys: m.shell_shortcuts_and(), does: m.shell_shortcuts_play_previous_and_next_scene() },
  { keys: '1 … 9', does: m.shell_shortcuts_play_scene_1_to_9() },
  { keys: m.shell_shortcuts_e_s_a_l_q(), does: m.shell_shortcuts_play_entities_e_scratchpad_s() },
  { keys: m.shell_shortcuts_alt(), does: m.shell_shortcuts_play_back_and_forward_in() },
  { keys: m.shell_shortcuts_y_n_e(), does: m.shell_shortcuts_on_a_suggestion_accept_y() },
  { keys: 'R', does: m.shell_shortcuts_roll_dice() },
  { keys: '?', does: m.shell_shortcuts_keyboard_shortcuts() },
  { keys: m.shell_shortcuts_esc(), does: m.shell_shortcuts_close_the_top_dialog_or() },
];
