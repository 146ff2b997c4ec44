// Owns the flat shape of records in a document: one root Y.Map per kind with keys `<id>/<field>`, a set with one key per
// member (`<id>/<field>/<member>`). No Y type is ever a value (two GMs who set one offline would lose one with everything
// in it). Keeps a plain copy by id, updated from the map's events, so that a list costs no walk over the document.
import type * as Y from 'yjs';

/** Fields of a record as they lie in the document; values are JSON. Keys come from peers, hence Maps and no objects. */
export interface RawRecord {
  fields: Map<string, unknown>;
  sets: Map<string, Set<string>>;
}

export interface RecordTable {
  get(id: string): RawRecord | undefined;
  ids(): Iterable<string>;
  /** Fields changed per record id, once per transaction. */
  onChange(callback: (changed: ReadonlyMap<string, ReadonlySet<string>>, transaction: Y.Transaction) => void): () => void;
  readonly map: Y.Map<unknown>;
}

const split = (key: string): { id: string; field: string; member: string | null } | null => {
  const first = key.indexOf('/');
  if (first <= 0) return null;
  const id = key.slice(0, first);
  const rest = key.slice(first + 1);
  const second = rest.indexOf('/');
  return second === -1 ? { id, field: rest, member: null } : { id, field: rest.slice(0, second), member: rest.slice(second + 1) };
};

/** Wraps a root map. Cost: one pass over its keys now, then the changed keys of each transaction. */
export const createRecordTable = (map: Y.Map<unknown>): RecordTable => {
  const records = new Map<string, RawRecord>();
  const apply = (key: string, present: boolean): string | null => {
    const parts = split(key);
    if (!parts) return null;
    const { id, field, member } = parts;
    let record = records.get(id);
    if (!record) records.set(id, (record = { fields: new Map(), sets: new Map() }));
    if (member === null) {
      if (present) record.fields.set(field, map.get(key));
      else record.fields.delete(field);
    } else {
      let members = record.sets.get(field);
      if (!members) record.sets.set(field, (members = new Set()));
      if (present) members.add(member);
      else members.delete(member);
    }
    return id;
  };
  for (const key of map.keys()) apply(key, true);
  const listeners = new Set<(changed: ReadonlyMap<string, ReadonlySet<string>>, transaction: Y.Transaction) => void>();
  map.observe((event, transaction) => {
    const changed = new Map<string, Set<string>>();
    for (const key of event.keysChanged) {
      const id = apply(key, map.has(key));
      const parts = split(key);
      if (id === null || !parts) continue;
      const fields = changed.get(id);
      if (fields) fields.add(parts.field);
      else changed.set(id, new Set([parts.field]));
    }
    if (changed.size > 0) listeners.forEach((callback) => callback(changed, transaction));
  });
  return {
    get: (id) => records.get(id),
    ids: () => records.keys(),
    onChange: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    map,
  };
};
