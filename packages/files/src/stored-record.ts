// Owns a record as it lies, in files: what its declaration reads of it, and the check of one that a file says it is.
import {
  readFields,
  RECORDS,
  type NoteNode,
  type RawFields,
  type RecordKind,
  type RecordOf,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';

const rawOf = (keys: Readonly<Record<string, unknown>>): RawFields => {
  const fields = new Map<string, unknown>();
  const groups = new Map<string, Map<string, unknown>>();
  for (const [key, value] of Object.entries(keys)) {
    const cut = key.indexOf('/');
    if (cut === -1) fields.set(key, value);
    else
      (groups.get(key.slice(0, cut)) ?? groups.set(key.slice(0, cut), new Map()).get(key.slice(0, cut))!).set(
        key.slice(cut + 1),
        value,
      );
  }
  return { fields, groups };
};

/** A stored record as its declaration reads it; null where its title is missing. */
export const recordOfStored = <S extends RecordSpec>(spec: S, record: StoredRecord): RecordOf<S> | null =>
  readFields(spec, record.id, rawOf(record.keys));

/** Nothing that the app writes is nested deeper; a file may be anything. */
const DEEPEST = 60;
/** False for JSON that is nested deeper than any person or program of good will nests it. */
export const isShallow = (value: unknown, depth = 0): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth < DEEPEST && Object.values(value).every((each) => isShallow(each, depth + 1)));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNote = (value: unknown, depth = 0): value is NoteNode[] =>
  Array.isArray(value) &&
  depth < DEEPEST &&
  value.every(
    (n: unknown) =>
      isObject(n) &&
      typeof n['type'] === 'string' &&
      /^[A-Za-z]{1,40}$/.test(n['type']) &&
      (n['text'] === undefined || typeof n['text'] === 'string') &&
      (n['attrs'] === undefined || isObject(n['attrs'])) &&
      (n['marks'] === undefined ||
        (Array.isArray(n['marks']) &&
          n['marks'].every((m: unknown) => isObject(m) && typeof m['type'] === 'string'))) &&
      (n['content'] === undefined || isNote(n['content'], depth + 1)),
  );

const isRecord = (
  value: unknown,
): value is { kind: string; id: string; session?: unknown; keys: Record<string, unknown>; texts?: unknown } =>
  isObject(value) &&
  typeof value['kind'] === 'string' &&
  (value['kind'] === 'note' || Object.hasOwn(RECORDS, value['kind'])) &&
  typeof value['id'] === 'string' &&
  isObject(value['keys']) &&
  isShallow(value['keys']) &&
  (value['texts'] === undefined || (isObject(value['texts']) && Object.values(value['texts']).every((t) => isNote(t))));

/** A record that somebody else wrote, checked to the last node; null for anything that is none. `session` names whose body it lies in. */
export const checkStored = (value: unknown): StoredRecord | null =>
  isRecord(value)
    ? {
        kind: value.kind as RecordKind,
        id: value.id,
        sessionId: typeof value.session === 'string' ? value.session : null,
        keys: value.keys,
        texts: (value.texts ?? {}) as Record<string, NoteNode[]>,
      }
    : null;
