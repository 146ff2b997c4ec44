// Compares one stored record from a file with the record here, and says what to write. What differs here stays,
// unless the GM chose that the file goes first.
import {
  isFurther,
  isId,
  META_ID,
  packFields,
  RECORDS,
  storedKey,
  type Field,
  type Item,
  type StoredRecord,
} from '@emberkeep/domain';
import type { StoredKind } from '../changes.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { splitFieldKey, type RawRecord } from '../record-table.ts';

/** A stored record of a kind that has a table; notes have none. */
export type TableRecord = StoredRecord & { kind: StoredKind };

/**
 * How a record is put over one that exists. Without a mode, keys are compared one by one: members and items of lists
 * are added beside the ones here. `field-by-field`: a field that is empty here is filled, a list is one value, and a
 * session goes on to where the file says it is.
 * `only-new`: a record that exists is left alone. `keep-here`: it is left alone too, and what the file says otherwise is
 * reported as kept.
 */
export type PutMode = 'field-by-field' | 'only-new' | 'keep-here';

/** What putting records into a campaign did, or would do. */
export interface PutOutcome {
  created: number;
  changed: number;
  /** Of `changed`, those that were in Trash. */
  restored: number;
  same: number;
  /** Of `same`, those that differ from the file and stay as they are here. */
  differing: number;
  /** Records that differ from the file in some fields and kept theirs. */
  kept: { kind: StoredRecord['kind']; id: string; fields: string[] }[];
  /** Sessions whose body could not be written: completed, or not on this device. */
  refused: string[];
}

export const emptyOutcome = (): PutOutcome => ({
  ...{ created: 0, changed: 0, restored: 0, same: 0, differing: 0 },
  kept: [],
  refused: [],
});

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

type Declared = Readonly<Record<string, Field<unknown>>>;

/** The declaration of a field by the key it is stored under. */
const declarationOf = (kind: StoredKind, key: string): Field<unknown> | undefined => {
  const fields: Declared = RECORDS[kind].fields;
  return Object.entries(fields).find(([name, field]) => storedKey(name, field) === key)?.[1];
};

/** True for a single value that says no more than a field that was never written. */
const isEmptyHere = (raw: RawRecord | undefined, kind: StoredKind, write: KeyWrite): boolean =>
  write.member === null && !differs(valueHere(raw, write), declarationOf(kind, write.field)?.empty);

/** True for a status or stage of a session that is further on than the one here. No file makes a session read-only. */
const goesOn = (raw: RawRecord | undefined, kind: StoredKind, { field, member, value }: KeyWrite): boolean =>
  kind === 'session' &&
  member === null &&
  (field === 'status' || (field === 'stage' && value !== 'completed')) &&
  isFurther(field, value, raw?.fields.get(field) ?? declarationOf(kind, field)?.empty);

/** Fields that would contradict a status that stays. */
const TIMES_OF_STATUS = new Set(['startedAt', 'endedAt', 'stage']);

/** A session whose status stays keeps the times of that status too: none in progress has an end. */
const keepTimesOfStatus = (plan: PutPlan, kind: StoredKind): void => {
  if (kind !== 'session' || !plan.kept.includes('status')) return;
  const left = plan.writes.filter(({ field }) => TIMES_OF_STATUS.has(field));
  plan.writes = plan.writes.filter((write) => !left.includes(write));
  plan.kept.push(...left.map(({ field }) => field));
};

const NOTHING: RawRecord = { fields: new Map(), groups: new Map() };

const itemTexts = (field: Field<unknown>, raw: RawRecord, key: string): string[] =>
  (field.read(raw, key) as readonly Item[]).map((item) => item.text);

const rawOfKeys = (keys: TableRecord['keys'], listKey: string): RawRecord => {
  const raw: RawRecord = { fields: new Map(), groups: new Map() };
  for (const [key, value] of Object.entries(keys)) {
    const { field, member } = splitFieldKey(key);
    if (member === null || (field !== listKey && field !== `${listKey}.order`)) continue;
    raw.groups.set(field, (raw.groups.get(field) ?? new Map<string, unknown>()).set(member, value));
  }
  return raw;
};

/** What writing a list of the file would do to the one here. */
const compareLists = (
  raw: RawRecord | undefined,
  { kind, keys }: TableRecord,
  listKey: string,
): 'same' | 'fills' | 'replaces' => {
  const field = declarationOf(kind, listKey)!;
  const here = itemTexts(field, raw ?? NOTHING, listKey);
  if (!differs(here, itemTexts(field, rawOfKeys(keys, listKey), listKey))) return 'same';
  return here.length === 0 ? 'fills' : 'replaces';
};

/** The lists of a record's keys, by the key each is stored under. */
const listKeysOf = ({ kind, keys }: TableRecord): Set<string> =>
  new Set(
    Object.keys(keys)
      .map((key) => splitFieldKey(key).field)
      .filter((field) => declarationOf(kind, field)?.form === 'items'),
  );

/** Decides for whole lists, and gives the keys that are left to decide. */
const planLists = (
  plan: PutPlan,
  raw: RawRecord | undefined,
  record: TableRecord,
  preferFile: boolean,
): [key: string, value: unknown][] => {
  const left = new Map(Object.entries(record.keys));
  for (const listKey of listKeysOf(record)) {
    const found = compareLists(raw, record, listKey);
    if (found === 'replaces' && preferFile)
      for (const member of raw?.groups.get(listKey)?.keys() ?? [])
        plan.writes.push({ field: listKey, member, value: undefined });
    if (found === 'replaces' && !preferFile) plan.kept.push(listKey);
    if (found === 'fills' || (found === 'replaces' && preferFile))
      for (const [field, group] of rawOfKeys(record.keys, listKey).groups)
        for (const [member, value] of group) plan.writes.push({ field, member, value });
    for (const key of left.keys()) {
      const { field } = splitFieldKey(key);
      if (field === listKey || field === `${listKey}.order`) left.delete(key);
    }
  }
  return [...left];
};

/** Fields that follow from when and where a record was imported, and not from what the file says. */
const PLACE_FIELDS = new Set(['order', 'at', 'createdAt', 'source']);

/** The fields in which the record of this id differs from what the file says. */
export const differingFields = (doc: OpenDocument, id: string, { kind, keys }: TableRecord): string[] => {
  const told = Object.entries((keys['made'] as Record<string, unknown> | undefined) ?? keys);
  const raw = doc.table(kind).get(id);
  // reason: a record of any kind is an object of its fields, which the file has by stored keys
  const record = doc.table(kind).record(id) as unknown as Readonly<Record<string, unknown>> | null;
  const here = record === null ? null : packFields(RECORDS[kind], record);
  const differing = told
    .map(([key, value]) => ({ ...splitFieldKey(key), value }))
    .filter((write) => !PLACE_FIELDS.has(write.field))
    .filter((write) => differs(keys['made'] ? here?.[write.field] : valueHere(raw, write), write.value))
    .map(({ field }) => field);
  return [...new Set(differing)];
};

export interface PlanOptions {
  preferFile: boolean;
  mode?: PutMode | undefined;
  /** The record is deleted here. One that was written in after its deletion is not. */
  isDeleted: boolean;
}

export const planPut = (
  doc: OpenDocument,
  record: TableRecord,
  { preferFile, mode, isDeleted }: PlanOptions,
): PutPlan => {
  const raw = doc.table(record.kind).get(record.id);
  if (raw && mode === 'only-new') return { standing: 'same', isRestored: false, writes: [], kept: [] };
  if (raw && mode === 'keep-here' && !isDeleted)
    return { standing: 'same', isRestored: false, writes: [], kept: differingFields(doc, record.id, record) };
  const isRestored = isDeleted && preferFile;
  const staysDeleted = isDeleted && !preferFile;
  const plan: PutPlan = {
    standing: raw ? 'same' : 'created',
    isRestored,
    writes: [],
    kept: staysDeleted ? ['deleted'] : [],
  };
  const isByField = mode === 'field-by-field' && !staysDeleted;
  const keys = isByField ? planLists(plan, raw, record, preferFile) : Object.entries(record.keys);
  for (const [key, value] of keys) {
    const write = { ...splitFieldKey(key), value };
    if (write.field === '' || write.field === 'deleted' || write.member === '') continue;
    const here = valueHere(raw, write);
    if (here !== undefined && !differs(here, value)) continue;
    const isFilled = isByField && (isEmptyHere(raw, record.kind, write) || goesOn(raw, record.kind, write));
    const isReplaced = replaces(raw, write) && !isFilled;
    if (staysDeleted || (!preferFile && isReplaced)) plan.kept.push(write.field);
    else plan.writes.push(write);
  }
  if (isByField) keepTimesOfStatus(plan, record.kind);
  if (raw && (isRestored || plan.writes.length > 0)) plan.standing = 'changed';
  return plan;
};

export const countPut = (outcome: PutOutcome, { kind, id }: TableRecord, plan: PutPlan): void => {
  outcome[plan.standing] += 1;
  if (plan.isRestored) outcome.restored += 1;
  if (plan.standing === 'same' && plan.kept.length > 0 && !plan.kept.includes('deleted')) outcome.differing += 1;
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
