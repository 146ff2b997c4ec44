// Creates a campaign from a campaign file, or merges one into the campaign that it came from. A merge is one step of
// undo and overwrites nothing unless the GM asked for that.
import { err, ok, type Result, type StoredRecord } from '@emberkeep/domain';
import {
  createCampaign,
  createBrowserPersistence,
  derivedId,
  listSessions,
  putRecords,
  readPutOutcome,
  readStored,
  type CampaignDocs,
  type Put,
  type PutOutcome,
} from '@emberkeep/store';
import { recordsOfCampaignFile, withFreeNumbers, type CampaignFileReading } from '@emberkeep/files/save';
import type { Device } from '#lib/device/device.svelte.ts';
import { newId } from '#lib/device/new-id.ts';
import { openDocs } from '#lib/device/open-documents.ts';
import { RECOVERED_CAMPAIGN } from '#lib/device/stored-texts.ts';
import { deriveSessions, writeDerived } from '#lib/services/derived/write-derived.ts';

/** Writes the derived rows of every document, which importing does not keep current. */
const deriveAll = async (device: Device, docs: CampaignDocs): Promise<void> => {
  await writeDerived(device.db, docs.ledger);
  await deriveSessions(
    device.db,
    docs,
    listSessions(docs).map((session) => session.id),
  );
};

/** Creates a campaign with everything in the file and gives its id. `onProgress` is given a share from 0 to 1. */
export const createFromSave = async (
  device: Device,
  reading: CampaignFileReading,
  from: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<Result<string, { type: string }>> => {
  const id = newId();
  const opened = await openDocs(device, id, device.author);
  if (!opened.ok) return opened;
  const docs = opened.value;
  const name = reading.save.name || RECOVERED_CAMPAIGN;
  const written = await writeRecords(docs, reading, { name, from, onProgress });
  const saved = await docs.queue.whenSaved();
  if (written.ok && saved.ok) await deriveAll(device, docs);
  const failed = !written.ok ? written : !saved.ok ? saved : null;
  if (failed) await docs.queue.discard();
  await docs.close();
  if (failed) {
    // A partial campaign that no list shows would only take up storage.
    await createBrowserPersistence(device.db).remove(`campaign/${id}`);
    return failed;
  }
  await device.campaigns.add({ id, name, role: 'owner', token: null });
  return ok(id);
};

const writeRecords = async (
  docs: CampaignDocs,
  reading: CampaignFileReading,
  { name, from, onProgress }: { name: string; from: string; onProgress: (share: number) => void },
): Promise<Result<unknown, { type: string }>> => {
  const created = createCampaign(docs, { name });
  if (!created.ok) return created;
  return putRecords(docs, recordsOfCampaignFile(reading, docs.campaignId, derivedId), {
    from,
    preferFile: true,
    onProgress: (done, total) => onProgress(done / total),
  });
};

/** The file's records and what merging them into the campaign would do. Writes nothing. */
export const compareSave = (
  docs: CampaignDocs,
  reading: CampaignFileReading,
): { records: StoredRecord[]; outcome: PutOutcome } => {
  const records = withFreeNumbers(
    recordsOfCampaignFile(reading, docs.campaignId, derivedId, [...readStored(docs.ledger)]),
    listSessions(docs).map(({ id, shownNumber }) => ({ id, number: shownNumber })),
  );
  return { records, outcome: readPutOutcome(docs, records) };
};

/**
 * Merges the file's records into the open campaign; see `compareSave`. `preferFile`: the file wins over what is here.
 */
export const mergeSave = async (
  device: Device,
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  from: string,
  preferFile: boolean,
): Promise<Result<Put, { type: string }>> => {
  const put = await putRecords(docs, records, { from, preferFile });
  if (!put.ok) return err(put.error);
  await deriveAll(device, docs);
  return put;
};
