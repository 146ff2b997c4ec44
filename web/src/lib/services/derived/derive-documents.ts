// Owns writing what this device derives of documents (links, events, names) right after many of them were written at once.
import { deriveRow, type CampaignDocs } from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';

/** The bodies of these sessions, and the ledger where nothing else does it. What cannot be kept is derived when the document is next opened. */
export const deriveDocuments = async (
  app: App,
  docs: CampaignDocs,
  sessionIds: readonly string[],
  withLedger: boolean,
): Promise<void> => {
  if (withLedger) await app.db.derived.put(deriveRow(docs.ledger.room, docs.ledger.doc)).catch(() => undefined);
  for (const sessionId of sessionIds) {
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
    if (!body.ok) continue;
    await app.db.derived.put(deriveRow(body.value.room, body.value.doc)).catch(() => undefined);
    await body.value.release();
  }
};
