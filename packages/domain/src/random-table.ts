// Random tables: entries that are drawn by weight, or by the numbers of a roll. Two GMs may add, edit and move entries
// while apart: text, order, weight, numbers and further cells of an entry are keys of their own.
import { choice, entries, flag, hidden, items, line, paragraph, tags } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const COLUMN_DRAWS = ['row', 'column'] as const;

export const RANDOM_TABLE = defineRecord({
  kind: 'randomTable',
  root: 'randomTables',
  home: 'ledger',
  label: 'Random table',
  plural: 'Random tables',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    about: paragraph('gm', 'About'),
    /** What is rolled for an entry, such as 2d6. Empty: entries are drawn by weight. */
    dice: line('gm', 'Dice', { input: 'hidden' }),
    noRepeats: flag('gm', 'No repeats until reset'),
    /** Of a table with several columns: one row for all, or an entry of its own for each column. */
    draws: choice('gm', 'Several columns', COLUMN_DRAWS, 'row', {
      optionLabels: { row: 'Draw one row', column: 'Draw each column apart' },
    }),
    /** The heading over the entries' texts, where there are several columns. */
    heading: line('gm', 'First column', { input: 'hidden' }),
    /** The headings of further columns. */
    columns: items('gm', 'Columns', { input: 'hidden' }),
    /** The texts of the first column. */
    entries: items('gm', 'Entries', { input: 'hidden' }),
    /** The texts of further columns, by the ids of entry and column with a dot between them. */
    cells: entries('gm', 'Cells', { input: 'hidden' }),
    /** By the id of the entry; 1 where there is none. */
    weights: entries('gm', 'Weights', { input: 'hidden' }),
    /** Which totals of the dice an entry answers, as "2" or "3-5", by the id of the entry. */
    ranges: entries('gm', 'Numbers', { input: 'hidden' }),
    /** What was drawn since the last reset; see `drawKey`. */
    drawn: tags('gm', 'Drawn', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type RandomTable = RecordOf<typeof RANDOM_TABLE>;
