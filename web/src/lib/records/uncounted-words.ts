// Why a number that a person typed is not counted, in a sentence.
import { amountIn, MAX_AMOUNT, moneyIn, numberIn } from '@emberkeep/domain';
import { m } from '#messages';

/** Empty for an amount, and where nothing is typed. Treasure may be written with its currency. */
export const uncountedWords = (text: string, eventType = ''): string => {
  const amount = eventType === 'treasure' ? moneyIn(text) : amountIn(text);
  if (text.trim() === '' || amount !== null) return '';
  return Number.isNaN(Number(text)) && numberIn(text) === null
    ? m.records_uncountedWords_not_a_number()
    : m.records_uncountedWords_too_large({ most: new Intl.NumberFormat().format(MAX_AMOUNT) });
};
