// Why a number that a person typed is not counted, in a sentence.
import { amountIn, MAX_AMOUNT } from '@emberkeep/domain';
import { m } from '#messages';

/** Empty for an amount, and where nothing is typed. */
export const uncountedWords = (text: string): string => {
  if (text.trim() === '' || amountIn(text) !== null) return '';
  return Number.isNaN(Number(text))
    ? m.records_uncountedWords_not_a_number()
    : m.records_uncountedWords_too_large({ most: new Intl.NumberFormat().format(MAX_AMOUNT) });
};
