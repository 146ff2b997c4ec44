// The cells of an answer as a person reads them. Its CSV has days and times as programs read them.
import { dayWords, momentWords } from '@emberkeep/domain';
import { cellText } from '@emberkeep/search';

/** `isDay` says that the column holds days: a time may be exactly midnight. */
export const cellWords = (cell: unknown, isDay: boolean): string => {
  if (!(cell instanceof Date)) return dayWords(cellText(cell));
  // What no Date can hold has no moment.
  const text = cellText(cell);
  return isDay ? dayWords(text.split(' ')[0]!) : momentWords(cell.getTime()) || text;
};
