// Writes what this device derives from documents: backlinks, events, names. Derived rows are a cache: one that cannot
// be written is derived again when the document is next opened.
import { deriveRow, type CampaignDocs, type DeviceDatabase, type ReadableDocument } from '@emberkeep/store';

/** Best effort: the row is a cache. False where it was not written. */
export const writeDerived = async (
  db: DeviceDatabase,
  { room, doc }: Pick<ReadableDocument, 'room' | 'doc'>,
): Promise<boolean> =>
  db.derived.put(deriveRow(room, doc)).then(
    () => true,
    () => false,
  );

/** Derives the bodies of these sessions right after many of them were written at once. */
export const deriveSessions = async (
  db: DeviceDatabase,
  docs: CampaignDocs,
  sessionIds: Iterable<string>,
): Promise<void> => {
  for (const sessionId of sessionIds) {
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
    if (!body.ok) continue;
    await writeDerived(db, body.value);
    await body.value.release();
  }
};
