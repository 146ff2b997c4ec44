// Owns the flat shape of records in a document: one root Y.Map per kind with keys `<id>/<field>`, a group with one key per
// member (`<id>/<field>/<member>`). No Y type is ever a value (two GMs who set one offline would lose one with everything
// in it). Keeps a plain copy by id and what was read from it, updated from the map's events, so that a list costs no walk
// over the document. Invariant: `record(id)` is read again only after one of its keys changed.
import type * as Y from 'yjs';
import { readFields, type RawFields, type RecordSpec } from '@emberkeep/domain';

/** Fields of a record as they lie in the document; values are JSON. Keys come from peers, hence Maps and no objects. */
export interface RawRecord extends RawFields {
  fields: Map<string, unknown>;
  groups: Map<string, Map<string, unknown>>;
}

export interface RecordTable {
  get(id: string): RawRecord | undefined;
  ids(): Iterable<string>;
  /** The record as its spec reads it, with `broughtBack: false`; null while its title field is not there. The same object until it changes. */
  record(id: string): unknown;
  /** A value computed from the whole table, kept until any of its keys changes. */
  memo<T>(name: string, compute: () => T): T;
  /** Stops listening; for a table that was wanted once. */
  close(): void;
  readonly map: Y.Map<unknown>;
}

const split = (key: string): { id: string; field: string; member: string | null } | null => {
  const first = key.indexOf('/');
  if (first <= 0) return null;
  const id = key.slice(0, first);
  const rest = key.slice(first + 1);
  const second = rest.indexOf('/');
  return second === -1
    ? { id, field: rest, member: null }
    : { id, field: rest.slice(0, second), member: rest.slice(second + 1) };
};

/** Wraps a root map; without a spec nothing is read, only raw fields. Cost: one pass over its keys now, then the changed keys of each transaction. */
export const createRecordTable = (map: Y.Map<unknown>, spec: RecordSpec | null): RecordTable => {
  const raws = new Map<string, RawRecord>();
  const read = new Map<string, unknown>();
  const memos = new Map<string, unknown>();
  const apply = (key: string, present: boolean): void => {
    const parts = split(key);
    if (!parts) return;
    const { id, field, member } = parts;
    let raw = raws.get(id);
    if (!raw) raws.set(id, (raw = { fields: new Map(), groups: new Map() }));
    if (member === null) {
      if (present) raw.fields.set(field, map.get(key));
      else raw.fields.delete(field);
    } else {
      let group = raw.groups.get(field);
      if (!group) raw.groups.set(field, (group = new Map()));
      if (present) group.set(member, map.get(key));
      else group.delete(member);
    }
    read.delete(id);
  };
  for (const key of map.keys()) apply(key, true);
  const onChange = (event: Y.YMapEvent<unknown>): void => {
    memos.clear();
    for (const key of event.keysChanged) apply(key, map.has(key));
  };
  map.observe(onChange);
  return {
    get: (id) => raws.get(id),
    ids: () => raws.keys(),
    record: (id) => {
      const known = read.get(id);
      if (known !== undefined) return known;
      const raw = raws.get(id);
      const fields = raw && spec ? readFields(spec, id, raw) : null;
      // Carried along for lists: one object a record and not a copy a list.
      const record = fields && { ...fields, broughtBack: false };
      read.set(id, record);
      return record;
    },
    memo: <T>(name: string, compute: () => T): T => {
      if (!memos.has(name)) memos.set(name, compute());
      return memos.get(name) as T;
    },
    close: () => map.unobserve(onChange),
    map,
  };
};
