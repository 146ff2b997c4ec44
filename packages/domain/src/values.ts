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

/** The largest amount that is counted, either way: what a log adds up to stays exact. */
export const MAX_AMOUNT = 1e12;

/** As {@link numberIn}; null also for a number beyond {@link MAX_AMOUNT}. */
export const amountIn = (value: unknown): number | null => {
  const number = numberIn(value);
  return number !== null && Math.abs(number) <= MAX_AMOUNT ? number : null;
};

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The whole number in a value, rounded down and clamped; null for anything that is not a finite number. */
export const wholeIn = (value: unknown, min: number, max: number): number | null =>
  isFiniteNumber(value) ? clamp(Math.floor(value), min, max) : null;

/** The sum of any numbers, kept within the whole numbers that are exact: never infinite, and never no number. */
export const sumOf = (numbers: Iterable<number>): number => {
  let sum = 0;
  for (const number of numbers)
    sum = clamp(sum + (Number.isNaN(number) ? 0 : number), Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return sum;
};
