// Writes a random table that was read from text: as a new table, or as more entries of one.
import { ok, RANDOM_TABLE, tableDice, type RandomTable, type Result } from '@emberkeep/domain';
import {
  addItem,
  addTableEntries,
  createRandomTable,
  editRecord,
  type CampaignDocs,
  type Refused,
} from '@emberkeep/store';
import type { RecordMissing } from '@emberkeep/store';
import type { TextEntry, TextTable } from '@emberkeep/files/random-tables';
import { m } from '#messages';

/** A heading for a column that has none: an item needs a text. */
const headingOf = (heading: string, i: number): string => heading || m.randomTables_columns_number({ number: i + 2 });

/** Without `draws`, a table of several columns draws one row. */
export const createTextTable = (
  docs: CampaignDocs,
  { columns, ...table }: TextTable & Partial<Pick<RandomTable, 'draws'>>,
): Result<string, Refused> =>
  createRandomTable(docs, {
    ...table,
    name: table.name || m.randomTables_columns_unnamed(),
    columns: columns.map(headingOf),
  });

/** An entry for a table without dice: its numbers are words, because such a table shows none. */
const withNumbersAsWords = ({ texts, written, ...entry }: TextEntry): TextEntry => ({
  ...entry,
  texts: [written ?? texts[0] ?? '', ...texts.slice(1)],
  range: '',
});

/**
 * Adds the entries of a text to a table, as one undo step. Columns that the table lacks are added; an empty table also
 * takes the dice and the heading. In a table without dice, numbers before an entry stay words.
 */
export const addTextEntries = (
  docs: CampaignDocs,
  table: RandomTable,
  read: TextTable,
): Result<void, Refused | RecordMissing> =>
  docs.group(m.randomTables_add_button(), () => {
    const target = { doc: docs.ledger, spec: RANDOM_TABLE, id: table.id };
    if (table.entries.length === 0) {
      const { dice, heading } = read;
      const fields = { ...(dice ? { dice } : {}), ...(heading && read.columns.length > 0 ? { heading } : {}) };
      const edited = Object.keys(fields).length > 0 ? editRecord(docs, { ...target, fields }) : ok(undefined);
      if (!edited.ok) return edited;
    }
    for (const [i, heading] of read.columns.entries()) {
      if (i < table.columns.length) continue;
      const added = addItem(docs, { ...target, field: 'columns', text: headingOf(heading, i) });
      if (!added.ok) return added;
    }
    const hasDice = tableDice(table) !== null || (table.entries.length === 0 && read.dice !== '');
    return addTableEntries(docs, table.id, hasDice ? read.entries : read.entries.map(withNumbersAsWords));
  });
