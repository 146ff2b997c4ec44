// Owns what it takes to open a campaign: documents, verbs, sync. Loaded after the start page is drawn, because that page
// needs a list from the disk and no document; every campaign route loads it beside itself.
import type { NoteNode, Result } from '@emberkeep/domain';
import {
  createSession,
  getSession,
  importIntoNote,
  listSessions,
  liveSessionOf,
  noteName,
  type CampaignDocs,
} from '@emberkeep/store';

export { createCampaign } from '@emberkeep/store';
export { OpenCampaign, openDocs } from './open-campaign.svelte.ts';

/** Appends plain words to the prep notes of the live evening, else the next that is not over, else a new one. */
export const capture = async (docs: CampaignDocs, text: string): Promise<Result<string, { type: string }>> => {
  const sessions = listSessions(docs).filter((s) => !s.deleted && s.stage !== 'completed');
  const known = sessions.find((s) => s.id === liveSessionOf(docs).sessionId) ?? sessions[0];
  const made = known ? null : createSession(docs);
  if (made && !made.ok) return made;
  const sessionId = known?.id ?? (made?.value as string);
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (!body.ok) return body;
  const nodes = text
    .trim()
    .split(/\n+/)
    .map((line): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));
  const written = importIntoNote(body.value, noteName(sessionId, 'prep_notes'), nodes, 'a quick note');
  const { shownNumber = 1, title = '' } = getSession(docs, sessionId) ?? {};
  await body.value.release();
  return written.ok ? { ok: true, value: `session ${shownNumber}${title ? ` · ${title}` : ''}` } : written;
};
