// Checks of values that may come from a peer or a file.

export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value if it is text, otherwise the fallback. */
export const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** The number in a value that is one or spells one; null for anything else. */
export const numberIn = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return isFiniteNumber(number) ? number : null;
};

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The whole number in a value, rounded down and clamped; null for anything that is not a finite number. */
export const wholeIn = (value: unknown, min: number, max: number): number | null =>
  isFiniteNumber(value) ? clamp(Math.floor(value), min, max) : null;
