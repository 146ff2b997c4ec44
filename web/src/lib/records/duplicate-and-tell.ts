// Duplicates of records and sessions, with a message and Undo. Loaded with the first one.
import { sessionTitle } from '@emberkeep/domain';
import {
  duplicateRecord,
  duplicateSession,
  type CampaignDocs,
  type ListedSession,
  type OpenDocument,
  type Spec,
} from '@emberkeep/store';
import { m } from '#messages';
import { showDone } from './command-feedback.ts';

/** The id of the duplicate; null where it was refused. */
export const duplicateAndTell = (
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: Spec,
  { id, title }: { id: string; title: string },
): string | null => {
  const copy = m.records_duplicateAndTell_copy({ title });
  const made = duplicateRecord(docs, doc, { spec, id, title: copy });
  return showDone(docs, made, m.records_duplicateAndTell_created({ title: copy })) && made.ok ? made.value : null;
};

/** As {@link duplicateAndTell}, for the plan of a session. */
export const duplicateSessionAndTell = async (docs: CampaignDocs, session: ListedSession): Promise<string | null> => {
  const copy = m.records_duplicateAndTell_copy({ title: sessionTitle(session) });
  const made = await duplicateSession(docs, session.id, copy);
  return showDone(docs, made, m.records_duplicateAndTell_created({ title: copy })) && made.ok ? made.value : null;
};
