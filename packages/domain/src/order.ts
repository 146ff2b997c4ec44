// Fractional order keys for lists that GMs reorder: a move writes one record, and two GMs who reorder while offline end
// with the same order. Keys compare as plain strings, ties by id.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;

const digit = (key: string, i: number): number => (i < key.length ? DIGITS.indexOf(key.charAt(i)) : 0);

/**
 * A key strictly between `before` and `after`; null is an open end. Keys are base-62 fractions without trailing zeros.
 * Throws if `before >= after`: equal keys need new ones first, see {@link moveInOrder}.
 */
export const orderBetween = (before: string | null, after: string | null): string => {
  const low = before ?? '';
  if (after !== null && low >= after) throw new Error(`no key between "${low}" and "${after}"`);
  let key = '';
  let openAbove = after === null;
  for (let i = 0; ; i++) {
    const a = digit(low, i);
    const b = openAbove ? BASE : digit(after as string, i);
    if (b - a > 1) return key + DIGITS.charAt(a + Math.floor((b - a) / 2));
    key += DIGITS.charAt(a);
    if (b - a === 1) openAbove = true; // every continuation of the key is below `after`
  }
};

/** `count` evenly spread keys in ascending order. */
export const orderKeys = (count: number): string[] => {
  const width = Math.max(1, Math.ceil(Math.log(count + 2) / Math.log(BASE)));
  const step = BASE ** width / (count + 1);
  return Array.from({ length: count }, (_, i) => {
    let n = Math.floor(step * (i + 1));
    let key = '';
    for (let d = 0; d < width; d++) {
      key = DIGITS.charAt(n % BASE) + key;
      n = Math.floor(n / BASE);
    }
    return key.replace(/0+$/, '') || '1';
  });
};

/** Anything in an ordered list. */
export interface Ordered {
  id: string;
  order: string;
}

/** Compares by key, then by id, so that every device shows the same order. */
export const byOrder = (a: Ordered, b: Ordered): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * Moves `id` to `toIndex` in the resulting list (clamped) and returns the keys that change, by id. If both new
 * neighbors have the same key, because two devices inserted at one place, the whole list gets new keys.
 */
export const moveInOrder = (items: readonly Ordered[], id: string, toIndex: number): Map<string, string> => {
  const sorted = [...items].sort(byOrder);
  const rest = sorted.filter((item) => item.id !== id);
  const at = Math.max(0, Math.min(toIndex, rest.length));
  const before = rest[at - 1]?.order ?? null;
  const after = rest[at]?.order ?? null;
  if (before === null || after === null || before < after) return new Map([[id, orderBetween(before, after)]]);
  const ids = [...rest.slice(0, at).map((item) => item.id), id, ...rest.slice(at).map((item) => item.id)];
  const keys = orderKeys(ids.length);
  return new Map(ids.map((each, i) => [each, keys[i] as string]));
};
