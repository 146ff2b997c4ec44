// Notes in the session log that no form logged: from the assistant, or accepted suggestions.
import type { Confidence, RecordOrigin, Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { logEvent, type NoSuchBody } from './events.ts';

/** Words for the session log, where they come from, and how certain they are. */
export interface SessionNote {
  text: string;
  source: RecordOrigin;
  confidence: Confidence;
}

/** Logs words that are about no entity in particular. Players may not read them until a GM says so. */
export const logNote = (
  docs: CampaignDocs,
  body: OpenDocument,
  { text, source, confidence }: SessionNote,
  id?: string,
): Result<string, NotWritable | NoSuchBody> =>
  logEvent(docs, body, { eventType: 'OTHER', name: text, isSecret: 'secret', source, confidence }, id);
