// Reads the log of a session from its document: what this device derived may be behind it, after a tab was killed.
import { byTime, computeStats, TIMELINE_EVENT, type SessionStats, type TimelineEvent } from '@emberkeep/domain';
import {
  createBrowserPersistence,
  listRecords,
  readOpenOrStored,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';

/** By time; null where the document is not on this device or cannot be read. */
export const readLog = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  sessionId: string,
): Promise<readonly TimelineEvent[] | null> => {
  const ref = { kind: 'session', campaignId: docs.campaignId, sessionId } as const;
  const read = await readOpenOrStored(docs, createBrowserPersistence(db), ref, (body) =>
    [...listRecords(body, TIMELINE_EVENT)].sort(byTime),
  );
  return read.ok ? read.value : null;
};

/** What the logs of sessions add up to, one read after the other; without those that are not on this device. */
export const logStats = async (
  docs: CampaignDocs,
  db: DeviceDatabase,
  sessionIds: Iterable<string>,
): Promise<Map<string, SessionStats>> => {
  const stats = new Map<string, SessionStats>();
  for (const id of sessionIds) {
    const events = await readLog(docs, db, id);
    if (events) stats.set(id, computeStats(events));
  }
  return stats;
};
