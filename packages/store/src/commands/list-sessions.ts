// Reads sessions from the ledger: their shown numbers, and whether a deleted one was written in after its deletion.
import * as Y from 'yjs';
import { nextSessionNumber, sessionNumbers, type DocumentRef, type Session } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { deletionMark, digestRecord, isBeyond, textsForDigest } from '../deletion.ts';
import type { ReadableDocument } from '../open-document.ts';

/** A session as lists show it. */
export type ListedSession = Session & {
  /**
   * The number after a merge: when two sessions have one number, the later session is shown with the next free one.
   */
  shownNumber: number;
  wasRenumbered: boolean;
  deleted: boolean;
  /** One device deleted the session and another wrote in it, so it exists again. */
  broughtBack: boolean;
};

/**
 * The snapshots of bodies as this device last derived them, by session: they show what was written after a
 * deletion.
 */
export type BodySnapshots = (sessionId: string) => Uint8Array | undefined;

/** What listing sessions needs of a campaign: its ledger, and a body where it is open. */
export type SessionSource = {
  readonly campaignId: string;
  readonly ledger: ReadableDocument;
  peek(ref: DocumentRef): ReadableDocument | undefined;
};

const NO_SNAPSHOTS: BodySnapshots = () => undefined;

interface SessionsAndNumbers {
  sessions: Session[];
  /**
   * Ids of those with a deletion mark, as far as the ledger knows that nothing was written in them since: a number must be
   * the same on every device, and not every device has the bodies.
   */
  marked: ReadonlySet<string>;
  numbers: Map<string, number>;
  /** The number of the next new session. */
  next: number;
}

/** True where the session is deleted and its record and its texts in the ledger are as whoever deleted it saw them. */
const isMarkedInLedger = ({ ledger }: SessionSource, id: string): boolean => {
  const raw = ledger.table('session').get(id)!;
  const mark = deletionMark(raw);
  return mark !== null && mark.seen === digestRecord(raw, textsForDigest(ledger.doc, 'session', id));
};

/** Sessions with their shown numbers, deleted ones included: cached until the ledger's sessions change. */
export const sessionsAndNumbers = (docs: SessionSource): SessionsAndNumbers => {
  const table = docs.ledger.table('session');
  return table.memo('numbers', () => {
    const sessions = [...table.ids()].flatMap((id) => (table.record(id) as Session | null) ?? []);
    const marked = new Set(sessions.map(({ id }) => id).filter((id) => isMarkedInLedger(docs, id)));
    const numbered = sessions.map(({ id, number }) => ({ id, number, isMarked: marked.has(id) }));
    return { sessions, marked, numbers: sessionNumbers(numbered), next: nextSessionNumber(numbered) };
  });
};

/** True if another session is shown with this number. One in Trash gives way. */
export const isNumberTaken = (docs: SessionSource, id: string, number: number): boolean => {
  const { marked, numbers } = sessionsAndNumbers(docs);
  return [...numbers].some(([other, shown]) => other !== id && shown === number && !marked.has(other));
};

/**
 * Writes down the numbers that a merge moved, inside another command: of one session, or of all (T-4). A number that is
 * shown and not written would move again with the next merge. Writing in a session in Trash would restore it.
 */
export const settleNumbers = (docs: CampaignDocs, edit: Edit, isWanted: (id: string) => boolean = () => true): void => {
  const { sessions, marked, numbers } = sessionsAndNumbers(docs);
  for (const { id, number } of sessions) {
    const shown = numbers.get(id);
    if (isWanted(id) && !marked.has(id) && shown !== undefined && shown !== number)
      edit.set(docs.ledger, 'session', id, { number: shown });
  }
};

/** The state of a body: from the document where it is open, else as last derived; null when neither is known. */
const bodySnapshot = (docs: SessionSource, sessionId: string, snapshots: BodySnapshots): Y.Snapshot | null => {
  const open = docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (open) return Y.snapshot(open.doc);
  const stored = snapshots(sessionId);
  return stored ? Y.decodeSnapshot(stored) : null;
};

const deletionOf = (
  docs: SessionSource,
  id: string,
  snapshots: BodySnapshots,
): Pick<ListedSession, 'deleted' | 'broughtBack'> => {
  const raw = docs.ledger.table('session').get(id)!;
  const mark = deletionMark(raw);
  if (!mark) return { deleted: false, broughtBack: false };
  const snapshot = bodySnapshot(docs, id, snapshots);
  const wasWrittenAfter = !isMarkedInLedger(docs, id) || (snapshot !== null && isBeyond(mark.body, snapshot));
  return { deleted: !wasWrittenAfter, broughtBack: wasWrittenAfter };
};

const toListed = (
  docs: SessionSource,
  session: Session,
  numbers: ReadonlyMap<string, number>,
  snapshots: BodySnapshots,
): ListedSession => {
  const shownNumber = numbers.get(session.id) ?? session.number;
  return {
    ...session,
    shownNumber,
    wasRenumbered: shownNumber !== session.number,
    ...deletionOf(docs, session.id, snapshots),
  };
};

/** Every session, deleted ones included, or those of `only`; by shown number. */
export const listSessions = (
  docs: SessionSource,
  snapshots: BodySnapshots = NO_SNAPSHOTS,
  only?: ReadonlySet<string>,
): ListedSession[] => {
  const { sessions, numbers } = sessionsAndNumbers(docs);
  return sessions
    .filter((session) => !only || only.has(session.id))
    .map((session) => toListed(docs, session, numbers, snapshots))
    .sort((a, b) => a.shownNumber - b.shownNumber);
};

/** One session, deleted or not, without a walk over the others. */
export const getSession = (docs: CampaignDocs, id: string): ListedSession | null => {
  const session = docs.ledger.table('session').record(id) as Session | null;
  return session && toListed(docs, session, sessionsAndNumbers(docs).numbers, NO_SNAPSHOTS);
};
