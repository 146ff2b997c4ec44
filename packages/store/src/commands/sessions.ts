// Creating, describing, publishing, deleting and restoring sessions. A session has an entry in the ledger and a
// document of its own, its body.
import { err, isReadOnly, SESSION, type RecordInput, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { createMark } from '../deletion.ts';
import type { NotWritable } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { isHere } from '../shape.ts';
import { editSession, type SessionMissing } from './edit-session.ts';
import { getSession, sessionsAndNumbers, settleNumbers } from './list-sessions.ts';
import type { Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

/** Creates the next session, planned and in prep, together with its body, so that it can be written offline. */
export const createSession = (
  docs: CampaignDocs,
  input: RecordInput<typeof SESSION> & { id?: string } = {},
): Result<string, NotWritable> => {
  const { id: wanted, ...fields } = input;
  const id = wanted ?? docs.newId();
  const number = fields.number ?? sessionsAndNumbers(docs).next;
  const body = docs.create({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  const created = docs.edit(`Create session ${number}`, [docs.ledger, body], (edit) => {
    settleNumbers(docs, edit);
    const defaults = { title: '', date: '', objective: '', status: 'planned', stage: 'prep' } as const;
    writeNew({ docs, edit, doc: docs.ledger, spec: SESSION, id }, { ...defaults, ...fields, number });
    return id;
  });
  void body.release();
  return created;
};

/**
 * Changes fields of a session's entry, which restores a session that was deleted. Refused for a completed session:
 * reopen it first.
 */
export const describeSession = (
  docs: CampaignDocs,
  id: string,
  fields: RecordInput<typeof SESSION>,
): Result<void, Refused | SessionMissing> => {
  const session = getSession(docs, id);
  if (!session) return err({ type: 'SessionMissing', id });
  if (isReadOnly(session)) return err({ type: 'Completed', room: docs.ledger.room });
  const change = { doc: docs.ledger, spec: SESSION, id, fields, label: 'Edit session', restores: true };
  const edited = editRecord(docs, change);
  return !edited.ok && edited.error.type === 'RecordMissing'
    ? err({ type: 'SessionMissing', id })
    : (edited as Result<void, Refused>);
};

/** Shows a session to players or hides it, a completed one too. */
export const publishSession = (
  docs: CampaignDocs,
  id: string,
  isPublished: boolean,
): Result<void, NotWritable | SessionMissing> =>
  editSession(docs, id, isPublished ? 'Show to players' : 'Hide from players', (edit) =>
    edit.set(docs.ledger, 'session', id, { isPublished }),
  );

/**
 * Marks a session as deleted, with a snapshot of its body as this device has it. The body stays on disk and relay.
 * Refused while the body is not on this device: the mark could not cover it, and would restore the session for
 * everybody as soon as the two met.
 */
export const deleteSession = async (
  docs: CampaignDocs,
  id: string,
): Promise<Result<void, NotWritable | SessionMissing | StorageError>> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    const record = docs.ledger.table('session').get(id);
    if (!record) return err({ type: 'SessionMissing', id });
    if (!isHere(body.value.doc)) return err({ type: 'NotHereYet', room: body.value.room });
    const mark = { doc: docs.ledger.doc, kind: 'session', id, record, body: body.value.doc } as const;
    const deleted = createMark(mark, docs);
    return docs.edit('Delete session', [docs.ledger], (edit) => {
      // The number that it leaves free must move no other session.
      settleNumbers(docs, edit, (other) => other !== id);
      edit.set(docs.ledger, 'session', id, { deleted });
    });
  } finally {
    await body.value.release();
  }
};

/** Removes the deletion mark. */
export const restoreSession = (docs: CampaignDocs, id: string): Result<void, NotWritable> =>
  docs.edit('Restore session', [docs.ledger], (edit) => edit.set(docs.ledger, 'session', id, { deleted: undefined }));
