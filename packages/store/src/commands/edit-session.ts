// The frame of every command on a session: one transaction over the ledger that also settles the session's number.
import { err, isReadOnly, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { getSession, settleNumbers, type ListedSession } from './list-sessions.ts';

export type SessionMissing = { type: 'SessionMissing'; id: string };

/** Runs a command on a session, completed or not. Writes down a number that a merge moved (T-4). */
export const editSession = (
  docs: CampaignDocs,
  id: string,
  label: string,
  run: (edit: Edit, session: ListedSession) => void,
): Result<void, NotWritable | SessionMissing> => {
  const session = getSession(docs, id);
  if (!session) return err({ type: 'SessionMissing', id });
  return docs.edit(label, [docs.ledger], (edit) => {
    settleNumbers(docs, edit, (each) => each === id);
    run(edit, session);
  });
};

/** As {@link editSession}, but refused for a completed session: reopening it is a command of its own. */
export const editOpenSession: typeof editSession = (docs, id, label, run) => {
  const session = getSession(docs, id);
  return session && isReadOnly(session)
    ? err({ type: 'Completed', room: docs.ledger.room })
    : editSession(docs, id, label, run);
};
