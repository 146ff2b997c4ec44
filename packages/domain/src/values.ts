// Checks of values that may come from a peer or a file.

export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value if it is text, otherwise the fallback. */
export const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** A space or an apostrophe before three digits. */
const NEUTRAL_GROUPS = /(?<=\d)[\s'’](?=\d{3}(?!\d))/gu;
const SIGNED_DIGITS = /^([+\-−]?)\s*(\d[\d.,]*)$/u;
/** Groups of three digits, or of two and three as in India. */
const GROUPS = /^[1-9]\d{0,2}(?:(?:,\d{2,3})*,\d{3}|(?:\.\d{3})+)$/;
const withoutGroups = (digits: string): string => (GROUPS.test(digits) ? digits.replace(/\D/g, '') : digits);

/**
 * The number that a person wrote with separators: "1,200.50", "1.200,50", "1 200", "−7"; NaN for anything else. The
 * last separator starts the decimals where both kinds are there. Of one kind, a comma before exactly three digits
 * groups them, and a dot is a decimal point, on every device alike: sums must not depend on a device's language.
 */
const writtenNumber = (text: string): number => {
  const [, sign = '', digits = ''] = SIGNED_DIGITS.exec(text.trim().replace(NEUTRAL_GROUPS, '')) ?? [];
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const decimals = digits.slice(last + 1);
  const hasBoth = digits.includes('.') && digits.includes(',');
  const isGrouped = !hasBoth && withoutGroups(digits) !== digits;
  const plain =
    isGrouped || last === -1 ? withoutGroups(digits) : `${withoutGroups(digits.slice(0, last))}.${decimals}`;
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) * (sign === '-' || sign === '−' ? -1 : 1) : NaN;
};

/** The number in a value that is one or spells one, with or without separators; null for anything else. */
export const numberIn = (value: unknown): number | null => {
  const plain = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const number = typeof value === 'string' && Number.isNaN(plain) ? writtenNumber(value) : plain;
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
