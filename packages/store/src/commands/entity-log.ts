// Entries of an entity's log. Each says when it happened: the session, its chapter and the game date (M-425).
import { ENTITY_LOG, SESSION, type RecordInput, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { liveSessionOf } from './campaigns.ts';
import { getRecord } from './read-records.ts';
import type { Refused } from './record-input.ts';
import { createRecord } from './records.ts';
import { momentToTell } from './session-moment.ts';

/**
 * Adds an entry to the given session, else to the live one, else to none: at the present game time, or at the end of a
 * session that is over.
 */
export const addLogEntry = (
  docs: CampaignDocs,
  input: Omit<RecordInput<typeof ENTITY_LOG>, 'chapterId'>,
  options: { id?: string; label?: string } = {},
): Result<string, Refused> => {
  const sessionId = input.sessionId ?? liveSessionOf(docs).sessionId ?? '';
  const chapterId = getRecord(docs.ledger, SESSION, sessionId)?.chapterId ?? '';
  const entry = { occurredAt: momentToTell(docs, sessionId).gameTime, ...input, sessionId, chapterId };
  return createRecord(docs, docs.ledger, ENTITY_LOG, entry, options);
};
