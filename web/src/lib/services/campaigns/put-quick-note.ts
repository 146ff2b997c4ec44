// Puts a quick note into a campaign.
import { nextToPlay, type NoteNode, type Result } from '@emberkeep/domain';
import {
  createSession,
  getSession,
  importIntoNote,
  listSessions,
  liveSessionOf,
  noteName,
  type BodySnapshots,
  type CampaignDocs,
  type StorageError,
} from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { openDocsBeside } from '#lib/device/open-documents.ts';
import { QUICK_NOTE } from '#lib/device/stored-texts.ts';
import { DeletedBodySnapshots } from '#lib/services/derived/body-snapshots.ts';
import { m } from '#messages';

/** Where the note was added, as shown to the person. */
type PlaceName = string;

/** The session to play next, else the last one that is not completed, else a new one. */
const sessionFor = (docs: CampaignDocs, snapshots: BodySnapshots): Result<string, { type: string }> => {
  const open = listSessions(docs, snapshots).filter((s) => !s.deleted && s.stage !== 'completed');
  const known = nextToPlay(open, liveSessionOf(docs).sessionId) ?? open.at(-1);
  return known ? { ok: true, value: known.id } : createSession(docs);
};

const paragraphsOf = (text: string): NoteNode[] =>
  text
    .trim()
    .split(/\n+/)
    .map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));

const writeNote = async (
  docs: CampaignDocs,
  snapshots: BodySnapshots,
  text: string,
): Promise<Result<PlaceName, { type: string }>> => {
  const session = sessionFor(docs, snapshots);
  if (!session.ok) return session;
  const sessionId = session.value;
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (!body.ok) return body;
  const written = importIntoNote(body.value, noteName(sessionId, 'prep_notes'), paragraphsOf(text), QUICK_NOTE);
  const { shownNumber = 1, title = '' } = getSession(docs, sessionId) ?? {};
  await body.value.release();
  return written.ok
    ? { ok: true, value: m.services_campaigns_putQuickNote_session({ shownNumber }) + (title ? ` · ${title}` : '') }
    : written;
};

/** Appends plain text to the prep notes of the live session, else the next, else a new one. */
export const putQuickNote = async (
  device: Device,
  campaignId: string,
  text: string,
): Promise<Result<PlaceName, StorageError | { type: string }>> => {
  const docs = await openDocsBeside(device, campaignId, device.author);
  if (!docs.ok) return docs;
  const deleted = new DeletedBodySnapshots(device.db, docs.value);
  await deleted.load();
  const written = await writeNote(docs.value, deleted.of, text);
  const saved = await docs.value.queue.whenSaved();
  await docs.value.close();
  return saved.ok ? written : saved;
};
