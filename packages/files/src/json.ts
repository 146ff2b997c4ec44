// Reads JSON of unknown origin one value at a time: any value may be missing or of another type, and nothing throws.

export type Json = Record<string, unknown>;

/** Deepest nesting that is read: the app writes nothing deeper. */
export const MAX_DEPTH = 60;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const obj = (value: unknown): Json => (isObject(value) ? value : {});

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The first value that is a number or a text with something in it, as trimmed text; empty if none is. */
export const str = (...values: unknown[]): string => {
  for (const value of values) {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return '';
};

/** The first value that is a number or a text that spells one. */
export const num = (...values: unknown[]): number | null => {
  for (const value of values) {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  }
  return null;
};

/** A value that a program stored as JSON inside a string, parsed; any other value as it is. */
export const opened = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

/** False for values nested deeper than {@link MAX_DEPTH}, which would exhaust the stack of a recursive reader. */
export const isShallow = (value: unknown, depth = 0): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth < MAX_DEPTH && Object.values(value).every((each) => isShallow(each, depth + 1)));

/** One JSON value a line, as in Foundry's packs; undefined if a line is not JSON. */
const parseLines = (text: string): unknown[] | undefined => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (!lines[0]?.trim().startsWith('{')) return undefined;
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return undefined; // A line that is not JSON.
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseLines(text);
  }
};

/** Parses JSON, or one JSON value a line as a list. Undefined for anything else and for JSON nested too deeply. */
export const parseJson = (text: string): unknown => {
  const value = parse(text.replace(/^\uFEFF/, ''));
  return isShallow(value) ? value : undefined;
};
