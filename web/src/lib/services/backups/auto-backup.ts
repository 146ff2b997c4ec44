// The backup that is written without a tap when a session is completed: into the folder that the GM picked, where the
// browser still grants it. Elsewhere the GM is reminded.
import type { CampaignDocs } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { backupAtKey } from '#lib/device/last-backup-settings.ts';
import { savedFolder, writeInto } from '#lib/services/campaign-file/save-place.ts';
import { makeBackup } from './backup.ts';

/** `made`: the file's name and folder. `remind`: nothing was written. */
export type AutoBackup = { type: 'made'; fileName: string; folder: string } | { type: 'remind' };

/**
 * Never throws and never asks for permission. Writes one file a campaign and day, so that the folder does not fill
 * up.
 */
export const writeAutoBackup = async (device: Device, docs: CampaignDocs): Promise<AutoBackup> => {
  try {
    const folder = await savedFolder(device.db);
    if (!folder || (await folder.queryPermission({ mode: 'readwrite' })) !== 'granted') return { type: 'remind' };
    await docs.queue.whenSaved();
    const { fileName, text } = await makeBackup(device, docs.campaignId);
    // Another campaign of the same name keeps its own file (T-6).
    const name = fileName.replace(/\.emberkeep\.json$/, ` ${docs.campaignId.slice(-6)}.emberkeep.json`);
    await writeInto(folder, name, text);
    await device.settings.set(backupAtKey(docs.campaignId), Date.now());
    return { type: 'made', fileName: name, folder: folder.name };
  } catch (error) {
    console.warn('the automatic backup could not be written', error);
    return { type: 'remind' };
  }
};
