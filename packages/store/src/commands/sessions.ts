// Owns the verbs of an evening's index entry and the birth of its body.
import { err, isReadOnly, nextSessionNumber, sessionNumbers, standingRules, type Result, type Session, type Stage } from '@emberkeep/domain';
import type { CampaignDocs, Edit, NotWritable } from '../campaign-docs.ts';
import { deletionMark, encodeBody, isBeyond, digestRecord } from '../deletion.ts';
import { readSession } from '../shapes.ts';
import * as Y from 'yjs';

export type SessionMissing = { type: 'SessionMissing'; id: string };

/** A session as lists show it: `shownNumber` after a merge, `deleted` unless somebody wrote on after the deletion. */
export interface ListedSession extends Session {
  shownNumber: number;
  /** The number was given to two sessions; this one was moved. */
  wasRenumbered: boolean;
  deleted: boolean;
  broughtBack: boolean;
}

/** Bodies' snapshots as this device last derived them, for deciding whether a deleted session was written on. */
export type BodySnapshots = (sessionId: string) => Uint8Array | undefined;

/** Every session with its number to show, deleted ones included; in order of shown number. */
export const listSessions = (docs: CampaignDocs, snapshots: BodySnapshots = () => undefined): ListedSession[] => {
  const table = docs.ledger.table('session');
  const sessions: Session[] = [];
  for (const id of table.ids()) {
    const session = readSession(id, table.get(id)!);
    if (session) sessions.push(session);
  }
  const numbers = sessionNumbers(sessions);
  return sessions
    .map((session) => {
      const raw = table.get(session.id)!;
      const mark = deletionMark(raw);
      let beyond = false;
      if (mark) {
        const open = docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
        const stored = snapshots(session.id);
        const snapshot = open ? Y.snapshot(open.doc) : stored ? Y.decodeSnapshot(stored) : null;
        beyond = mark.seen !== digestRecord(raw) || (snapshot !== null && isBeyond(mark.body, snapshot));
      }
      const shownNumber = numbers.get(session.id) ?? session.number;
      return { ...session, shownNumber, wasRenumbered: shownNumber !== session.number, deleted: mark !== null && !beyond, broughtBack: beyond };
    })
    .sort((a, b) => a.shownNumber - b.shownNumber);
};

export const getSession = (docs: CampaignDocs, id: string): ListedSession | null => listSessions(docs).find((s) => s.id === id) ?? null;

/** The next session, status planned, stage prep; its body is created here too, so that it can be written offline. */
export const createSession = (docs: CampaignDocs, input: { title?: string; date?: string; id?: string; number?: number } = {}): Result<string, NotWritable> => {
  const id = input.id ?? docs.newId();
  const number = input.number ?? nextSessionNumber(listSessions(docs));
  const body = docs.create({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  const created = docs.edit(`Create session ${number}`, [docs.ledger, body], (edit) => {
    edit.created(docs.ledger, 'session', id);
    edit.set(docs.ledger, 'session', id, {
      number, title: input.title ?? '', date: input.date ?? '', objective: '', status: 'planned', stage: 'prep', createdAt: docs.nowMs(),
    });
    return id;
  });
  void body.release();
  return created;
};

// A number that the merge moved is written down by the next verb on that session (T-4).
const settleNumber = (docs: CampaignDocs, edit: Edit, session: ListedSession): void => {
  if (session.wasRenumbered) edit.set(docs.ledger, 'session', session.id, { number: session.shownNumber });
};

const editSession = (docs: CampaignDocs, id: string, label: string, fields: (session: ListedSession) => Readonly<Record<string, unknown>>): Result<void, NotWritable | SessionMissing> => {
  const session = getSession(docs, id);
  if (!session) return err({ type: 'SessionMissing', id });
  return docs.edit(label, [docs.ledger], (edit) => {
    settleNumber(docs, edit, session);
    edit.set(docs.ledger, 'session', id, fields(session));
  });
};

/** Title, date (ISO day or empty) and objective. A completed session refuses: reopen it first. */
export const describeSession = (docs: CampaignDocs, id: string, fields: Partial<Pick<Session, 'title' | 'date' | 'objective'>>): Result<void, NotWritable | SessionMissing> => {
  const session = getSession(docs, id);
  if (session && isReadOnly(session)) return err({ type: 'Completed', room: docs.ledger.room });
  return editSession(docs, id, 'Edit session', () => fields);
};

/** The rules of R-1 as verbs: each writes only the fields that its rule names. Ending also clears the live pointer elsewhere. */
export const applyStanding = (docs: CampaignDocs, id: string, rule: Exclude<keyof typeof standingRules, 'enterStage'>): Result<void, NotWritable | SessionMissing> =>
  editSession(docs, id, rule, () => standingRules[rule]());

export const enterStage = (docs: CampaignDocs, id: string, stage: Exclude<Stage, 'completed'>): Result<void, NotWritable | SessionMissing> =>
  editSession(docs, id, `Go to ${stage}`, () => standingRules.enterStage(stage));

/** Marks a session as deleted, with what its body held as this device had it. The body stays on disk and relay. */
export const deleteSession = async (docs: CampaignDocs, id: string): Promise<Result<void, NotWritable | SessionMissing | { type: 'StorageFull' } | { type: 'StorageUnavailable'; detail: string }>> => {
  const raw = docs.ledger.table('session').get(id);
  if (!raw) return err({ type: 'SessionMissing', id });
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    return docs.edit('Delete session', [docs.ledger], (edit) =>
      edit.set(docs.ledger, 'session', id, { deleted: { by: docs.deviceId, at: docs.nowMs(), seen: digestRecord(raw), body: encodeBody(body.value.doc) } }),
    );
  } finally {
    await body.value.release();
  }
};

/** Takes the deletion mark away. */
export const restoreSession = (docs: CampaignDocs, id: string): Result<void, NotWritable> =>
  docs.edit('Bring session back', [docs.ledger], (edit) => edit.set(docs.ledger, 'session', id, { deleted: undefined }));

