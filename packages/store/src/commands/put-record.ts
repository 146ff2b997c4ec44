// Compares one stored record from a file with the record here, and says what to write. What differs here stays,
// unless the GM chose that the file goes first.
import { isId, META_ID, RECORDS, type StoredRecord } from '@emberkeep/domain';
import type { StoredKind } from '../changes.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { splitFieldKey, type RawRecord } from '../record-table.ts';

/** A stored record of a kind that has a table; notes have none. */
export type TableRecord = StoredRecord & { kind: StoredKind };

/** What putting records into a campaign did, or would do. */
export interface PutOutcome {
  created: number;
  changed: number;
  same: number;
  /** Records that differ from the file in some fields and kept theirs. */
  kept: { kind: StoredRecord['kind']; id: string; fields: string[] }[];
  /** Sessions whose body could not be written: completed, or not on this device. */
  refused: string[];
}

export const emptyOutcome = (): PutOutcome => ({ created: 0, changed: 0, same: 0, kept: [], refused: [] });

interface KeyWrite {
  field: string;
  /** Null for a field that is one value. */
  member: string | null;
  value: unknown;
}

/** What putting one record means here. */
export interface PutPlan {
  standing: 'created' | 'changed' | 'same';
  isRestored: boolean;
  writes: KeyWrite[];
  /** Fields that differ and stay as they are here. */
  kept: string[];
}

/** True for a record that may be put at all: a known kind, with an id of ours, in the document it belongs to. */
export const isValidRecord = (record: StoredRecord): boolean => {
  if (record.sessionId !== null && !isId(record.sessionId)) return false;
  if (record.kind === 'note') return record.id === record.sessionId;
  if (!Object.hasOwn(RECORDS, record.kind)) return false;
  return record.kind === 'campaign' ? record.id === META_ID : isId(record.id);
};

export const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** True for a counter's value as a file sets it: no device stepped the counter at that time. */
const isSetByFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'to' in value && 'at' in value && value.at === 0;

const valueHere = (raw: RawRecord | undefined, { field, member }: KeyWrite): unknown =>
  member === null ? raw?.fields.get(field) : raw?.groups.get(field)?.get(member);

/**
 * True when writing the key replaces a value here. Members, orders and steps of a counter are added beside the ones
 * here; a counter that a file sets is one value, so it replaces what the counter holds.
 */
const replaces = (raw: RawRecord | undefined, write: KeyWrite): boolean => {
  if (valueHere(raw, write) !== undefined) return true;
  const group = write.member === null ? undefined : raw?.groups.get(write.field);
  return (group?.size ?? 0) > 0 && isSetByFile(write.value);
};

export const planPut = (doc: OpenDocument, record: TableRecord, preferFile: boolean): PutPlan => {
  const raw = doc.table(record.kind).get(record.id);
  const isDeleted = raw?.fields.has('deleted') ?? false;
  const isRestored = isDeleted && preferFile;
  const staysDeleted = isDeleted && !preferFile;
  const plan: PutPlan = {
    standing: raw ? 'same' : 'created',
    isRestored,
    writes: [],
    kept: staysDeleted ? ['deleted'] : [],
  };
  for (const [key, value] of Object.entries(record.keys)) {
    const write = { ...splitFieldKey(key), value };
    if (write.field === '' || write.field === 'deleted' || write.member === '') continue;
    const here = valueHere(raw, write);
    if (here !== undefined && !differs(here, value)) continue;
    if (staysDeleted || (!preferFile && replaces(raw, write))) plan.kept.push(write.field);
    else plan.writes.push(write);
  }
  if (raw && (isRestored || plan.writes.length > 0)) plan.standing = 'changed';
  return plan;
};

export const countPut = (outcome: PutOutcome, { kind, id }: TableRecord, plan: PutPlan): void => {
  outcome[plan.standing] += 1;
  if (plan.kept.length > 0) outcome.kept.push({ kind, id, fields: [...new Set(plan.kept)] });
};

export const applyPut = (edit: Edit, doc: OpenDocument, { kind, id }: TableRecord, plan: PutPlan): void => {
  if (plan.standing === 'created') edit.created(doc, kind, id, { shared: true });
  if (plan.isRestored) edit.set(doc, kind, id, { deleted: undefined });
  for (const { field, member, value } of plan.writes) {
    if (member === null) edit.set(doc, kind, id, { [field]: value });
    else edit.setEntry(doc, kind, id, field, member, value);
  }
};
