// Values of campaign JSON, which older tools write in many shapes: a list or its only element, words or objects with
// a name.
import { isObject, str, type Json } from '../json.ts';

/** A value as a list: nothing is an empty list, anything but a list is its only element. */
export const listOrOne = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
};

/** Texts of a list; an object is its name, or its JSON if it has none. */
export const texts = (value: unknown): string[] =>
  listOrOne(value)
    .map((v) => (isObject(v) ? str(v['name'], v['title'], v['text'], v['description']) || JSON.stringify(v) : str(v)))
    .filter(Boolean);

/** An ISO date as Unix ms; null for anything else. */
export const instant = (value: unknown): number | null => {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(ms) ? ms : null;
};

export const bool = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** The word of a closed set that `value` spells, in any case and with spaces or hyphens for underscores. */
export const oneOf = <T extends string>(words: readonly T[], value: unknown, fallback: T): T => {
  const spelled = str(value)
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return words.find((word) => word.toLowerCase() === spelled) ?? fallback;
};

/** What `record` says under keys that no reader knows: kept, so that nothing of the file is lost. */
export const unknownKeys = (record: Json, known: ReadonlySet<string>): Json =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !known.has(key)));
