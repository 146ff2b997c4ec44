// Owns the backup that is made by itself when an evening is completed: into the folder that the GM picked, where the browser
// still lets the app write there without a question. Elsewhere the GM is reminded.
import type { App } from '#lib/app/app.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { savedFolder, writeInto } from '#lib/services/saves/save-place.ts';
import { backupAtKey } from '#lib/device/kept-keys.ts';
import { makeBackup } from './backup.ts';

/** `made`: the file's name and folder. `remind`: nothing was written; a person has to. */
export type AutoBackup = { type: 'made'; fileName: string; folder: string } | { type: 'remind' };

/** Never throws, never asks. One file a campaign and day, so that the folder does not fill up. */
export const backUpByItself = async (app: App, campaign: OpenCampaign): Promise<AutoBackup> => {
  try {
    const folder = await savedFolder(app.db);
    if (!folder || (await folder.queryPermission({ mode: 'readwrite' })) !== 'granted') return { type: 'remind' };
    await campaign.docs.queue.whenSaved();
    const { fileName, text } = await makeBackup(app, campaign.id);
    // Another campaign of the same name keeps its own file (T-6).
    const name = fileName.replace(/\.emberkeep\.json$/, ` ${campaign.id.slice(-6)}.emberkeep.json`);
    await writeInto(folder, name, text);
    await app.remember(backupAtKey(campaign.id), Date.now());
    return { type: 'made', fileName: name, folder: folder.name };
  } catch (error) {
    console.warn('the backup could not be written by itself', error);
    return { type: 'remind' };
  }
};
