// Random tables: entries that are drawn by weight, or by the numbers of a roll. Two GMs may add, edit and move entries
// while apart: text, order, weight, numbers and further cells of an entry are keys of their own.
import { choice, entries, flag, hidden, items, line, paragraph, tags, type Item } from './fields.ts';
import { byOrder } from './order.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { textOr } from './values.ts';

export const COLUMN_DRAWS = ['row', 'column'] as const;

const ENTRIES = items('gm', 'Entries', { input: 'hidden' });

/**
 * The entries, and those that were removed while a co-GM wrote in a further column of them: the words of a cell keep
 * their entry.
 */
const readEntries: typeof ENTRIES.read = (raw, name) => {
  const listed = ENTRIES.read(raw, name);
  const known = new Set(listed.map(({ id }) => id));
  const columns = raw.groups.get('columns');
  const orders = raw.groups.get(`${name}.order`);
  const kept = new Map<string, Item>();
  for (const [key, text] of raw.groups.get('cells') ?? []) {
    const dot = key.lastIndexOf('.');
    const [id, column] = [key.slice(0, dot), key.slice(dot + 1)];
    const hasWords = typeof text === 'string' && text.trim() !== '' && typeof columns?.get(column) === 'string';
    if (dot > 0 && hasWords && !known.has(id)) kept.set(id, { id, text: '', order: textOr(orders?.get(id), 'V') });
  }
  return kept.size === 0 ? listed : [...listed, ...kept.values()].sort(byOrder);
};

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
    entries: { ...ENTRIES, read: readEntries },
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
