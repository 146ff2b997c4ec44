// A campaign on this device as its campaign file: read from memory where a document is open, else from disk.
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

/** Every record as it is stored. A session that is not open is read from disk and let go; `openOnly` leaves the disk alone. Throws where a document cannot be read. */
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
    // Null: the body has not reached this device. What the ledger says of the session is in the file.
    records.push(...(read.value ?? []));
  }
  return records;
};

/** The campaign file. Throws where a document on disk cannot be read; `openOnly` gives what this page holds in memory. */
export const campaignSave = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  openOnly = false,
): Promise<{ name: string; fileName: string; text: string }> => {
  const records = await storedRecords(docs, db, openOnly);
  const { save } = saveOfRecords(records, docs.nowMs(), docs.campaignId);
  return { name: save.name, fileName: saveFileName(save.name), text: writeSave(save, records) };
};

/** Everything as JSON for other programs. Throws where a document on disk cannot be read. */
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
