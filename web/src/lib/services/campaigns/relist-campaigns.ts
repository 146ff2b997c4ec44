// Campaigns whose documents are on this device and that no list shows, as after a browser cleared a part of the database.
import { campaignOf, campaignsWithUpdates } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { withDocs } from '#lib/device/open-documents.ts';
import { begunRestores } from '#lib/services/backups/restore-marks.ts';

/** Lists them again. One that is being restored, or whose name cannot be read, is left out. */
export const relistCampaigns = async (device: Device): Promise<void> => {
  const [stored, begun] = await Promise.all([campaignsWithUpdates(device.db), begunRestores(device.settings)]);
  for (const id of stored) {
    if (begun.some(({ campaignId }) => campaignId === id) || (await device.campaigns.find(id))) continue;
    const name = await withDocs(device, id, (docs) => Promise.resolve(campaignOf(docs)?.name));
    if (name.ok && name.value)
      await device.campaigns.addIfMissing({ id, name: name.value, role: 'owner', token: null });
  }
};
