// The campaign file of a campaign on this device, and its JSON. Open documents are read from memory, the others from
// disk.
import { appendAll } from '@emberkeep/domain';
import { encodeSnapshot, snapshot } from 'yjs';
import type { DocumentRef, StoredRecord } from '@emberkeep/domain';
import { campaignJson, campaignFileName, campaignFileOf, writeCampaignFile } from '@emberkeep/files/save';
import {
  createBrowserPersistence,
  listSessions,
  readStored,
  readOpenOrStored,
  type CampaignDocs,
  type DeviceDatabase,
  type Persistence,
} from '@emberkeep/store';

const bodyRef = ({ campaignId }: CampaignDocs, sessionId: string): DocumentRef => ({
  kind: 'session',
  campaignId,
  sessionId,
});

/**
 * Snapshots of the bodies of deleted sessions: where one was written in after the deletion, the session is back. Throws
 * when one on disk cannot be read.
 */
const deletedBodies = async (
  docs: CampaignDocs,
  persistence: Pick<Persistence, 'load'>,
): Promise<Map<string, Uint8Array>> => {
  const snapshots = new Map<string, Uint8Array>();
  for (const { id } of listSessions(docs).filter((s) => s.deleted)) {
    const read = await readOpenOrStored(docs, persistence, bodyRef(docs, id), ({ doc }) =>
      encodeSnapshot(snapshot(doc)),
    );
    if (!read.ok) throw new Error(read.error.type);
    if (read.value) snapshots.set(id, read.value);
  }
  return snapshots;
};

/**
 * Every record of the campaign that is not deleted, as it is stored. `openOnly` leaves out the sessions that are not
 * open, for a disk that cannot be read. Throws when a document on disk cannot be read.
 */
export const storedRecords = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  openOnly: boolean,
): Promise<StoredRecord[]> => {
  const persistence = createBrowserPersistence(db);
  const snapshots = openOnly ? new Map<string, Uint8Array>() : await deletedBodies(docs, persistence);
  const sessions = listSessions(docs, (id) => snapshots.get(id)).filter((s) => !s.deleted);
  const sessionIds = new Set(sessions.map((s) => s.id));
  const records = [...readStored(docs.ledger, (id) => sessionIds.has(id))];
  for (const { id } of sessions) {
    const ref = bodyRef(docs, id);
    if (openOnly && !docs.peek(ref)) continue;
    const read = await readOpenOrStored(docs, persistence, ref, (body) => [...readStored(body)]);
    if (!read.ok) throw new Error(read.error.type);
    // Null: the body has not reached this device. The file still has what the ledger says about the session.
    appendAll(records, read.value ?? []);
  }
  return records;
};

/** The campaign file, ready to be written. Throws when a document on disk cannot be read; see `storedRecords`. */
export const campaignSave = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  openOnly = false,
): Promise<{ name: string; fileName: string; text: string }> => {
  const records = await storedRecords(docs, db, openOnly);
  const { save } = campaignFileOf(records, docs.nowMs(), docs.campaignId);
  return { name: save.name, fileName: campaignFileName(save.name), text: writeCampaignFile(save, records) };
};

/** The campaign as JSON for other programs. Throws when a document on disk cannot be read. */
export const campaignAsJson = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
): Promise<{ fileName: string; text: string }> => {
  const records = await storedRecords(docs, db, false);
  const { save } = campaignFileOf(records, docs.nowMs(), docs.campaignId);
  return {
    fileName: campaignFileName(save.name).replace(/\.md$/, '.json'),
    text: campaignJson(records, docs.campaignId, docs.nowMs()),
  };
};
