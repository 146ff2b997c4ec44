// Owns the campaign's own verbs: bringing it into being, its name, and which evening is live.
import { cleanName, err, liveSession, type Campaign, type LiveSession, type Result } from '@emberkeep/domain';
import type { CampaignDocs, NotWritable } from '../campaign-docs.ts';
import { META_ID, readCampaign, readLiveClaims } from '../shapes.ts';

/** `NameMissing`: ask for a name; nothing was written. */
export type NameMissing = { type: 'NameMissing' };

/** Writes the first facts of a new campaign into its ledger, and brings its table document into being. Only on the device that makes it. */
export const createCampaign = (docs: CampaignDocs, input: { name: string; system?: string }): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(input.name);
  if (!name) return err({ type: 'NameMissing' });
  const ledger = docs.create({ kind: 'ledger', campaignId: docs.campaignId });
  // The table document is born empty with its campaign, so that every device has it before anything is published.
  const table = docs.create({ kind: 'table', campaignId: docs.campaignId });
  const created = docs.edit(`Create ${name}`, [ledger, table], (edit) => {
    edit.set(ledger, 'campaign', META_ID, { name, system: input.system ?? '', createdAt: docs.nowMs() });
  });
  void table.release();
  return created;
};

export const renameCampaign = (docs: CampaignDocs, newName: string): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  return docs.edit('Rename campaign', [docs.ledger], (edit) => edit.set(docs.ledger, 'campaign', META_ID, { name }));
};

/** Null until the ledger is here. */
export const campaignOf = (docs: CampaignDocs): Campaign | null => readCampaign(docs.ledger.table('campaign').get(META_ID));

/** Which evening is live, and who else claimed it apart (M-017). */
export const liveSessionOf = (docs: CampaignDocs): LiveSession => liveSession(readLiveClaims(docs.ledger.table('campaign').get('live')));

/** Makes an evening live on every device, or none with null. Writes one key of this device; the fold picks the winner. */
export const setLiveSession = (docs: CampaignDocs, sessionId: string | null): Result<void, NotWritable> => {
  const claims = readLiveClaims(docs.ledger.table('campaign').get('live'));
  const sequence = Math.max(0, ...claims.map((c) => c.sequence)) + 1;
  return docs.edit(sessionId ? 'Make session live' : 'No live session', [docs.ledger], (edit) =>
    edit.set(docs.ledger, 'campaign', 'live', { [docs.deviceId]: { sessionId, sequence } }),
  );
};

