// Opening a campaign's documents on this device, without sync.
import { ok, type Result } from '@emberkeep/domain';
import {
  applyIncoming,
  createBrowserPersistence,
  openCampaignDocs,
  type CampaignDocs,
  type OpenDocument,
  type StorageError,
} from '@emberkeep/store';
import { attachTabs } from '@emberkeep/sync';
import type { Device } from './device.svelte.ts';
import { newId } from './new-id.ts';
import { openChannel } from './tab-channels.ts';

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
    persistence: createBrowserPersistence(device.db),
    newId,
    nowMs: () => Date.now(),
    later,
  });

/**
 * As `openDocs`, to write without the campaign being on screen here. A tab where it is hears of every change: it has read
 * the disk already, and it is the one that syncs.
 */
export const openDocsBeside = async (...args: Parameters<typeof openDocs>): ReturnType<typeof openDocs> => {
  const opened = await openDocs(...args);
  if (!opened.ok) return opened;
  const tellTabs = ({ room, doc }: OpenDocument): void =>
    void doc.on('destroy', attachTabs({ room, doc, openChannel, apply: applyIncoming }));
  opened.value.onOpened(tellTabs);
  opened.value.openDocuments().forEach(tellTabs);
  return opened;
};

/**
 * Runs `run` on the campaign's documents: those in memory if the campaign is open in this tab, else opened for this
 * call. Resolves when everything that `run` wrote is on the disk. What the disk refuses of documents that were opened for
 * this call is dropped: nobody would see it in memory, and nobody expects it after the error.
 */
export const withDocs = async <T>(
  device: Device,
  campaignId: string,
  run: (docs: CampaignDocs) => Promise<T>,
): Promise<Result<T, StorageError>> => {
  const inMemory = device.openCampaigns.get(campaignId);
  const opened = inMemory ? ok(inMemory) : await openDocsBeside(device, campaignId);
  if (!opened.ok) return opened;
  const docs = opened.value;
  const value = await run(docs);
  const saved = await docs.queue.whenSaved();
  if (!inMemory && !saved.ok) await docs.queue.discard();
  if (!inMemory) await docs.close();
  return saved.ok ? ok(value) : saved;
};
