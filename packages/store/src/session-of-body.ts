// The session that a document is the body of.
import type { CampaignDocs } from './campaign-docs.ts';
import type { OpenDocument } from './open-document.ts';

/**
 * The session and campaign of a body, as its scenes and chat messages store them for queries (M-276, M-277, M-297).
 */
export const homeOf = (docs: CampaignDocs, body: OpenDocument): { sessionId: string; campaignId: string } => ({
  sessionId: body.ref.kind === 'session' ? body.ref.sessionId : '',
  campaignId: docs.campaignId,
});
