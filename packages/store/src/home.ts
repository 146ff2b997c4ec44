// Owns which evening a document is the body of: what scenes and messages carry for queries (M-276, M-277, M-297).
import type { CampaignDocs } from './campaign-docs.ts';
import type { OpenDocument } from './open-document.ts';

/** The evening that a body belongs to, as its scenes and messages carry it for queries. */
export const homeOf = (docs: CampaignDocs, body: OpenDocument): { sessionId: string; campaignId: string } => ({
  sessionId: body.ref.kind === 'session' ? body.ref.sessionId : '',
  campaignId: docs.campaignId,
});
