// Owns the verbs that every noun has: create, edit, delete, bring back, order, step, and the members of its lists and sets.
// What a noun has beyond these is in a file of its own. A verb is one transaction; bad input is refused and writes nothing.
import {
  byOrder,
  cleanName,
  err,
  moveInOrder,
  ok,
  orderBetween,
  RECORDS,
  type Field,
  type Item,
  type NewId,
  type Ordered,
  type RecordInput,
  type RecordOf,
  type RecordSpec,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable, OpenDocument, ReadableDocument } from '../open-document.ts';
import type { StoredKind } from '../changes.ts';
import { deletionMark, digestRecord, textsForDigest } from '../deletion.ts';

/** `NameMissing`: ask for a name; nothing was written. */
export type NameMissing = { type: 'NameMissing' };
export type RecordMissing = { type: 'RecordMissing'; kind: string; id: string };
/** A word that is not one of a closed set. */
export type NotAChoice = { type: 'NotAChoice'; field: string; options: readonly string[] };
export type OutOfRange = { type: 'OutOfRange'; field: string; min: number; max: number };
/** A name inside a group may not hold a slash: it would read as a key of something else. */
export type BadMember = { type: 'BadMember'; field: string };
export type Refused = NotWritable | NameMissing | NotAChoice | OutOfRange | BadMember;
export type Spec = RecordSpec<StoredKind>;

/** A record as lists show it. `broughtBack`: deleted on one device and written on another, so it is here again. */
export type Listed<S extends Spec> = RecordOf<S> & { readonly broughtBack: boolean };

const isDeleted = (doc: ReadableDocument, spec: Spec, id: string): boolean => {
  const raw = doc.table(spec.kind).get(id);
  const mark = raw && deletionMark(raw);
  return mark ? mark.seen === digestRecord(raw, textsForDigest(doc.doc, spec.kind, id)) : false;
};

/** The record, or null where there is none or it is deleted. */
export const getRecord = <S extends Spec>(doc: ReadableDocument, spec: S, id: string): Listed<S> | null => {
  const table = doc.table(spec.kind);
  const record = table.record(id) as Listed<S> | null;
  if (!record) return null;
  const hasMark = table.get(id)?.fields.has('deleted') ?? false;
  if (!hasMark) return record;
  return isDeleted(doc, spec, id) ? null : { ...record, broughtBack: true };
};

/** Every record that is not deleted, in order where the noun has one, else by id: the same on every device. */
export const listRecords = <S extends Spec>(doc: ReadableDocument, spec: S): readonly Listed<S>[] => {
  const table = doc.table(spec.kind);
  const compare =
    'order' in spec.fields
      ? (a: unknown, b: unknown): number => byOrder(a as Ordered, b as Ordered)
      : (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const { plain, marked } = table.memo('listed', () => {
    const plain: Listed<S>[] = [];
    const marked: string[] = [];
    for (const id of table.ids()) {
      if (table.get(id)!.fields.has('deleted')) {
        marked.push(id);
        continue;
      }
      const record = table.record(id) as Listed<S> | null;
      if (record) plain.push(record);
    }
    return { plain: plain.sort(compare), marked };
  });
  const back = marked.flatMap((id) => getRecord(doc, spec, id) ?? []);
  return back.length === 0 ? plain : [...plain, ...back].sort(compare);
};

/** Ids of records that were deleted and stayed so: what may be brought back. */
export const deletedRecords = <S extends Spec>(doc: OpenDocument, spec: S): RecordOf<S>[] =>
  [...doc.table(spec.kind).ids()].flatMap((id) => {
    const record = doc.table(spec.kind).record(id) as RecordOf<S> | null;
    return record && isDeleted(doc, spec, id) ? [record] : [];
  });

// A completed evening is read-only in the data layer too: its index entry lies in the ledger, which stays open.
const refusedBy = (doc: OpenDocument, spec: Spec, id: string): NotWritable | null =>
  spec.kind === 'session' && doc.table('session').get(id)?.fields.get('stage') === 'completed'
    ? { type: 'Completed', room: doc.room }
    : null;

const check = (
  spec: Spec,
  name: string,
  field: Field<unknown>,
  value: unknown,
): Exclude<Refused, NotWritable> | null => {
  if (name === spec.title && field.input === 'line' && (typeof value !== 'string' || cleanName(value) === null))
    return { type: 'NameMissing' };
  if (
    field.form === 'value' &&
    field.input === 'choice' &&
    field.options &&
    !field.isOpen &&
    !field.options.includes(value as string)
  )
    return { type: 'NotAChoice', field: field.label, options: field.options };
  if (
    field.form === 'value' &&
    typeof value === 'number' &&
    (!Number.isFinite(value) || value < (field.min ?? -Infinity) || value > (field.max ?? Infinity))
  )
    return { type: 'OutOfRange', field: field.label, min: field.min ?? -Infinity, max: field.max ?? Infinity };
  if (
    field.form === 'members' &&
    Array.isArray(value) &&
    value.some((m) => typeof m !== 'string' || m === '' || m.includes('/'))
  )
    return { type: 'BadMember', field: field.label };
  return null;
};

const clean = (spec: Spec, name: string, value: unknown): unknown =>
  name === spec.title && spec.fields[name]!.input === 'line' && typeof value === 'string' ? cleanName(value) : value;

// A field given as a form gives it, written as it lies in the document.
const writeField = (
  edit: Edit,
  doc: OpenDocument,
  spec: Spec,
  id: string,
  name: string,
  value: unknown,
  newId: NewId,
  nowMs: number,
  author: string,
): void => {
  const field = spec.fields[name]!;
  const key = field.stored ?? name;
  if (field.form === 'value') return edit.set(doc, spec.kind, id, { [key]: clean(spec, name, value) });
  const group = doc.table(spec.kind).get(id)?.groups.get(key);
  if (field.form === 'members') {
    const wanted = new Set(value as string[]);
    for (const member of group?.keys() ?? [])
      if (!wanted.has(member)) edit.setEntry(doc, spec.kind, id, key, member, undefined);
    for (const member of wanted) edit.setEntry(doc, spec.kind, id, key, member, true);
  } else if (field.form === 'items') {
    const there = field.read(doc.table(spec.kind).get(id) ?? { fields: new Map(), groups: new Map() }, key) as Item[];
    const left = [...there];
    let last: string | null = null;
    for (const text of value as string[]) {
      const at = left.findIndex((item) => item.text === text && (last === null || item.order > last));
      const known = at === -1 ? undefined : left.splice(at, 1)[0];
      last = known?.order ?? orderBetween(last, left.find((item) => last === null || item.order > last)?.order ?? null);
      if (known) continue;
      const item = newId();
      edit.setEntry(doc, spec.kind, id, key, item, text);
      edit.setEntry(doc, spec.kind, id, `${key}.order`, item, last);
    }
    for (const item of left) edit.setEntry(doc, spec.kind, id, key, item.id, undefined);
  } else if (field.form === 'entries') {
    const wanted = value as Record<string, unknown>;
    for (const member of group?.keys() ?? [])
      if (!Object.hasOwn(wanted, member)) edit.setEntry(doc, spec.kind, id, key, member, undefined);
    for (const [member, each] of Object.entries(wanted)) edit.setEntry(doc, spec.kind, id, key, member, each);
  } else if (value !== (field.empty as { value: number }).value || group) {
    edit.setEntry(doc, spec.kind, id, key, newId(), { n: nextStep(group), to: value, at: nowMs, who: author });
  }
};

const nextStep = (group: ReadonlyMap<string, unknown> | undefined): number => {
  let highest = 0;
  for (const step of group?.values() ?? []) {
    const n = typeof step === 'object' && step !== null ? (step as { n?: unknown }).n : 0;
    if (typeof n === 'number' && n > highest) highest = n;
  }
  return highest + 1;
};

/** Writes a new record inside a verb of another noun; the caller has checked its input. */
export const writeNew = <S extends Spec>(
  docs: CampaignDocs,
  edit: Edit,
  doc: OpenDocument,
  spec: S,
  id: string,
  input: RecordInput<S>,
): void => {
  edit.created(doc, spec.kind, id);
  // Made again under the id of its cause (a suggestion accepted anew): it is here, whatever was deleted before.
  if (doc.table(spec.kind).get(id)?.fields.has('deleted')) edit.set(doc, spec.kind, id, { deleted: undefined });
  const given = Object.fromEntries(
    Object.entries(input as Record<string, unknown>).filter(
      ([name, value]) => value !== undefined && name in spec.fields,
    ),
  );
  const made = {
    ...given,
    createdAt: (given['createdAt'] as number | undefined) ?? docs.nowMs(),
    createdBy: docs.author(),
  };
  if (spec.isPacked) {
    edit.set(doc, spec.kind, id, { made });
    return;
  }
  if (!(spec.title in made)) edit.set(doc, spec.kind, id, { [spec.title]: spec.fields[spec.title]!.empty });
  if ('order' in spec.fields && !('order' in made))
    Object.assign(made, {
      order: orderBetween((listRecords(doc, spec).at(-1) as Ordered | undefined)?.order ?? null, null),
    });
  for (const [name, value] of Object.entries(made))
    writeField(edit, doc, spec, id, name, value, docs.newId, docs.nowMs(), docs.author());
};

const checkAll = (
  spec: Spec,
  input: Readonly<Record<string, unknown>>,
  isNew: boolean,
): Exclude<Refused, NotWritable> | null => {
  const title = spec.fields[spec.title]!;
  if (isNew && title.input === 'line' && !(spec.title in input)) return { type: 'NameMissing' };
  for (const [name, value] of Object.entries(input)) {
    const field = spec.fields[name];
    const refused = field && value !== undefined ? check(spec, name, field, value) : null;
    if (refused) return refused;
  }
  return null;
};

const titleOf = (spec: Spec, input: Readonly<Record<string, unknown>>): string => {
  const value = input[spec.title];
  return typeof value === 'string' && ['line', 'paragraph'].includes(spec.fields[spec.title]!.input)
    ? value.trim().slice(0, 60)
    : '';
};

/** Makes a record. `id` only where it is derived from its cause, so that two devices make one. */
export const createRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  input: RecordInput<S>,
  options: { id?: string; label?: string } = {},
): Result<string, Refused> => {
  const refused = checkAll(spec, input, true);
  if (refused) return err(refused);
  const id = options.id ?? docs.newId();
  return docs.edit(options.label ?? `Create ${titleOf(spec, input) || spec.label.toLowerCase()}`, [doc], (edit) => {
    writeNew(docs, edit, doc, spec, id, input);
    return id;
  });
};

/** Changes fields of a record; lists and sets are given whole and written as what differs. */
export const editRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  input: RecordInput<S>,
  label?: string,
  options?: { typing?: boolean },
): Result<void, Refused | RecordMissing> => {
  const record = getRecord(doc, spec, id);
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = refusedBy(doc, spec, id) ?? checkAll(spec, input, false);
  if (refused) return err(refused);
  return docs.edit(
    label ?? `Edit ${titleOf(spec, record as Record<string, unknown>) || spec.label.toLowerCase()}`,
    [doc],
    (edit) => {
      for (const [name, value] of Object.entries(input as Record<string, unknown>))
        if (value !== undefined && spec.fields[name])
          writeField(edit, doc, spec, id, name, value, docs.newId, docs.nowMs(), docs.author());
    },
    options,
  );
};

/** A mark with a digest of what this device saw; anything a co-GM writes beyond it brings the record back. */
export const deleteRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
): Result<void, Refused | RecordMissing> => {
  const record = getRecord(doc, spec, id);
  const raw = doc.table(spec.kind).get(id);
  if (!record || !raw) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = refusedBy(doc, spec, id);
  if (refused) return err(refused);
  const seen = digestRecord(raw, textsForDigest(doc.doc, spec.kind, id));
  return docs.edit(
    `Delete ${titleOf(spec, record as Record<string, unknown>) || spec.label.toLowerCase()}`,
    [doc],
    (edit) => edit.set(doc, spec.kind, id, { deleted: { by: docs.deviceId, at: docs.nowMs(), seen, body: null } }),
  );
};

/** Takes the deletion mark away. */
export const restoreRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
): Result<void, Refused | RecordMissing> => {
  const record = doc.table(spec.kind).record(id) as Record<string, unknown> | null;
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  return docs.edit(`Bring back ${titleOf(spec, record) || spec.label.toLowerCase()}`, [doc], (edit) =>
    edit.set(doc, spec.kind, id, { deleted: undefined }),
  );
};

/** `toIndex` is the 0-based place in the resulting list. */
export const moveRecord = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  toIndex: number,
): Result<void, Refused> => {
  const keys = moveInOrder(listRecords(doc, spec) as unknown as Ordered[], id, toIndex); // reason: only nouns with an `order` field are listed by it
  return docs.edit(`Move ${spec.label.toLowerCase()}`, [doc], (edit) => {
    for (const [each, order] of keys) edit.set(doc, spec.kind, each, { order });
  });
};

type FieldName<S extends Spec> = keyof S['fields'] & string;

const groupKey = (spec: Spec, field: string): string => spec.fields[field]?.stored ?? field;

/** Steps a counter by `by`, or sets it by `to`. Each step is a key of its own: two devices that step apart both count. */
export const stepCounter = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  change: { by: number } | { to: number },
  note?: string,
): Result<string, Refused | RecordMissing> => {
  const record = getRecord(doc, spec, id);
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = refusedBy(doc, spec, id);
  if (refused) return err(refused);
  const amount = 'by' in change ? change.by : change.to;
  if (!Number.isFinite(amount))
    return err({ type: 'OutOfRange', field: spec.fields[field]!.label, min: -999_999, max: 999_999 });
  const step = docs.newId();
  const said = 'to' in change ? `to ${change.to}` : `${change.by > 0 ? '+' : '−'}${Math.abs(change.by)}`;
  return docs.edit(
    `${titleOf(spec, record as Record<string, unknown>)} ${spec.fields[field]!.label.toLowerCase()} ${said}`.trim(),
    [doc],
    (edit) => {
      const key = groupKey(spec, field);
      edit.setEntry(doc, spec.kind, id, key, step, {
        n: nextStep(doc.table(spec.kind).get(id)?.groups.get(key)),
        ...change,
        at: docs.nowMs(),
        who: docs.author(),
        ...(note ? { note } : {}),
      });
      return step;
    },
  );
};

const groupVerb = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  member: string,
  label: string,
  run: (edit: Edit) => void,
  options?: { typing?: boolean },
): Result<void, Refused | RecordMissing> => {
  if (!getRecord(doc, spec, id)) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = refusedBy(doc, spec, id);
  if (refused) return err(refused);
  if (member === '' || member.includes('/')) return err({ type: 'BadMember', field: label });
  return docs.edit(label, [doc], run, options);
};

/** One member of a set: two GMs who each add one end with both. */
export const setMember = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  member: string,
  present: boolean,
): Result<void, Refused | RecordMissing> => {
  // A packed record's first members lie in its creation: taking one away is written as a word of its own.
  const gone = spec.isPacked ? false : undefined;
  return groupVerb(
    docs,
    doc,
    spec,
    id,
    member.trim(),
    `${spec.fields[field]!.label}: ${present ? 'add' : 'remove'}`,
    (edit) => edit.setEntry(doc, spec.kind, id, groupKey(spec, field), member.trim(), present ? true : gone),
  );
};

/** One named value of a record's free-shaped group; `undefined` takes it away. */
export const setEntry = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  name: string,
  value: unknown,
  options?: { typing?: boolean },
): Result<void, Refused | RecordMissing> =>
  groupVerb(
    docs,
    doc,
    spec,
    id,
    name.trim(),
    `Edit ${spec.fields[field]!.label.toLowerCase()}`,
    (edit) => edit.setEntry(doc, spec.kind, id, groupKey(spec, field), name.trim(), value),
    options,
  );

const itemsOf = <S extends Spec>(doc: OpenDocument, spec: S, id: string, field: string): readonly Item[] =>
  ((getRecord(doc, spec, id) as Record<string, unknown> | null)?.[field] as readonly Item[] | undefined) ?? [];

/** Adds to an ordered list, at its end. */
export const addItem = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  text: string,
): Result<string, Refused | RecordMissing> => {
  if (text.trim() === '') return err({ type: 'NameMissing' });
  const item = docs.newId();
  const order = orderBetween(itemsOf(doc, spec, id, field).at(-1)?.order ?? null, null);
  const added = groupVerb(docs, doc, spec, id, item, `Add to ${spec.fields[field]!.label.toLowerCase()}`, (edit) => {
    edit.setEntry(doc, spec.kind, id, groupKey(spec, field), item, text.trim());
    edit.setEntry(doc, spec.kind, id, `${groupKey(spec, field)}.order`, item, order);
  });
  return added.ok ? ok(item) : added;
};

/** An empty text takes the entry away. */
export const editItem = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  item: string,
  text: string,
  options?: { typing?: boolean },
): Result<void, Refused | RecordMissing> =>
  groupVerb(
    docs,
    doc,
    spec,
    id,
    item,
    `Edit ${spec.fields[field]!.label.toLowerCase()}`,
    (edit) =>
      edit.setEntry(
        doc,
        spec.kind,
        id,
        groupKey(spec, field),
        item,
        text.trim() === '' ? undefined : options?.typing ? text : text.trim(),
      ),
    options,
  );

/** The place is kept: an item that a co-GM edits meanwhile comes back where it was. */
export const removeItem = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  item: string,
): Result<void, Refused | RecordMissing> =>
  groupVerb(docs, doc, spec, id, item, `Remove from ${spec.fields[field]!.label.toLowerCase()}`, (edit) =>
    edit.setEntry(doc, spec.kind, id, groupKey(spec, field), item, undefined),
  );

export const moveItem = <S extends Spec>(
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: S,
  id: string,
  field: FieldName<S>,
  item: string,
  toIndex: number,
): Result<void, Refused | RecordMissing> => {
  const keys = moveInOrder(itemsOf(doc, spec, id, field), item, toIndex);
  return groupVerb(docs, doc, spec, id, item, `Move in ${spec.fields[field]!.label.toLowerCase()}`, (edit) => {
    for (const [each, order] of keys) edit.setEntry(doc, spec.kind, id, `${groupKey(spec, field)}.order`, each, order);
  });
};

/** The declaration of a kind, with the kind as its name. */
export const specOf = <K extends StoredKind>(kind: K): (typeof RECORDS)[K] => RECORDS[kind];
