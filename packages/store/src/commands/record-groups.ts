// The commands for parts of a record that are stored as one key per member: counters, sets, named entries and ordered
// lists. Two devices that each change another member both count.
import { err, moveInOrder, ok, orderBetween, storedKey, type Item, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { getRecord, getRecordToEdit, type Spec } from './read-records.ts';
import { isMember, titleOf, type RecordMissing, type Refused } from './record-input.ts';
import { checkNotCompleted, settleNumberOf } from './records.ts';
import { nextStep } from './write-record.ts';

type FieldName<S extends Spec> = keyof S['fields'] & string;

/** One group of one record. */
export interface GroupOf<S extends Spec> {
  doc: OpenDocument;
  spec: S;
  id: string;
  field: FieldName<S>;
}

interface GroupTarget {
  docs: CampaignDocs;
  doc: OpenDocument;
  spec: Spec;
  id: string;
  field: string;
}

const keyOf = ({ spec, field }: GroupTarget): string => storedKey(field, spec.fields[field]);

const labelOf = ({ spec, field }: GroupTarget): string => spec.fields[field]!.label.toLowerCase();

const setMemberKey = (target: GroupTarget, edit: Edit, member: string, value: unknown): void =>
  edit.setEntry(target.doc, target.spec.kind, target.id, keyOf(target), member, value);

const setItemOrder = (target: GroupTarget, edit: Edit, item: string, order: string): void =>
  edit.setEntry(target.doc, target.spec.kind, target.id, `${keyOf(target)}.order`, item, order);

/** Runs a command over one member of a group, when the record can be written. */
const editMember = (
  { docs, doc, spec, id }: GroupTarget,
  member: string,
  label: string,
  run: (edit: Edit) => void,
  options?: { typing?: boolean },
): Result<void, Refused | RecordMissing> => {
  if (!getRecordToEdit(doc, spec, id, options?.typing ?? false))
    return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = checkNotCompleted(doc, spec, id);
  if (refused) return err(refused);
  if (!isMember(member)) return err({ type: 'BadMember', field: label });
  const runSettled = (edit: Edit): void => {
    settleNumberOf(docs, edit, spec, id);
    run(edit);
  };
  return docs.edit(label, [doc], runSettled, options);
};

const describeStep = (change: { by: number } | { to: number }): string =>
  'to' in change ? `to ${change.to}` : `${change.by > 0 ? '+' : '−'}${Math.abs(change.by)}`;

/** `stepId` is given only when it follows from a cause, so that two devices make one step. */
export interface StepOptions {
  change: { by: number } | { to: number };
  note?: string | undefined;
  stepId?: string;
}

/** Steps a counter by `by`, or sets it to `to`. Each step is a key of its own. Returns the id of the step. */
export const stepCounter = <S extends Spec>(
  docs: CampaignDocs,
  { change, note, stepId, ...group }: GroupOf<S> & StepOptions,
): Result<string, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  const { doc, spec, id, field } = group;
  const record = getRecord(doc, spec, id);
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = checkNotCompleted(doc, spec, id);
  if (refused) return err(refused);
  const amount = 'by' in change ? change.by : change.to;
  if (!Number.isFinite(amount))
    return err({ type: 'OutOfRange', field: spec.fields[field]!.label, min: -999_999, max: 999_999 });
  const step = stepId ?? docs.newId();
  const title = titleOf(spec, record as Record<string, unknown>);
  return docs.edit(`${title} ${labelOf(target)} ${describeStep(change)}`.trim(), [doc], (edit) => {
    const n = nextStep(doc.table(spec.kind).get(id)?.groups.get(keyOf(target)));
    setMemberKey(target, edit, step, {
      n,
      ...change,
      at: docs.nowMs(),
      who: docs.author(),
      ...(note ? { note } : {}),
    });
    return step;
  });
};

/** Adds one member to a set, or removes it. */
export const setMember = <S extends Spec>(
  docs: CampaignDocs,
  { member, present, ...group }: GroupOf<S> & { member: string; present: boolean },
): Result<void, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  // A packed record keeps its first members in the value it was created with, so removing one has to be written down.
  const absent = group.spec.isPacked ? false : undefined;
  const label = `${group.spec.fields[group.field]!.label}: ${present ? 'add' : 'remove'}`;
  return editMember(target, member.trim(), label, (edit) =>
    setMemberKey(target, edit, member.trim(), present ? true : absent),
  );
};

/** Sets one named value of a free-form group; `undefined` removes it. */
export const setEntry = <S extends Spec>(
  docs: CampaignDocs,
  { name, value, typing = false, ...group }: GroupOf<S> & { name: string; value: unknown; typing?: boolean },
): Result<void, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  return editMember(
    target,
    name.trim(),
    `Edit ${labelOf(target)}`,
    (edit) => setMemberKey(target, edit, name.trim(), value),
    { typing },
  );
};

const itemsOf = ({ doc, spec, id, field }: GroupTarget): readonly Item[] => {
  const record = getRecord(doc, spec, id) as Readonly<Record<string, unknown>> | null;
  return (record?.[field] as readonly Item[] | undefined) ?? [];
};

/** Adds an item at the end of an ordered list. Returns its id. */
export const addItem = <S extends Spec>(
  docs: CampaignDocs,
  { text, ...group }: GroupOf<S> & { text: string },
): Result<string, Refused | RecordMissing> => {
  if (text.trim() === '') return err({ type: 'NameMissing' });
  const target: GroupTarget = { docs, ...group };
  const item = docs.newId();
  const order = orderBetween(itemsOf(target).at(-1)?.order ?? null, null);
  const added = editMember(target, item, `Add to ${labelOf(target)}`, (edit) => {
    setMemberKey(target, edit, item, text.trim());
    setItemOrder(target, edit, item, order);
  });
  return added.ok ? ok(item) : added;
};

/** Changes the text of an item; an empty text removes it. While typing, white space at the ends is kept. */
export const editItem = <S extends Spec>(
  docs: CampaignDocs,
  { item, text, typing = false, ...group }: GroupOf<S> & { item: string; text: string; typing?: boolean },
): Result<void, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  const typed = typing ? text : text.trim();
  const value = text.trim() === '' ? undefined : typed;
  return editMember(target, item, `Edit ${labelOf(target)}`, (edit) => setMemberKey(target, edit, item, value), {
    typing,
  });
};

/** Removes an item. Its order stays, so that an item which a co-GM edited meanwhile returns to its place. */
export const removeItem = <S extends Spec>(
  docs: CampaignDocs,
  { item, ...group }: GroupOf<S> & { item: string },
): Result<void, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  return editMember(target, item, `Remove from ${labelOf(target)}`, (edit) =>
    setMemberKey(target, edit, item, undefined),
  );
};

/** Moves an item in its list; `toIndex` is its 0-based index in the result. */
export const moveItem = <S extends Spec>(
  docs: CampaignDocs,
  { item, toIndex, ...group }: GroupOf<S> & { item: string; toIndex: number },
): Result<void, Refused | RecordMissing> => {
  const target: GroupTarget = { docs, ...group };
  const orders = moveInOrder(itemsOf(target), item, toIndex);
  return editMember(target, item, `Move in ${labelOf(target)}`, (edit) => {
    for (const [moved, order] of orders) setItemOrder(target, edit, moved, order);
  });
};
