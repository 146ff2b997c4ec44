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

type Rows = readonly (readonly string[])[];

/** True where each cell of a column that is not empty reads as `isOne` does: else the column is words. */
const isEvery = (rows: Rows, column: number, isOne: (cell: string) => boolean): boolean =>
  rows.every((row) => {
    const cell = (row[column] ?? '').trim();
    return cell === '' || isOne(cell);
  });

const isRange = (cell: string): boolean => readRange(cell) !== null;
const isWeight = (cell: string): boolean => /^\d{1,5}$/.test(cell);

/** True for numbers that follow one another, as those of dice do, and prices do not. */
const areInSequence = (cells: readonly string[]): boolean => {
  const ranges = cells.map((cell) => readRange(cell));
  return (
    ranges.length > 1 && ranges.every((range, i) => range !== null && (i === 0 || range.from === ranges[i - 1]!.to + 1))
  );
};

/** The column with the numbers of dice; -1 for none. */
const numbersColumn = (head: readonly string[], rows: Rows): number => {
  const withDice = head.findIndex((cell) => diceInHeading(cell) !== '');
  if (withDice !== -1) return withDice;
  const rangesIn = (column: number) => rows.map((row) => ({ range: row[column] ?? '' }));
  const named = head.findIndex(
    (cell, i) => IS_NUMBERS.test(cell.trim()) && isEvery(rows, i, isRange) && diceForRanges(rangesIn(i)) !== '',
  );
  if (named !== -1) return named;
  const first = rows.map((row) => row[0] ?? '');
  const heading = head[0]?.trim() ?? '';
  if (IS_WEIGHT.test(heading) || first.length === 0 || !first.every(isRange)) return -1;
  return (heading === '' || areInSequence(first)) && diceForRanges(rangesIn(0)) !== '' ? 0 : -1;
};

/** `head` are the headings. A table of numbers alone has those as its texts. */
export const tableOfRows = (head: readonly string[], rows: Rows): TextTable => {
  const numbers = head.length > 1 ? numbersColumn(head, rows) : -1;
  const weights =
    head.length > 1
      ? head.findIndex((cell, i) => i !== numbers && IS_WEIGHT.test(cell.trim()) && isEvery(rows, i, isWeight))
      : -1;
  /** Numbers under dice that cannot all be read stay beside the texts as well. */
  const isAlsoText = numbers !== -1 && !isEvery(rows, numbers, isRange);
  const textColumns = head
    .map((_, i) => i)
    .filter((i) => (i !== numbers || isAlsoText) && i !== weights)
    .slice(0, MAX_TEXT_COLUMNS);
  const entries = rows
    .map((row): TextEntry => {
      const texts = textColumns.map((i) => plainRolls(row[i] ?? '').trim());
      const range = (numbers === -1 ? '' : (row[numbers] ?? '')).trim();
      const weight = weights === -1 ? '' : (row[weights] ?? '').trim();
      const entry = { texts, weight: weight === '' ? null : Number(weight), range: isRange(range) ? range : '' };
      return entry.range === '' || isAlsoText ? entry : { ...entry, written: `${range} ${texts[0] ?? ''}`.trim() };
    })
    .filter(({ texts }) => texts.some(Boolean))
    .slice(0, MAX_TEXT_ENTRIES);
  const [heading = '', ...columns] = textColumns.map((i) => head[i]?.trim() ?? '');
  const named = numbers === -1 ? '' : diceInHeading(head[numbers] ?? '');
  return { ...emptyTable(), dice: named || diceForRanges(entries), heading, columns, entries };
};
