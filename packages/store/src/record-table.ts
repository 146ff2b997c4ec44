// The flat shape of records in a document: one root Y.Map per kind, with keys `<id>/<field>`, and one key per
// member of a group (`<id>/<field>/<member>`). A value is never a Yjs type: when two GMs set one offline, one of
// them would be lost with everything in it. Invariant: a record is read again only after one of its keys changed,
// so a list costs no walk over the document.
import type * as Y from 'yjs';
import { readFields, RECORDS, type RawFields, type RecordSpec } from '@emberkeep/domain';
import { rootNameOf, type StoredKind } from './changes.ts';
import { isDeletedRecord } from './deletion.ts';
import { ownerOfText, readValue } from './typed-text.ts';
import { keptOnes, withheldFromPlayers } from './withheld.ts';

/** Fields of a record as stored; values are JSON. Keys come from peers, hence Maps and not objects. */
export interface RawRecord extends RawFields {
  fields: Map<string, unknown>;
  groups: Map<string, Map<string, unknown>>;
}

export interface RecordTable {
  get(id: string): RawRecord | undefined;
  ids(): Iterable<string>;
  /**
   * The record as its spec reads it, with `broughtBack: false`; null while its title field is missing. The same
   * object until one of its keys changes.
   */
  record(id: string): unknown;
  /** Whether the record's deletion mark holds; digested once, until one of its keys or texts changes. */
  isDeleted(id: string): boolean;
  /**
   * A value computed from the whole table, cached until any key, or a text of a record with a deletion mark, changes.
   */
  memo<T>(name: string, compute: () => T): T;
  /** Stops listening. Only for a table that is read once. */
  close(): void;
  readonly map: Y.Map<unknown>;
}

/** Splits a key below a record's id; `member` is null for a field that is one value. */
export const splitFieldKey = (key: string): { field: string; member: string | null } => {
  const slash = key.indexOf('/');
  return slash === -1 ? { field: key, member: null } : { field: key.slice(0, slash), member: key.slice(slash + 1) };
};

/** Splits a key of a root map; null for a key without a record's id. */
export const splitKey = (key: string): { id: string; field: string; member: string | null } | null => {
  const slash = key.indexOf('/');
  return slash <= 0 ? null : { id: key.slice(0, slash), ...splitFieldKey(key.slice(slash + 1)) };
};

const setOrDelete = <V>(map: Map<string, V>, key: string, present: boolean, value: V): void => {
  if (present) map.set(key, value);
  else map.delete(key);
};

/**
 * Copies one key of the root map into the plain records; returns the id of its record, null for a key of no record.
 */
const copyKey = (raws: Map<string, RawRecord>, map: Y.Map<unknown>, key: string): string | null => {
  const parts = splitKey(key);
  if (!parts) return null;
  const { id, field, member } = parts;
  const value = readValue(map, key);
  let raw = raws.get(id);
  if (!raw) raws.set(id, (raw = { fields: new Map(), groups: new Map() }));
  if (member === null) {
    setOrDelete(raw.fields, field, map.has(key), value);
    return id;
  }
  let group = raw.groups.get(field);
  if (!group) raw.groups.set(field, (group = new Map()));
  setOrDelete(group, member, map.has(key), value);
  return id;
};

/** The keys of `map` whose text was typed in a transaction. */
const typedKeysOf = ({ doc, changed }: Y.Transaction, map: Y.Map<unknown>): string[] =>
  [...changed.keys()].flatMap((type) => {
    const name = rootNameOf(doc, type);
    const owner = name === undefined ? null : ownerOfText(doc, name);
    return owner?.map === map ? [owner.key] : [];
  });

/** The ids of the records in whose rich texts (`<id>/<text>`) a transaction wrote. */
const idsOfWrittenTexts = ({ doc, changed }: Y.Transaction): Set<string> => {
  const ids = new Set<string>();
  for (const [type] of changed) {
    let root: Y.AbstractType<unknown> = type as Y.AbstractType<unknown>;
    while (root._item) root = root._item.parent as Y.AbstractType<unknown>;
    const [id = '', text] = rootNameOf(doc, root)?.split('/') ?? [];
    if (text !== undefined) ids.add(id);
  }
  return ids;
};

/**
 * Wraps a root map. Without a spec, `record` is always null, nothing is deleted, and only raw fields can be read. Costs
 * one pass over all keys now, then the changed keys of each transaction.
 */
export const createRecordTable = (map: Y.Map<unknown>, spec: RecordSpec | null): RecordTable => {
  const raws = new Map<string, RawRecord>();
  const read = new Map<string, unknown>();
  const memos = new Map<string, unknown>();
  const deleted = new Map<string, boolean>();
  for (const key of map.keys()) copyKey(raws, map, key);
  const refresh = (keys: Iterable<string>): void => {
    for (const key of keys) {
      memos.clear();
      const id = copyKey(raws, map, key);
      if (id === null) continue;
      read.delete(id);
      deleted.delete(id);
      if (spec?.kind === 'entity') for (const kept of keptOnes(raws, id)) read.delete(kept);
    }
  };
  const forgetWritten = (ids: Iterable<string>): void => {
    for (const id of ids) {
      deleted.delete(id);
      if (raws.get(id)?.fields.has('deleted')) memos.clear();
    }
  };
  const onChange = (event: Y.YMapEvent<unknown>): void => refresh(event.keysChanged);
  // Before every observer: what they read must be the new text.
  const onTyped = (transaction: Y.Transaction): void => {
    refresh(typedKeysOf(transaction, map));
    if (spec) forgetWritten(idsOfWrittenTexts(transaction));
  };
  map.observe(onChange);
  map.doc?.on('beforeObserverCalls', onTyped);
  return {
    get: (id) => raws.get(id),
    ids: () => raws.keys(),
    record: (id) => {
      const known = read.get(id);
      if (known !== undefined) return known;
      const raw = raws.get(id);
      const fields = raw && spec ? readFields(spec, id, raw) : null;
      // Added here and not in each list, so that lists share one object per record.
      const withheld = spec?.kind === 'entity' ? withheldFromPlayers(raws, id) : null;
      const record = fields && { ...fields, ...withheld, broughtBack: false };
      read.set(id, record);
      return record;
    },
    isDeleted: (id) => {
      const raw = raws.get(id);
      if (!raw?.fields.has('deleted') || !spec || !map.doc) return false;
      const known = deleted.get(id);
      // Within a transaction a text may be newer than what is known of it.
      const isWriting = map.doc._transaction !== null;
      if (known !== undefined && !isWriting) return known;
      const isDeleted = isDeletedRecord(map.doc, spec.kind as StoredKind, id, raw);
      if (!isWriting) deleted.set(id, isDeleted);
      return isDeleted;
    },
    memo: <T>(name: string, compute: () => T): T => {
      if (!memos.has(name)) memos.set(name, compute());
      return memos.get(name) as T;
    },
    close: () => {
      map.unobserve(onChange);
      map.doc?.off('beforeObserverCalls', onTyped);
    },
    map,
  };
};

/** The record tables of a document, each made when it is first asked for. */
export const tablesByKind = (doc: Y.Doc): ((kind: StoredKind) => RecordTable) => {
  const tables = new Map<StoredKind, RecordTable>();
  return (kind) => {
    let table = tables.get(kind);
    if (!table) tables.set(kind, (table = createRecordTable(doc.getMap<unknown>(RECORDS[kind].root), RECORDS[kind])));
    return table;
  };
};
