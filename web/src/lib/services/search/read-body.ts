// Reads the records of one session, from memory where it is open.
import type { ReadRecord } from '@emberkeep/domain';
import {
  createBrowserPersistence,
  readAll,
  readOpenOrStored,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';

/** Null when the session has not reached this device or cannot be read. */
export const readBody = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  sessionId: string,
): Promise<ReadRecord[] | null> => {
  const ref = { kind: 'session', campaignId: docs.campaignId, sessionId } as const;
  const read = await readOpenOrStored(docs, createBrowserPersistence(db), ref, (body) => [...readAll(body)]);
  return read.ok ? read.value : null;
};
