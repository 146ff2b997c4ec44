// Reads the readable copy in a backup back into records, for the documents of it that are damaged. Whatever is not as
// the app writes it is left out.
import {
  exportedKey,
  isId,
  META_ID,
  packFields,
  RECORDS,
  roomOf,
  type Field,
  type NoteNode,
  type StoredRecord,
} from '@emberkeep/domain';
import { isObject, isShallow, list, obj, type Json } from './json.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { setFields, type DeclaredKind, type DeriveId } from './stored-fields.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

/** True for a value in the form that {@link setFields} takes for a field. */
const isOfForm = ({ form }: Field<unknown>, value: unknown): boolean => {
  if (form === 'counter') return Number.isFinite(value);
  if (form === 'items' || form === 'members') return Array.isArray(value) && value.every(isText);
  if (form === 'entries') return isObject(value) && isShallow(value);
  return isShallow(value);
};

const isDeclared = (kind: unknown): kind is DeclaredKind => isText(kind) && Object.hasOwn(RECORDS, kind);

/** The fields that the kind declares; its title too where the copy leaves it out, because a new record has that. */
const fieldsOf = (kind: DeclaredKind, raw: Json): Json => {
  const declared = RECORDS[kind].fields as Readonly<Record<string, Field<unknown>>>;
  const { title } = RECORDS[kind];
  const names = new Map(Object.entries(declared).map(([name, field]) => [exportedKey(name, field), name]));
  const given = Object.entries(raw).flatMap(([key, value]): [string, unknown][] => {
    const name = names.get(key);
    return name !== undefined && isOfForm(declared[name]!, value) ? [[name, value]] : [];
  });
  return { [title]: declared[title]!.empty, ...Object.fromEntries(given) };
};

const keysOf = (kind: DeclaredKind, id: string, raw: Json, derive: DeriveId): Json => {
  const fields = fieldsOf(kind, raw);
  if (RECORDS[kind].isPacked) return { made: packFields(RECORDS[kind], fields) };
  const keys: Json = {};
  setFields(kind, id, keys, fields, derive);
  return keys;
};

const textsOf = (raw: Json): Record<string, NoteNode[]> =>
  Object.fromEntries(
    Object.entries(raw).flatMap(([name, text]) => (isText(text) && text !== '' ? [[name, markdownToNote(text)]] : [])),
  );

const readRecord = (value: Json, derive: DeriveId): StoredRecord | null => {
  const { kind, id, session } = value;
  const sessionId = isText(session) && isId(session) ? session : null;
  if (!isText(id) || !(isId(id) || id === META_ID)) return null;
  const texts = textsOf(obj(value['texts']));
  if (kind === 'note') return sessionId === id ? { kind, id, sessionId, keys: {}, texts } : null;
  if (!isDeclared(kind) || (RECORDS[kind].home === 'body') !== (sessionId !== null)) return null;
  return { kind, id, sessionId, keys: keysOf(kind, id, obj(value['fields']), derive), texts };
};

/** The records that the readable copy of a backup holds of the documents in `rooms`. Never throws. */
export const readReadable = (
  readable: unknown,
  campaignId: string,
  rooms: ReadonlySet<string>,
  derive: DeriveId,
): StoredRecord[] => {
  const roomOfRecord = ({ session }: Json): string =>
    isText(session) && isId(session)
      ? roomOf({ kind: 'session', campaignId, sessionId: session })
      : roomOf({ kind: 'ledger', campaignId });
  return list(obj(readable)['records']).flatMap((value) => {
    if (!isObject(value) || !rooms.has(roomOfRecord(value))) return [];
    const record = readRecord(value, derive);
    return record ? [record] : [];
  });
};
