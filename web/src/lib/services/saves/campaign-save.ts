// Owns a campaign of this device as its save file: everything read from memory first and the disk after, written as text.
import type { StoredRecord } from '@emberkeep/domain';
import { campaignJson, saveFileName, saveOfRecords, writeSave } from '@emberkeep/files/save';
import {
  createDexiePersistence,
  listSessions,
  readStored,
  readWhere,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';

/** Every record of a campaign as it lies; an evening that is not open is read from the disk and let go of. `openOnly`: without the disk. */
export const storedRecords = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  openOnly: boolean,
): Promise<StoredRecord[]> => {
  const sessions = listSessions(docs).filter((s) => !s.deleted);
  const here = new Set(sessions.map((s) => s.id));
  const records = [...readStored(docs.ledger, (id) => here.has(id))];
  const persistence = createDexiePersistence(db);
  for (const { id } of sessions) {
    const ref = { kind: 'session', campaignId: docs.campaignId, sessionId: id } as const;
    if (openOnly && !docs.peek(ref)) continue;
    const read = await readWhere(docs, persistence, ref, (body) => [...readStored(body)]);
    if (!read.ok) throw new Error(read.error.type);
    records.push(...(read.value ?? [])); // null: it has not reached this device; what the ledger says of it is in the file
  }
  return records;
};

/** The save file of a campaign. Throws where a document on the disk cannot be read; `openOnly` says what this page still holds. */
export const campaignSave = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  openOnly = false,
): Promise<{ name: string; fileName: string; text: string }> => {
  const records = await storedRecords(docs, db, openOnly);
  const { save } = saveOfRecords(records, docs.nowMs(), docs.campaignId);
  return { name: save.name, fileName: saveFileName(save.name), text: writeSave(save, records) };
};

/** Everything as JSON for other programs. Throws as above. */
export const campaignAsJson = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
): Promise<{ fileName: string; text: string }> => {
  const records = await storedRecords(docs, db, false);
  const { save } = saveOfRecords(records, docs.nowMs(), docs.campaignId);
  return {
    fileName: saveFileName(save.name).replace(/\.md$/, '.json'),
    text: campaignJson(records, docs.campaignId, docs.nowMs()),
  };
};
