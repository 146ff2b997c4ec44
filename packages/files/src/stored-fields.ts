// Writes a record's fields as the keys it is stored under, the inverse of readFields in packages/domain. Ids inside
// (counter steps, list items) derive from their cause, so that the same file gives the same keys on every device.
import { orderKeys, RECORDS, storedKey, type StoredRecord } from '@emberkeep/domain';

/**
 * An id that is a function of its cause, so that opening the same file twice gives the same records (store's
 * derivedId).
 */
export type DeriveId = (...cause: readonly string[]) => string;

/** Kinds of records with a declaration in packages/domain. */
export type DeclaredKind = Exclude<StoredRecord['kind'], 'note'>;

type Keys = Record<string, unknown>;

/**
 * What every form of field needs to write itself: the record's keys, the field's own key, and ids for what is inside.
 */
interface FieldTarget {
  keys: Keys;
  recordId: string;
  key: string;
  derive: DeriveId;
}

const clear = (keys: Keys, key: string): void => {
  for (const k of Object.keys(keys)) if (k.startsWith(`${key}/`)) delete keys[k];
};

/** A counter is set by one more step, numbered after the highest it has. */
const setCounter = ({ keys, recordId, key, derive }: FieldTarget, value: unknown): void => {
  let n = 1;
  for (const [k, step] of Object.entries(keys)) {
    const number = k.startsWith(`${key}/`) ? (step as { n?: unknown } | null)?.n : undefined;
    if (typeof number === 'number') n = Math.max(n, number + 1);
  }
  keys[`${key}/${derive('step', recordId, key, String(n), String(value))}`] = { n, to: value, at: 0, who: '' };
};

/** A set as a list, or by member whether it is in the set: false takes out a member that is there. */
type Members = readonly string[] | Readonly<Record<string, boolean>>;

const setMembers = ({ keys, key }: FieldTarget, members: Members): void => {
  clear(keys, key);
  const isList = (value: Members): value is readonly string[] => Array.isArray(value);
  const entries = isList(members) ? members.map((member) => [member, true] as const) : Object.entries(members);
  for (const [member, present] of entries) if (member) keys[`${key}/${member}`] = present;
};

const setItems = ({ keys, recordId, key, derive }: FieldTarget, texts: readonly string[]): void => {
  clear(keys, key);
  clear(keys, `${key}.order`);
  const orders = orderKeys(texts.length);
  texts.forEach((text, i) => {
    const item = derive('item', recordId, key, String(i), text);
    keys[`${key}/${item}`] = text;
    keys[`${key}.order/${item}`] = orders[i];
  });
};

/**
 * Sets fields in `keys`: counters by a step to the value, sets and lists as a whole, named entries one by one. Skips
 * names that the kind does not declare.
 */
export const setFields = (
  kind: DeclaredKind,
  id: string,
  keys: Keys,
  fields: Readonly<Record<string, unknown>>,
  derive: DeriveId,
): void => {
  const declared = RECORDS[kind].fields as Record<string, { form: string; stored?: string }>;
  for (const [name, value] of Object.entries(fields)) {
    const field = declared[name];
    if (!field || value === undefined) continue;
    const key = storedKey(name, field);
    const target: FieldTarget = { keys, recordId: id, key, derive };
    switch (field.form) {
      case 'counter':
        setCounter(target, value);
        break;
      case 'members':
        setMembers(target, value as Members);
        break;
      case 'items':
        setItems(target, value as readonly string[]);
        break;
      case 'entries':
        for (const [member, each] of Object.entries(value as Readonly<Record<string, unknown>>))
          if (member) keys[`${key}/${member}`] = each;
        break;
      default:
        keys[key] = value;
    }
  }
};
