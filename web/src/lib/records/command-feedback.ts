// What follows a command on screen: a message where it was refused, a toast with Undo where it changed something.
import type { CampaignDocs } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

type Outcome = { ok: true; value: unknown } | { ok: false; error: { type: string } };

/** Shows a refusal; returns whether the command went through. */
export const showRefusal = (result: Outcome): boolean => {
  if (!result.ok) toasts.show(sentenceFor(result.error));
  return result.ok;
};

/**
 * Like `showRefusal`, and says what was done, with an undo of exactly that step, whatever was done since. Without a message
 * the label of the step is shown.
 */
export const showDone = (docs: CampaignDocs, result: Outcome, message?: string): boolean => {
  if (!showRefusal(result)) return false;
  const step = docs.latestStep();
  if (step)
    toasts.show(message ?? step.label, {
      label: 'Undo',
      run: () => void docs.undo(step).then((label) => toasts.show(label ? `Undone: ${label}` : 'Nothing to undo')),
    });
  return true;
};
