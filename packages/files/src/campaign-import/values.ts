// Values of campaign JSON, which older tools write in many shapes: a list or its only element, words or objects with
// a name.
import { isObject, MAX_DEPTH, num, str, type Json } from '../json.ts';

/** A value as a list: nothing is an empty list, anything but a list is its only element. */
export const listOrOne = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
};

/** True for a value that says something. */
export const isTold = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A value of any shape as a text for the GM. */
export const shown = (value: unknown): string => str(value) || JSON.stringify(value);

/** Fields of other tools, which say nothing without a value. Any other key may be the GM's words. */
const EMPTY_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'title',
  'text',
  'description',
  'notes',
  'type',
  'kind',
  'status',
  'tags',
  'by',
  'reason',
  'quote',
]);

/** A value of any shape as words to read: "kind: oath · by: Brom" for an object without a text of its own; "kind" alone
 * where the key has no value. */
export const inWords = (value: unknown, depth = 0): string => {
  if (typeof value === 'boolean') return String(value);
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value))
    return value
      .map((each) => inWords(each, depth + 1))
      .filter(Boolean)
      .join(', ');
  if (!isObject(value)) return str(value);
  return Object.entries(value)
    .map(([key, part]) => [key, inWords(part, depth + 1)] as const)
    .filter(([key, words]) => words !== '' || !EMPTY_FIELDS.has(key.toLowerCase()))
    .map(([key, words]) => [key.replaceAll('_', ' '), words].filter(Boolean).join(': '))
    .filter(Boolean)
    .join(' · ');
};

const textOf = (value: unknown): string => {
  const named = isObject(value) ? str(value['name'], value['title'], value['text'], value['description']) : str(value);
  return named || inWords(value);
};

/** Texts of a list; an object is its name, or what it says if it has none. */
export const texts = (value: unknown): string[] => listOrOne(value).map(textOf).filter(Boolean);

/** Numbers below this are seconds: as milliseconds they would be a day of 1970 to 1973. */
const LEAST_MS = 100_000_000_000;

/** An ISO date, or Unix seconds or milliseconds, as whole Unix ms; null for anything else. */
export const instant = (value: unknown): number | null => {
  const count = num(value);
  // Date.parse takes any number for a year.
  const ms = count === null ? Date.parse(str(value)) : count * (Math.abs(count) < LEAST_MS ? 1000 : 1);
  return Number.isFinite(new Date(ms).getTime()) ? Math.trunc(ms) : null;
};

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

/** True or false, also as 1 and 0 or in words; null for anything else. */
export const bool = (value: unknown): boolean | null => {
  const word = typeof value === 'boolean' ? String(value) : str(value).toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
};

/** The word of a closed set that `value` spells, in any case and with spaces or hyphens for underscores; else null. */
export const wordOf = <T extends string>(words: readonly T[], value: unknown): T | null => {
  const spelled = str(value)
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return words.find((word) => word.toLowerCase() === spelled) ?? null;
};

/** As {@link wordOf}, with a word for values that spell none. */
export const oneOf = <T extends string>(words: readonly T[], value: unknown, fallback: T): T =>
  wordOf(words, value) ?? fallback;

/** What `record` says under keys that no reader knows: kept, so that nothing of the file is lost. */
export const unknownKeys = (record: Json, known: ReadonlySet<string>): Json =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !known.has(key)));
