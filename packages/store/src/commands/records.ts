// The commands that every kind of record has: create, edit, delete, restore, move. A command is one transaction.
import { err, moveInOrder, type Ordered, type RecordInput, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { createMark } from '../deletion.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { isShownKind, writeShowingEnds, type ShownRecord } from './handout-ends.ts';
import { isNumberTaken, settleNumbers } from './list-sessions.ts';
import { getRecord, getRecordToEdit, listRecords, type Spec } from './read-records.ts';
import {
  checkInput,
  checkNewInput,
  titleOf,
  type NumberTaken,
  type RecordMissing,
  type Refused,
} from './record-input.ts';
import { writeFields, writeNew } from './write-record.ts';

/**
 * A completed session is read-only in the data layer too, not only on screen: its ledger entry is refused here,
 * because the ledger itself stays writable.
 */
export const checkNotCompleted = (doc: OpenDocument, spec: Spec, id: string): NotWritable | null =>
  spec.kind === 'session' && doc.table('session').get(id)?.fields.get('stage') === 'completed'
    ? { type: 'Completed', room: doc.room }
    : null;

/** Two sessions may have one number only after a merge: a GM gives none that is taken (M-113). */
const checkNumber = (docs: CampaignDocs, spec: Spec, id: string, fields: object): NumberTaken | null => {
  const number: unknown = spec.kind === 'session' && 'number' in fields ? fields.number : undefined;
  return typeof number === 'number' && isNumberTaken(docs, id, number) ? { type: 'NumberTaken', number } : null;
};

/** Inside a command on a record: a session's number that a merge moved is written down (T-4). */
export const settleNumberOf = (docs: CampaignDocs, edit: Edit, spec: Spec, id: string): void => {
  if (spec.kind === 'session') settleNumbers(docs, edit, (each) => each === id);
};

/** How the label of an undo step calls a record: its title, else its kind. */
const nameOf = (spec: Spec, record: unknown): string =>
  titleOf(spec, record as Record<string, unknown>) || spec.label.toLowerCase();

/**
 * Creates a record and returns its id. `id` is given only when it follows from a cause, so that two devices make
 * one.
 */
export const createRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  input: RecordInput<S>,
  options: { id?: string; label?: string } = {},
): Result<string, Refused> => {
  const refused = checkNewInput(spec, input);
  if (refused) return err(refused);
  const id = options.id ?? docs.newId();
  return docs.edit(options.label ?? `Create ${nameOf(spec, input)}`, [doc], (edit) => {
    writeNew({ docs, edit, doc, spec, id }, input);
    return id;
  });
};

export interface RecordChange<S extends Spec> {
  doc: OpenDocument;
  spec: S;
  id: string;
  fields: RecordInput<S>;
  /** Names the undo step; by default "Edit" and the name of the record. */
  label?: string;
  /** The change is one of many while the GM types: they become one undo step. */
  typing?: boolean;
  /** A record that a co-GM has just deleted is changed too, which restores it; by default while typing. */
  restores?: boolean;
}

/** Changes fields of a record. Lists and sets are given whole and written as what differs. */
export const editRecord = <S extends Spec>(
  docs: CampaignDocs,
  { doc, spec, id, fields, label, typing = false, restores = typing }: RecordChange<S>,
): Result<void, Refused | RecordMissing> => {
  const record = getRecordToEdit(doc, spec, id, restores);
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = checkNotCompleted(doc, spec, id) ?? checkInput(spec, fields) ?? checkNumber(docs, spec, id, fields);
  if (refused) return err(refused);
  return docs.edit(
    label ?? `Edit ${nameOf(spec, record)}`,
    [doc],
    (edit) => {
      settleNumberOf(docs, edit, spec, id);
      writeFields({ docs, edit, doc, spec, id }, fields as Record<string, unknown>);
    },
    { typing },
  );
};

/**
 * Marks a record as deleted, with a digest of what this device saw. Anything a co-GM wrote beyond that restores it.
 */
export const deleteRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
): Result<void, Refused | RecordMissing> => {
  const record = getRecord(doc, spec, id);
  const raw = doc.table(spec.kind).get(id);
  if (!record || !raw) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = checkNotCompleted(doc, spec, id);
  if (refused) return err(refused);
  const deleted = createMark({ doc: doc.doc, kind: spec.kind, id, record: raw, body: null }, docs);
  return docs.edit(`Delete ${nameOf(spec, record)}`, [doc], (edit) => edit.set(doc, spec.kind, id, { deleted }));
};

/** Removes the deletion mark. A handout or a map comes back as one that is not shown: the GM may have other words for it by now. */
export const restoreRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
): Result<void, Refused | RecordMissing> => {
  const record = doc.table(spec.kind).record(id);
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  return docs.edit(`Restore ${nameOf(spec, record)}`, [doc], (edit) => {
    edit.set(doc, spec.kind, id, { deleted: undefined });
    // reason: a record of these kinds has the fields of its declaration
    if (isShownKind(spec.kind)) writeShowingEnds(docs, edit, spec.kind, record as unknown as ShownRecord);
  });
};

/** Moves a record in its list; `toIndex` is its 0-based index in the result. */
export const moveRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  toIndex: number,
): Result<void, Refused> => {
  const records = listRecords(doc, spec) as unknown as Ordered[]; // reason: only kinds with an `order` field are moved
  const orders = moveInOrder(records, id, toIndex);
  return docs.edit(`Move ${spec.label.toLowerCase()}`, [doc], (edit) => {
    for (const [moved, order] of orders) edit.set(doc, spec.kind, moved, { order });
  });
};
