// What follows a command on screen: a message where it was refused, a toast with Undo where it changed something.
import type { CampaignDocs, UndoStep } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { Undone } from '#lib/services/transfer/undo-import.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';

type Outcome = { ok: true; value: unknown } | { ok: false; error: { type: string } };

const NOT_UNDONE = m.records_commandFeedback_not_undone_it_was_changed();
const ONLY_TEXTS_UNDONE = m.records_commandFeedback_only_the_texts_were_undone();
const ONLY_RECORDS_UNDONE = m.records_commandFeedback_undone_except_texts_that_were();
const NOT_REDONE = m.records_commandFeedback_not_redone_it_was_changed();
const UNREAD = m.records_commandFeedback_not_undone_this_devices_storage();

/** The most names in a sentence. */
const MOST_NAMES = 6;
const listed = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ' …' : ''}`;

const sentenceForUndone = (undone: Undone): string => {
  if (typeof undone === 'object')
    return undone.kept.length > 0
      ? m.records_commandFeedback_undone_except_edited({ names: listed(undone.kept) })
      : m.records_commandFeedback_undone_except_edited_parts();
  if (undone === 'texts') return ONLY_TEXTS_UNDONE;
  if (undone === 'records') return ONLY_RECORDS_UNDONE;
  return undone ? m.records_commandFeedback_undone() : NOT_UNDONE;
};

/** Shows a refusal; returns whether the command went through. */
export const showRefusal = (result: Outcome): boolean => {
  if (!result.ok) toasts.show(sentenceFor(result.error));
  return result.ok;
};

/** Undoes a step, by default the newest, and says what was undone. */
export const undoAndTell = async (docs: CampaignDocs, step?: UndoStep): Promise<void> => {
  const canUndo = docs.canUndo(step);
  let isUnread = false;
  const label = await docs.undo(step, () => (isUnread = true));
  toasts.dismissOver();
  if (label) toasts.show(m.records_commandFeedback_undone_label({ label }));
  else toasts.show(isUnread ? UNREAD : canUndo ? NOT_UNDONE : m.records_commandFeedback_nothing_to_undo());
};

/** Says that an undo or a redo of text changed nothing; `hadStep`: because others had removed what it is about. */
export const showNothingTaken = ({ command, hadStep }: { command: 'undo' | 'redo'; hadStep: boolean }): void => {
  if (hadStep) toasts.show(command === 'undo' ? NOT_UNDONE : NOT_REDONE);
  else
    toasts.show(
      command === 'undo' ? m.records_commandFeedback_nothing_to_undo() : m.records_commandFeedback_nothing_to_redo(),
    );
};

interface TextUndo {
  undo(): Promise<Undone>;
  isOver?: () => boolean;
}

/** Undoes what has no step, texts or an import, and says what was undone. */
export const undoTextAndTell = async ({ undo }: Pick<TextUndo, 'undo'>): Promise<void> => {
  const undone = await undo();
  toasts.dismissOver();
  toasts.show(sentenceForUndone(undone));
};

/** Says what was done, with an undo that has no step: of texts, or of an import. */
export const showDoneText = (message: string, done: TextUndo): void =>
  toasts.show(message, {
    label: m.records_commandFeedback_undo(),
    run: () => void undoTextAndTell(done),
    ...(done.isOver ? { isOver: done.isOver } : {}),
  });

/**
 * Like `showRefusal`, and says what was done, with an undo of exactly that step, whatever was done since. Without a
 * message the label of the step is shown. Call it right after the command: one that changed nothing offers no undo.
 */
export const showDone = (docs: CampaignDocs, result: Outcome, message?: string): boolean => {
  if (!showRefusal(result)) return false;
  const step = docs.latestStep();
  const undo = step && {
    label: m.records_commandFeedback_undo(),
    run: () => void undoAndTell(docs, step),
    isOver: () => !docs.canUndo(step),
  };
  const said = message ?? step?.label;
  if (said !== undefined) toasts.show(said, undo);
  return true;
};
