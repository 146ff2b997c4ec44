// A stored record inside a file: reading it by its declaration, and checking one that a file claims to hold.
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
import { isObject, isShallow, MAX_DEPTH } from './json.ts';

/** Splits keys such as `tags/harbour` into groups; keys without a slash are single fields. */
const rawFields = (keys: Readonly<Record<string, unknown>>): RawFields => {
  const fields = new Map<string, unknown>();
  const groups = new Map<string, Map<string, unknown>>();
  for (const [key, value] of Object.entries(keys)) {
    const slash = key.indexOf('/');
    if (slash === -1) {
      fields.set(key, value);
      continue;
    }
    const name = key.slice(0, slash);
    const group = groups.get(name) ?? new Map<string, unknown>();
    groups.set(name, group.set(key.slice(slash + 1), value));
  }
  return { fields, groups };
};

/** A stored record as its declaration reads it; null if it has no title. */
export const recordOfStored = <S extends RecordSpec>(spec: S, record: StoredRecord): RecordOf<S> | null =>
  readFields(spec, record.id, rawFields(record.keys));

const isMarks = (value: unknown): boolean =>
  Array.isArray(value) && value.every((mark: unknown) => isObject(mark) && typeof mark['type'] === 'string');

const isNode = (value: unknown, depth: number): boolean =>
  isObject(value) &&
  typeof value['type'] === 'string' &&
  /^[A-Za-z]{1,40}$/.test(value['type']) &&
  (value['text'] === undefined || typeof value['text'] === 'string') &&
  (value['attrs'] === undefined || isObject(value['attrs'])) &&
  (value['marks'] === undefined || isMarks(value['marks'])) &&
  (value['content'] === undefined || isNote(value['content'], depth + 1));

const isNote = (value: unknown, depth = 0): value is NoteNode[] =>
  Array.isArray(value) && depth < MAX_DEPTH && value.every((node: unknown) => isNode(node, depth));

const isTexts = (value: unknown): value is Record<string, NoteNode[]> =>
  isObject(value) && Object.values(value).every((text) => isNote(text));

const isKind = (value: unknown): value is RecordKind =>
  typeof value === 'string' && (value === 'note' || Object.hasOwn(RECORDS, value));

/**
 * Checks a record from a file down to the last node of its texts; null if it is not one. `session` holds the id of the
 * session it belongs to.
 */
export const checkStored = (value: unknown): StoredRecord | null => {
  if (!isObject(value)) return null;
  const { kind, id, session, keys, texts = {} } = value;
  if (!isKind(kind) || typeof id !== 'string' || !isObject(keys) || !isShallow(keys) || !isTexts(texts)) return null;
  return { kind, id, sessionId: typeof session === 'string' ? session : null, keys, texts };
};
