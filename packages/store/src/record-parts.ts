// How fields are written whose values GMs correct one by one (parts.ts of the domain): the object, as every version
// reads it, and beside it each value that differs.
import type * as Y from 'yjs';
import {
  ALL_RECORDS,
  arePartsShown,
  digestOfParts,
  isPlainObject,
  readParts,
  storedKey,
  wroteWholeGroup,
  type RawFields,
} from '@emberkeep/domain';
import type { OpenDocument } from './open-document.ts';
import { isSameJson } from './plain-value.ts';
import { readValue } from './typed-text.ts';
import type { WriteKey } from './undo.ts';

const FIELDS_WITH_PARTS: ReadonlySet<string> = new Set(
  ALL_RECORDS.flatMap((spec) =>
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.hasParts ? [`${spec.root}/${storedKey(name, field)}`] : [],
    ),
  ),
);

/** True for the key, below a record's id, of an object with parts. */
const isWholeKey = (root: string, below: string): boolean => FIELDS_WITH_PARTS.has(`${root}/${below}`);

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

const partsOf = (value: unknown): Readonly<Record<string, unknown>> => (isPlainObject(value) ? value : {});

const partIn = (value: unknown, name: string): unknown =>
  Object.hasOwn(partsOf(value), name) ? (partsOf(value)[name] ?? null) : null;

/** An object with one part set; null removes it. */
export const withPart = (
  parts: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> => {
  const others = Object.entries(parts).filter(([each]) => each !== name);
  return (value ?? null) === null ? Object.fromEntries(others) : { ...parts, [name]: value };
};

/** One field of one record as stored, also inside a transaction, in which record tables are behind. */
const rawField = (map: Y.Map<unknown>, id: string, field: string): RawFields => {
  const made = readValue(map, `${id}/made`);
  const whole = readValue(map, `${id}/${field}`) ?? partsOf(made)[field];
  const groupOf = (name: string): Map<string, unknown> => {
    const prefix = `${id}/${name}/`;
    const keys = [...map.keys()].filter((key) => key.startsWith(prefix));
    return new Map(keys.map((key) => [key.slice(prefix.length), readValue(map, key)]));
  };
  return {
    fields: new Map([
      ['made', made],
      [field, whole],
    ]),
    groups: new Map([field, wroteWholeGroup(field)].map((name) => [name, groupOf(name)])),
  };
};

/** A part's whole key, split. */
const splitPartKey = (root: string, key: string): { id: string; field: string; name: string } => {
  const slash = key.indexOf('/');
  const [id, below] = [key.slice(0, slash), key.slice(slash + 1)];
  const field = fieldOfPart(root, below) ?? below;
  return { id, field, name: below.slice(field.length + 1) };
};

/** What readers are shown for a key: of a part, what the object with its corrections has. */
export const readShown = (map: Y.Map<unknown>, root: string, key: string): unknown => {
  if (!isPartKey(root, key)) return readValue(map, key);
  const { id, field, name } = splitPartKey(root, key);
  return partIn(readParts(rawField(map, id, field), field), name);
};

/** One field of one record, and what it reads as before the write. */
export interface PartsTarget {
  doc: OpenDocument;
  root: string;
  id: string;
  field: string;
  before: unknown;
}

const isObjectOrNone = (value: unknown): boolean => (value ?? null) === null || isPlainObject(value);

/**
 * Writes the parts in which `value` differs, then the object. The undo of a part puts back what was read before. While a
 * part is typed the object stays as it was when the typing began: writing it at every key would cost the square of its
 * length.
 */
export const writeParts = (write: WriteKey, { doc, root, id, field, before }: PartsTarget, value: unknown): void => {
  const map = doc.doc.getMap<unknown>(root);
  const prefix = `${id}/${field}/`;
  const written = [...map.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const names = new Set([...Object.keys(partsOf(before)), ...Object.keys(partsOf(value)), ...written]);
  const areInRun: boolean[] = [];
  for (const name of names) {
    const [was, now] = [partIn(before, name), partIn(value, name)];
    const stored = readValue(map, prefix + name);
    if (isSameJson(was, now) && (stored === undefined || isSameJson(stored, now))) continue;
    areInRun.push(write(doc, root, prefix + name, now, { shownBefore: was }));
  }
  const isCorrected = areInRun.length > 0;
  if (isCorrected && !areInRun.includes(false) && arePartsShown(rawField(map, id, field), field)) return;
  const isDerived = isCorrected && isObjectOrNone(before) && isObjectOrNone(value);
  write(doc, root, `${id}/${field}`, value, { shownBefore: before ?? undefined, isDerived });
};

/**
 * Writes one part, given by its whole key, over what is shown now; null removes it. An object that the record was not
 * made with goes with its last part.
 */
export const writePart = (
  write: WriteKey,
  { doc, root, key }: { doc: OpenDocument; root: string; key: string },
  value: unknown,
): void => {
  const { id, field, name } = splitPartKey(root, key);
  const raw = rawField(doc.doc.getMap<unknown>(root), id, field);
  const before = readParts(raw, field);
  const after = withPart(partsOf(before), name, value);
  const isGone = Object.keys(after).length === 0 && !isPlainObject(partsOf(raw.fields.get('made'))[field]);
  writeParts(write, { doc, root, id, field, before }, isGone ? null : after);
};
