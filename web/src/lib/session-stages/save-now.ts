// The Save button: waits until everything that was typed is on the device and says so.
import type { CampaignDocs } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

export const saveNow = async (docs: CampaignDocs): Promise<void> => {
  const saved = await docs.queue.whenSaved();
  toasts.show(saved.ok ? 'Saved on this device' : sentenceFor(saved.error));
};
