// Tells a session that nobody has used yet, such as the first one of a new campaign: an import may renumber it.
import { ALL_RECORDS, isEmptyNote, SESSION, SESSION_NOTES, type Session } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { isSameJson } from '../plain-value.ts';
import { noteName, readNote } from './notes.ts';
import { listRecords, type Spec } from './read-records.ts';

/** What a session has without anybody's doing: its number, when it was made, and what is computed of it. */
const GIVEN = new Set(['number', 'createdAt', 'createdBy', 'zone', 'timeUnits', 'autoSummary', 'computedStats']);

const hasEmptyFields = (session: Session): boolean => {
  // reason: its fields are read by the names of its declaration
  const values = session as unknown as Readonly<Record<string, unknown>>;
  return Object.entries((SESSION as Spec).fields).every(
    ([name, { empty }]) => GIVEN.has(name) || isSameJson(values[name], empty),
  );
};

/** Whether a record of the ledger, such as a log entry or a goal, names a session. */
const isNamedInLedger = (ledger: OpenDocument, sessionId: string): boolean =>
  (ALL_RECORDS as readonly Spec[])
    .filter(({ home, kind }) => home === 'ledger' && kind !== 'session')
    .some((spec) => listRecords(ledger, spec).some((record) => JSON.stringify(record).includes(sessionId)));

const isEmptyBody = (body: OpenDocument, sessionId: string): boolean =>
  body.writable().ok &&
  SESSION_NOTES.every((note) => isEmptyNote(readNote(body, noteName(sessionId, note)))) &&
  (ALL_RECORDS as readonly Spec[]).every((spec) => spec.home !== 'body' || listRecords(body, spec).length === 0);

/**
 * True where nobody has written anything in a session: no field, no text, no record, and nothing in the campaign that
 * refers to it. False also where its document is not on this device.
 */
export const isUntouchedSession = async (docs: CampaignDocs, session: Session): Promise<boolean> => {
  const texts = Object.keys(SESSION.texts) as (keyof typeof SESSION.texts)[];
  const isEmpty =
    hasEmptyFields(session) &&
    texts.every((text) => isEmptyNote(readNote(docs.ledger, noteName(session.id, text)))) &&
    !isNamedInLedger(docs.ledger, session.id);
  if (!isEmpty) return false;
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
  if (!body.ok) return false;
  try {
    return isEmptyBody(body.value, session.id);
  } finally {
    await body.value.release();
  }
};
