// Named values that GMs correct one by one: the figures of an event, who took part. They are stored as one JSON object
// under `<id>/<field>`, as every version reads them, and each corrected one under `<id>/<field>/<name>` too, so that two
// corrections made apart are both kept. A merge keeps one of two objects; the corrections are read over it.
import type { Audience, Field, FieldInput, RawFields } from './fields.ts';
import { isPlainObject } from './values.ts';

/** The group that has, for each writer, the digest of the object that it wrote last beside its corrections. */
export const wroteWholeGroup = (field: string): string => `${field}.whole`;

/** 53 bits of a JSON value (cyrb53): enough to tell the objects of one event apart. */
export const digestOfParts = (value: unknown): number => {
  const text = JSON.stringify(value) ?? '';
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
};

/** The object that a packed record was created with. */
const madeWith = (raw: RawFields, name: string): unknown => {
  const made = raw.fields.get('made');
  return isPlainObject(made) ? made[name] : undefined;
};

/**
 * True when the corrections belong over the object. One that a version without corrections wrote later holds all that
 * its author left.
 */
const isBelowParts = (raw: RawFields, name: string, whole: unknown): boolean => {
  if (whole === null || whole === madeWith(raw, name)) return true;
  const digest = digestOfParts(whole);
  return [...(raw.groups.get(wroteWholeGroup(name))?.values() ?? [])].includes(digest);
};

/** True when what is corrected now is shown, also where nothing was corrected yet. */
export const arePartsShown = (raw: RawFields, name: string): boolean => {
  const whole = raw.fields.get(name) ?? null;
  return (whole === null || isPlainObject(whole)) && isBelowParts(raw, name, whole);
};

/** The object with its corrections; a removed part is stored as null. */
export const readParts = (raw: RawFields, name: string): unknown => {
  const whole = raw.fields.get(name) ?? null;
  const parts = raw.groups.get(name);
  if (!parts || parts.size === 0 || !(whole === null || isPlainObject(whole)) || !isBelowParts(raw, name, whole))
    return whole;
  const read = new Map(Object.entries(whole ?? {}));
  for (const [key, value] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === null) read.delete(key);
    else read.set(key, value);
  }
  return whole === null && read.size === 0 ? null : Object.fromEntries(read);
};

/** A JSON object whose values are corrected one by one. */
export const parts = (audience: Audience, label: string, look: { input?: FieldInput } = {}): Field<unknown> => ({
  form: 'value',
  input: 'json',
  audience,
  label,
  empty: null,
  hasParts: true,
  read: readParts,
  ...look,
});
