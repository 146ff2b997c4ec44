// The Save button and its shortcut: waits until everything that was typed is on the device and says so.
import type { CampaignDocs } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';

const SAVED = m.sessionStages_saveNow_saved_on_this_device();

export const saveNow = async (docs: CampaignDocs): Promise<void> => {
  const saved = await docs.queue.whenSaved();
  // An earlier answer must not stay beside a failure.
  for (const { id, text } of toasts.items) if (text === SAVED) toasts.dismiss(id);
  toasts.show(saved.ok ? SAVED : sentenceFor(saved.error));
};
