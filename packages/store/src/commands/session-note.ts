// Adds log entries that come from the assistant or an accepted suggestion, not from a form.
import { err, type Confidence, type RecordOrigin, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { listEvents, logEvent, type NoSuchBody } from './events.ts';
import { momentToTell } from './session-moment.ts';

/** Words for the session log, where they come from, and how certain they are. */
export interface SessionNote {
  text: string;
  source: RecordOrigin;
  confidence: Confidence;
}

/** The first free millisecond from `at` on: two events in the same millisecond have no order. */
const freeFrom = (at: number, body: OpenDocument): number => {
  const taken = new Set(listEvents(body).map((event) => event.at));
  let free = at;
  while (taken.has(free)) free += 1;
  return free;
};

/**
 * Logs words that are about no entity in particular, at the end of a session that is over. Players may not read them
 * until a GM says so.
 */
export const logNote = (
  docs: CampaignDocs,
  body: OpenDocument,
  { text, source, confidence }: SessionNote,
  id?: string,
): Result<string, NotWritable | NoSuchBody> => {
  if (body.ref.kind !== 'session') return err({ type: 'NoSuchBody' });
  const { at, gameTime } = momentToTell(docs, body.ref.sessionId);
  const when = { at: freeFrom(at, body), gameTime };
  return logEvent(
    docs,
    body,
    { eventType: 'OTHER', name: text, visibility: 'secret', source, confidence, ...when },
    id,
  );
};
