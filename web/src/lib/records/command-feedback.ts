// What follows a command on screen: a message where it was refused, a toast with Undo where it changed something.
import type { CampaignDocs, UndoStep } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { Undone } from '#lib/services/transfer/undo-import.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

type Outcome = { ok: true; value: unknown } | { ok: false; error: { type: string } };

const NOT_UNDONE = 'Not undone: it was changed since';
const ONLY_TEXTS_UNDONE = 'Only the texts were taken back: the rest was changed since';
const ONLY_RECORDS_UNDONE = 'Undone, except texts that were changed since or are read-only';
const NOT_REDONE = 'Not redone: it was changed since';
const UNREAD = 'Not undone: the storage of this device could not be read. Try again';

const sentenceForUndone = (undone: Undone): string =>
  undone === 'texts' ? ONLY_TEXTS_UNDONE : undone === 'records' ? ONLY_RECORDS_UNDONE : undone ? 'Undone' : NOT_UNDONE;

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
  if (label) toasts.show(`Undone: ${label}`);
  else toasts.show(isUnread ? UNREAD : canUndo ? NOT_UNDONE : 'Nothing to undo');
};

/** Says that an undo or a redo of text changed nothing; `hadStep`: because others had removed what it is about. */
export const showNothingTaken = ({ command, hadStep }: { command: 'undo' | 'redo'; hadStep: boolean }): void => {
  if (hadStep) toasts.show(command === 'undo' ? NOT_UNDONE : NOT_REDONE);
  else toasts.show(`Nothing to ${command}`);
};

/** Says what was done, with an undo that has no step: of texts, or of an import. */
export const showDoneText = (message: string, { undo }: { undo(): Promise<Undone> }): void =>
  toasts.show(message, {
    label: 'Undo',
    run: () => void undo().then((undone) => toasts.show(sentenceForUndone(undone))),
  });

/**
 * Like `showRefusal`, and says what was done, with an undo of exactly that step, whatever was done since. Without a message
 * the label of the step is shown. Call it right after the command: one that changed nothing offers no undo.
 */
export const showDone = (docs: CampaignDocs, result: Outcome, message?: string): boolean => {
  if (!showRefusal(result)) return false;
  const step = docs.latestStep();
  const undo = step && { label: 'Undo', run: () => void undoAndTell(docs, step) };
  const said = message ?? step?.label;
  if (said !== undefined) toasts.show(said, undo);
  return true;
};
