// What a document stores as a value, as plain JSON. A peer may have put anything there that Yjs can encode: numbers
// that JSON has no words for, types of Yjs, lists that are nested until a reader's stack ends.

/** Deeper than any JSON of the app. */
const MAX_DEPTH = 100;

const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Without recursion: whether nothing of a value has to be left out. */
const isPlainThroughout = (value: unknown): boolean => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === 'bigint') return false;
      if (typeof each !== 'object' || each === null) continue;
      if (depth >= MAX_DEPTH || !isPlain(each)) return false;
      for (const child of Object.values(each)) next.push(child);
    }
    level = next;
  }
  return true;
};

const copyPlain = (value: unknown, depth: number): unknown => {
  if (typeof value === 'bigint') return null;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH || !isPlain(value)) return null;
  if (Array.isArray(value)) return value.map((each) => copyPlain(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyPlain(each, depth + 1)]));
};

/** The value itself if it is plain JSON; else a copy in which null stands for what is not. */
export const plainValue = (value: unknown): unknown => (isPlainThroughout(value) ? value : copyPlain(value, 0));

/** True for two values that are the same JSON. */
export const isSameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
