// Rows of cells as a random table: of a Markdown table, of CSV, or of cells copied from a spreadsheet. One column may
// have the numbers, and one the weights.
import { readRange } from '@emberkeep/domain';
import {
  diceForRanges,
  diceInHeading,
  emptyTable,
  MAX_TEXT_COLUMNS,
  MAX_TEXT_ENTRIES,
  plainRolls,
  type TextEntry,
  type TextTable,
} from './table-text.ts';

const IS_WEIGHT = /^(?:weight|gewicht|gewichtung)$/i;
const IS_NUMBERS = /^(?:#|nr\.?|no\.?|number|numbers|range|roll|zahl|zahlen|wurf)$/i;

const numbersColumn = (head: readonly string[], rows: readonly (readonly string[])[]): number => {
  const named = head.findIndex((cell) => diceInHeading(cell) !== '' || IS_NUMBERS.test(cell.trim()));
  if (named !== -1 || IS_WEIGHT.test(head[0]?.trim() ?? '')) return named;
  return rows.length > 0 && rows.every((row) => readRange(row[0] ?? '') !== null) ? 0 : -1;
};

const weightIn = (cell: string | undefined): number | null => {
  const text = cell?.trim() ?? '';
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
};

/** `head` are the headings. A table of numbers alone has those as its texts. */
export const tableOfRows = (head: readonly string[], rows: readonly (readonly string[])[]): TextTable => {
  const numbers = head.length > 1 ? numbersColumn(head, rows) : -1;
  const weights = head.length > 1 ? head.findIndex((cell, i) => i !== numbers && IS_WEIGHT.test(cell.trim())) : -1;
  const textColumns = head
    .map((_, i) => i)
    .filter((i) => i !== numbers && i !== weights)
    .slice(0, MAX_TEXT_COLUMNS);
  const entries = rows
    .map((row): TextEntry => {
      const range = (numbers === -1 ? '' : (row[numbers] ?? '')).trim();
      return {
        texts: textColumns.map((i) => plainRolls(row[i] ?? '').trim()),
        weight: weightIn(weights === -1 ? undefined : row[weights]),
        range: readRange(range) ? range : '',
      };
    })
    .filter(({ texts }) => texts.some(Boolean))
    .slice(0, MAX_TEXT_ENTRIES);
  const [heading = '', ...columns] = textColumns.map((i) => head[i]?.trim() ?? '');
  const named = numbers === -1 ? '' : diceInHeading(head[numbers] ?? '');
  return { ...emptyTable(), dice: named || diceForRanges(entries), heading, columns, entries };
};
