// Owns saving a campaign as a file from one tap, and what is told when it fails: then the whole text is there to be copied.
import type { App } from '#lib/app/app.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { savedAtKey } from '#lib/device/kept-keys.ts';
import { campaignSave } from './campaign-save.ts';
import { putSave } from './save-place.ts';

export type SaveOutcome =
  { type: 'saved'; sentence: string } | { type: 'cancelled' } | { type: 'failed'; sentence: string; text: string };

/** Never throws. `saved` is said only when the file was written or handed over. */
export const saveCampaign = async (app: App, campaign: OpenCampaign): Promise<SaveOutcome> => {
  const { docs } = campaign;
  const made = await campaignSave(docs, app.db).catch(() => null);
  if (!made)
    return {
      type: 'failed',
      sentence:
        'This device’s storage cannot be read, so no file was written. The text below holds the campaign and the evenings that are open in this page. Copy it and keep it somewhere safe; pasted back, it restores them.',
      text: (await campaignSave(docs, app.db, true)).text,
    };
  try {
    const written = await putSave(app.db, campaign.id, made.name, made.fileName, made.text);
    if (written.type === 'cancelled') return { type: 'cancelled' };
    await app.remember(savedAtKey(campaign.id), Date.now());
    return {
      type: 'saved',
      sentence:
        written.type === 'folder'
          ? `Saved as “${written.fileName}” in “${written.folder}”.`
          : `Handed over as “${made.fileName}”.`,
    };
  } catch (error) {
    console.warn('the save file could not be written', error);
    return {
      type: 'failed',
      sentence:
        'The save file could not be written. Everything is still in this app. Copy the text below and keep it somewhere safe; pasted back, it restores the campaign.',
      text: made.text,
    };
  }
};
