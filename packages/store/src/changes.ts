// Turns transactions into RecordChanges: which record changed, in which fields, and from where.
import type * as Y from 'yjs';
import { RECORDS, type RecordChange, type RecordKind } from '@emberkeep/domain';
import { sourceOf } from './origins.ts';
import { ownerOfText } from './typed-text.ts';
import { changesOfKept } from './withheld.ts';

export type StoredKind = keyof typeof RECORDS;

/** Root maps by kind of record. Root texts are named `<id>/<field>` and change as kind `note`. */
export const ROOT_OF_KIND = Object.fromEntries(
  Object.entries(RECORDS).map(([kind, spec]) => [kind, spec.root]),
) as Record<StoredKind, string>;

const KIND_OF_ROOT: ReadonlyMap<string, StoredKind> = new Map(
  Object.entries(ROOT_OF_KIND).map(([kind, root]) => [root, kind as StoredKind]),
);

/** The kind whose records are in a root map; undefined for any other root. */
export const kindOfRoot = (root: string): StoredKind | undefined => KIND_OF_ROOT.get(root);

/** True for the name of a root map of records. */
export const isRecordRoot = (name: string | undefined): name is string => name !== undefined && KIND_OF_ROOT.has(name);

/**
 * Roots that hold no records, and what their change is told as: views of notes show recovered texts, and the shape
 * decides whether a note is here and can be written.
 */
const FIELD_OF_ROOT: ReadonlyMap<string, string> = new Map([
  ['recovered', 'recovered'],
  ['recoveredDone', 'recovered'],
  ['shape', 'shape'],
]);

type Place = Pick<RecordChange, 'room' | 'from'>;

/** The changes in a root map of records: one per record, with the fields of the changed keys. */
const recordChanges = (kind: RecordKind, keys: Iterable<string | null>, place: Place): RecordChange[] => {
  const fieldsById = new Map<string, Set<string>>();
  for (const key of keys) {
    if (key === null) continue;
    const [id = '', field = ''] = key.split('/');
    let fields = fieldsById.get(id);
    if (!fields) fieldsById.set(id, (fields = new Set()));
    fields.add(field);
  }
  return [...fieldsById].map(([id, fields]) => ({ kind, id, ...place, fields: [...fields] }));
};

/** The changes in one root type. */
const changesIn = (name: string, keys: Iterable<string | null>, place: Place): RecordChange[] => {
  const kind = KIND_OF_ROOT.get(name);
  if (kind) return recordChanges(kind, keys, place);
  if (name.includes('/')) {
    const [id = '', field = ''] = name.split('/');
    return [{ kind: 'note', id, ...place, fields: [field] }];
  }
  const field = FIELD_OF_ROOT.get(name);
  return field === undefined ? [] : [{ kind: 'note', id: '', ...place, fields: [field] }];
};

const placeOf = (room: string, origin: unknown): Place => {
  const source = sourceOf(origin);
  return { room, from: source === 'disk' || source === 'local' ? source : 'remote' };
};

const rootNames = new WeakMap<object, string>();

/** The name of a root type, looked up once per type; undefined for a type inside another. */
export const rootNameOf = (doc: Y.Doc, type: { _item: Y.Item | null }): string | undefined => {
  if (type._item) return undefined;
  if (!rootNames.has(type)) for (const [name, root] of doc.share) rootNames.set(root, name);
  return rootNames.get(type);
};

/** Calls back once per transaction that changed a record. Returns the way to stop. */
export const observeChanges = (doc: Y.Doc, room: string, callback: (changes: RecordChange[]) => void): (() => void) => {
  const listener = ({ origin, changed, changedParentTypes }: Y.Transaction): void => {
    const place = placeOf(room, origin);
    // Both lists are needed: Yjs lists a root that nobody here has read yet, and so has no observers, only in
    // `changed`.
    const types = new Set([...changedParentTypes.keys(), ...changed.keys()] as Y.AbstractType<unknown>[]);
    const changes = [...types].flatMap((type) => {
      const name = rootNameOf(doc, type);
      const typed = name === undefined ? null : ownerOfText(doc, name);
      if (typed) return changesIn(rootNameOf(doc, typed.map) ?? '', [typed.key], place);
      return name === undefined ? [] : changesIn(name, changed.get(type as never) ?? [], place);
    });
    if (changes.length > 0) callback([...changes, ...changesOfKept(doc, changes)]);
  };
  doc.on('afterTransaction', listener);
  return () => doc.off('afterTransaction', listener);
};
