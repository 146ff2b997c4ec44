// Owns making a campaign of a save file, or bringing one into the campaign it came from. Nothing that is here is overwritten
// unless the GM said so, and bringing in is one step back.
import { err, ok, type Result, type StoredRecord } from '@emberkeep/domain';
import {
  createCampaign,
  createDexiePersistence,
  derivedId,
  listSessions,
  putRecords,
  readPutOutcome,
  readStored,
  type CampaignDocs,
  type Imported,
  type PutOutcome,
} from '@emberkeep/store';
import { recordsOfSave, type SaveReading } from '@emberkeep/files/save';
import type { App } from '#lib/app/app.svelte.ts';
import { deriveDocuments } from '#lib/services/derived/derive-documents.ts';
import { openDocs } from '#lib/app/open-campaign.svelte.ts';
import { newId } from '#lib/device/new-id.ts';

const derive = (app: App, docs: CampaignDocs): Promise<void> =>
  deriveDocuments(
    app,
    docs,
    listSessions(docs).map((s) => s.id),
    true,
  );

/** A new campaign with everything that the file says. Gives its id. */
export const createFromSave = async (
  app: App,
  reading: SaveReading,
  from: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<Result<string, { type: string }>> => {
  const id = newId();
  const records = recordsOfSave(reading, id, derivedId);
  const opened = await openDocs(app.db, id, app.identity.deviceId, app.identity.name || 'GM');
  if (!opened.ok) return opened;
  const docs = opened.value;
  const name = reading.save.name || 'Recovered campaign';
  const made = createCampaign(docs, { name });
  const put = made.ok
    ? await putRecords(docs, records, { from, filesFirst: true, onProgress: (done, total) => onProgress(done / total) })
    : made;
  const saved = await docs.queue.whenSaved();
  if (put.ok && saved.ok) await derive(app, docs);
  await docs.close();
  if (!put.ok || !saved.ok) {
    // Half a campaign that nobody lists would only fill the disk.
    await createDexiePersistence(app.db).remove(`campaign/${id}`);
    return put.ok ? (saved as Result<never, { type: string }>) : put;
  }
  await app.addCampaign({ id, name, role: 'owner', token: null });
  return ok(id);
};

/** What bringing the file into a campaign of this device would do. */
export const compareSave = (
  docs: CampaignDocs,
  reading: SaveReading,
): { records: StoredRecord[]; outcome: PutOutcome } => {
  const records = recordsOfSave(reading, docs.campaignId, derivedId, [...readStored(docs.ledger)]);
  return { records, outcome: readPutOutcome(docs, records) };
};

/** Brings the file into the open campaign. */
export const mergeSave = async (
  app: App,
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  from: string,
  filesFirst: boolean,
): Promise<Result<PutOutcome & Imported, { type: string }>> => {
  const put = await putRecords(docs, records, { from, filesFirst });
  if (!put.ok) return err(put.error);
  await derive(app, docs);
  return put;
};
