// Amounts of treasure and experience as a GM writes them: a number, a number with a currency, or words.
import { amountIn } from './values.ts';

/**
 * Whole units of money. Parts of a unit (silver, cents) are left out: they would be counted as if they were whole. So
 * is any other word: "40 torches" is no sum.
 */
const UNITS =
  'gp|gold(?: (?:piece|coin)s?)?|(?:coin|crown|mark|pound|dollar|euro|franc|florin|ducat|thaler|credit)s?|usd|eur|gbp';
const CURRENCY = `(?:\\p{L}{0,3}\\p{Sc}|${UNITS})`;
const BEFORE = new RegExp(`^([+\\-−]?)\\s*${CURRENCY}\\s*(?=[+\\-−\\d])`, 'iu');
const AFTER = new RegExp(`(?<=\\d)\\s*${CURRENCY}$`, 'iu');

/** No sum of money that a person writes is longer. */
const MAX_SUM = 100;

/** The sum of money in an amount: "40 marks", "£30", "1,200.50"; null for words ("a silver crucifix", "3d6 x 10"). */
export const moneyIn = (value: unknown): number | null => {
  const plain = amountIn(value);
  if (plain !== null || typeof value !== 'string' || value.length > MAX_SUM) return plain;
  const text = value.trim();
  return amountIn(BEFORE.test(text) ? text.replace(BEFORE, '$1') : text.replace(AFTER, ''));
};

/** An amount as it was written: with the unit after a plain number, and words alone; empty for none. */
export const amountWords = (value: unknown, unit: string): string => {
  if (amountIn(value) !== null) return `${String(value).trim()}${unit ? ` ${unit}` : ''}`;
  return typeof value === 'string' ? value.trim() : '';
};
