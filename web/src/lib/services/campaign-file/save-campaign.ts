// Saves a campaign as a file with one tap. When that fails, the caller gets the text itself, to be copied by hand.
import type { CampaignDocs } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { savedAtKey } from '#lib/device/last-backup-settings.ts';
import { m } from '#messages';
import { campaignSave } from './campaign-save.ts';
import { putSave, type Written } from './save-place.ts';

export type SaveOutcome =
  { type: 'saved'; sentence: string } | { type: 'cancelled' } | { type: 'failed'; sentence: string; text: string };

const DISK_UNREADABLE = m.services_campaignFile_saveCampaign_this_devices_storage_cant_be();
const NOT_WRITTEN = m.services_campaignFile_saveCampaign_the_campaign_file_couldnt_be();

const savedSentence = (written: Exclude<Written, { type: 'cancelled' }>, fileName: string): string =>
  written.type === 'folder'
    ? m.services_campaignFile_saveCampaign_saved_as_in({ fileName: written.fileName, folder: written.folder })
    : m.services_campaignFile_saveCampaign_exported_as_file_name({ fileName });

/** `saved` means that the file is written, or that the browser's share sheet or download has taken it. */
export const saveCampaign = async (device: Device, docs: CampaignDocs): Promise<SaveOutcome> => {
  // The file is written from memory then, and the sentence says so.
  const save = await campaignSave(docs, device.db).catch(() => null);
  if (!save) {
    const { text } = await campaignSave(docs, device.db, true);
    return { type: 'failed', sentence: DISK_UNREADABLE, text };
  }
  try {
    const written = await putSave(device.db, docs.campaignId, save);
    if (written.type === 'cancelled') return { type: 'cancelled' };
    await device.settings.set(savedAtKey(docs.campaignId), Date.now());
    return { type: 'saved', sentence: savedSentence(written, save.fileName) };
  } catch (error) {
    console.warn('the campaign file could not be written', error);
    return { type: 'failed', sentence: NOT_WRITTEN, text: save.text };
  }
};
