// How fields are written whose values GMs correct one by one (parts.ts of the domain): the object, as every version reads
// it, and beside it each value that differs.
import { ALL_RECORDS, digestOfParts, isPlainObject, wroteWholeGroup } from '@emberkeep/domain';
import type { OpenDocument } from './open-document.ts';
import type { WriteKey } from './undo.ts';

const FIELDS_WITH_PARTS: ReadonlySet<string> = new Set(
  ALL_RECORDS.flatMap((spec) =>
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.hasParts ? [`${spec.root}/${field.stored ?? name}`] : [],
    ),
  ),
);

/** True for the key, below a record's id, of an object with parts. */
export const isWholeKey = (root: string, below: string): boolean => FIELDS_WITH_PARTS.has(`${root}/${below}`);

/** The field of a part's key below a record's id; null for any other key. */
export const fieldOfPart = (root: string, below: string): string | null => {
  const slash = below.indexOf('/');
  return slash > 0 && isWholeKey(root, below.slice(0, slash)) ? below.slice(0, slash) : null;
};

/** True for the whole key of a part, with its record's id. */
export const isPartKey = (root: string, key: string): boolean =>
  fieldOfPart(root, key.slice(key.indexOf('/') + 1)) !== null;

/**
 * Notes that this tab has written an object beside its corrections: readers put the corrections of others over it. Call
 * it after each write of such a key, also by an undo; not for an object that stands for itself.
 */
export const noteWrittenWhole = (doc: OpenDocument, root: string, key: string, value: unknown): void => {
  const slash = key.indexOf('/');
  const [id, below] = [key.slice(0, slash), key.slice(slash + 1)];
  if (!isWholeKey(root, below) || !isPlainObject(value)) return;
  const map = doc.doc.getMap<unknown>(root);
  const group = `${id}/${wroteWholeGroup(below)}/`;
  const own = `${group}${doc.doc.clientID}`;
  // Earlier notes are about earlier objects. One that another device makes meanwhile survives: it is set anew.
  for (const note of [...map.keys()].filter((each) => each.startsWith(group) && each !== own)) map.delete(note);
  map.set(own, digestOfParts(value));
};

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const partsOf = (value: unknown): Readonly<Record<string, unknown>> => (isPlainObject(value) ? value : {});

const partIn = (value: unknown, name: string): unknown =>
  Object.hasOwn(partsOf(value), name) ? (partsOf(value)[name] ?? null) : null;

/** One field of one record, and what it reads as before the write. */
export interface PartsTarget {
  doc: OpenDocument;
  root: string;
  id: string;
  field: string;
  before: unknown;
}

/** Writes the parts in which `value` differs, then the object. The undo of a part puts back what was read before. */
export const writeParts = (write: WriteKey, { doc, root, id, field, before }: PartsTarget, value: unknown): void => {
  const map = doc.doc.getMap<unknown>(root);
  const prefix = `${id}/${field}/`;
  const written = [...map.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const names = new Set([...Object.keys(partsOf(before)), ...Object.keys(partsOf(value)), ...written]);
  for (const name of names) {
    const [was, now] = [partIn(before, name), partIn(value, name)];
    const stored = map.get(prefix + name);
    if (same(was, now) && (stored === undefined || same(stored, now))) continue;
    write(doc, root, prefix + name, now, { unwritten: was });
  }
  write(doc, root, `${id}/${field}`, value, { unwritten: before ?? undefined });
};
