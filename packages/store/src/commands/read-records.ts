// Reads records of any kind from a document.
import { byOrder, RECORDS, type Ordered, type RecordOf, type RecordSpec } from '@emberkeep/domain';
import type { StoredKind } from '../changes.ts';
import { isHeld } from '../held-records.ts';
import type { OpenDocument, ReadableDocument } from '../open-document.ts';

export type Spec = RecordSpec<StoredKind>;

/** A record as lists show it. `broughtBack`: one device deleted it and another changed it, so it exists again. */
export type Listed<S extends Spec> = RecordOf<S> & { readonly broughtBack: boolean };

const hasMark = (doc: ReadableDocument, spec: Spec, id: string): boolean =>
  doc.table(spec.kind).get(id)?.fields.has('deleted') ?? false;

/** True for a record whose deletion mark holds, also while somebody types in it here. */
export const isMarkedDeleted = (doc: ReadableDocument, spec: Spec, id: string): boolean =>
  doc.table(spec.kind).isDeleted(id);

/** True for a record that exists on every device: not for a deleted one that somebody types in here. */
export const isStanding = (doc: ReadableDocument, spec: Spec, id: string): boolean =>
  doc.table(spec.kind).record(id) !== null && !isMarkedDeleted(doc, spec, id);

/**
 * The record, or null when there is none or it is deleted. One that somebody types in here is given until the typing
 * ends.
 */
export const getRecord = <S extends Spec>(doc: ReadableDocument, spec: S, id: string): Listed<S> | null => {
  const record = doc.table(spec.kind).record(id) as Listed<S> | null;
  if (!record || !hasMark(doc, spec, id)) return record;
  if (!isMarkedDeleted(doc, spec, id)) return { ...record, broughtBack: true };
  return isHeld(doc, spec.kind, id) ? record : null;
};

const comparing = (spec: Spec): ((a: { id: string }, b: { id: string }) => number) =>
  'order' in spec.fields ? (a, b) => byOrder(a as Ordered, b as Ordered) : (a, b) => (a.id < b.id ? -1 : 1);

/** The record that a command is to change; with `restores` also a deleted one, which what is written restores. */
export const getRecordToEdit = <S extends Spec>(
  doc: ReadableDocument,
  spec: S,
  id: string,
  restores: boolean,
): RecordOf<S> | null =>
  getRecord(doc, spec, id) ?? (restores ? (doc.table(spec.kind).record(id) as RecordOf<S> | null) : null);

/** Every record that is not deleted, by order where the kind has one, else by id: the same on every device. */
export const listRecords = <S extends Spec>(doc: ReadableDocument, spec: S): readonly Listed<S>[] => {
  const table = doc.table(spec.kind);
  const compare = comparing(spec);
  // A marked record that somebody types in here is listed, and typing is outside the table: only the rest is cached.
  const { unmarked, markedIds } = table.memo('listed', () => {
    const ids = [...table.ids()];
    const records = ids
      .filter((id) => !hasMark(doc, spec, id))
      .flatMap((id) => (table.record(id) as Listed<S> | null) ?? []);
    return { unmarked: records.sort(compare), markedIds: ids.filter((id) => hasMark(doc, spec, id)) };
  });
  const restored = markedIds.flatMap((id) => getRecord(doc, spec, id) ?? []);
  return restored.length === 0 ? unmarked : [...unmarked, ...restored].sort(compare);
};

/** Records that are deleted and can be restored. */
export const deletedRecords = <S extends Spec>(doc: OpenDocument, spec: S): RecordOf<S>[] =>
  [...doc.table(spec.kind).ids()].flatMap((id) => {
    const record = doc.table(spec.kind).record(id) as RecordOf<S> | null;
    return record && isMarkedDeleted(doc, spec, id) && !isHeld(doc, spec.kind, id) ? [record] : [];
  });

/** The declaration of a kind, typed by it. */
export const specOf = <K extends StoredKind>(kind: K): (typeof RECORDS)[K] => RECORDS[kind];
