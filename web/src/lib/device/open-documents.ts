// Opening a campaign's documents on this device, without sync.
import { ok, type Result } from '@emberkeep/domain';
import { createDexiePersistence, openCampaignDocs, type CampaignDocs, type StorageError } from '@emberkeep/store';
import type { Device } from './device.svelte.ts';
import { newId } from './new-id.ts';

const later = (ms: number, run: () => void): void => void setTimeout(run, ms);

/** `author`: the name that this device's edits carry. The caller closes what it opened. */
export const openDocs = (
  device: Device,
  campaignId: string,
  author = 'GM',
): Promise<Result<CampaignDocs, StorageError>> =>
  openCampaignDocs({
    campaignId,
    deviceId: device.identity.deviceId,
    author: () => author,
    persistence: createDexiePersistence(device.db),
    newId,
    nowMs: () => Date.now(),
    later,
  });

/**
 * Runs `run` on the campaign's documents: those in memory if the campaign is open in this tab, else opened for this
 * call. Resolves when everything that `run` wrote is on the disk.
 */
export const withDocs = async <T>(
  device: Device,
  campaignId: string,
  run: (docs: CampaignDocs) => Promise<T>,
): Promise<Result<T, StorageError>> => {
  const inMemory = device.openCampaigns.get(campaignId);
  const opened = inMemory ? ok(inMemory) : await openDocs(device, campaignId);
  if (!opened.ok) return opened;
  const docs = opened.value;
  const value = await run(docs);
  const saved = await docs.queue.whenSaved();
  if (!inMemory) await docs.close();
  return saved.ok ? ok(value) : saved;
};
