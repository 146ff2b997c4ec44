// The commands of random tables: entries added at once, cells, rolling and resetting. What was drawn is a set of keys, so
// two GMs who roll while apart each count, and a reset clears what its device knew.
import {
  cellKey,
  err,
  FIRST_COLUMN,
  ok,
  orderBetween,
  RANDOM_TABLE,
  rollTable,
  type RandomSource,
  type RecordInput,
  type Result,
  type TableRoll,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { getRecord, getRecordToEdit, listRecords } from './read-records.ts';
import { checkNewInput, isMember, titleOf, type RecordMissing, type Refused } from './record-input.ts';
import { writeNew } from './write-record.ts';

/** An entry to add: its texts by column, first to last. Without a weight it has 1, without a range none. */
export interface NewTableEntry {
  texts: readonly string[];
  weight?: number | null;
  /** As `readRange` reads it. */
  range?: string | null;
}

/** Columns beyond the first come as their headings. */
export interface NewRandomTable extends Pick<
  RecordInput<typeof RANDOM_TABLE>,
  'name' | 'about' | 'dice' | 'noRepeats' | 'draws' | 'heading' | 'columns'
> {
  entries: readonly NewTableEntry[];
}

const KIND = RANDOM_TABLE.kind;

const missing = (id: string): { ok: false; error: RecordMissing } => err({ type: 'RecordMissing', kind: KIND, id });

/** A table that entries are added to. `columns`: the ids of those after the first; `last`: the order of its last entry. */
interface Growing {
  id: string;
  columns: readonly string[];
  last: string | null;
}

/** Writes entries after those that a table has, inside a command. */
const writeEntries = (
  docs: CampaignDocs,
  edit: Edit,
  { id, columns, last }: Growing,
  added: readonly NewTableEntry[],
): void => {
  const set = (field: string, member: string, value: unknown): void =>
    edit.setEntry(docs.ledger, KIND, id, field, member, value);
  for (const { texts, weight, range } of added) {
    const entry = docs.newId();
    last = orderBetween(last, null);
    set('entries', entry, (texts[0] ?? '').trim());
    set('entries.order', entry, last);
    for (const [i, column] of columns.entries()) {
      const text = texts[i + 1]?.trim();
      if (text) set('cells', cellKey(entry, column), text);
    }
    if (weight !== undefined && weight !== null) set('weights', entry, weight);
    if (range) set('ranges', entry, range);
  }
};

/** Writes the columns of a new table after its first, inside a command. Gives their ids. */
const writeColumns = (docs: CampaignDocs, edit: Edit, id: string, headings: readonly string[]): string[] => {
  let last: string | null = null;
  return headings.map((heading) => {
    const column = docs.newId();
    last = orderBetween(last, null);
    edit.setEntry(docs.ledger, KIND, id, 'columns', column, heading.trim());
    edit.setEntry(docs.ledger, KIND, id, 'columns.order', column, last);
    return column;
  });
};

/** Creates a table with its entries, as one undo step. Returns its id. */
export const createRandomTable = (
  docs: CampaignDocs,
  { entries, columns = [], ...input }: NewRandomTable,
): Result<string, Refused> => {
  const refused = checkNewInput(RANDOM_TABLE, input);
  if (refused) return err(refused);
  const id = docs.newId();
  return docs.edit(`Create ${titleOf(RANDOM_TABLE, input)}`, [docs.ledger], (edit) => {
    writeNew({ docs, edit, doc: docs.ledger, spec: RANDOM_TABLE, id }, input);
    writeEntries(docs, edit, { id, columns: writeColumns(docs, edit, id, columns), last: null }, entries);
    return id;
  });
};

/** Adds entries at the end of a table, as one undo step. */
export const addTableEntries = (
  docs: CampaignDocs,
  id: string,
  entries: readonly NewTableEntry[],
): Result<void, Refused | RecordMissing> => {
  const table = getRecord(docs.ledger, RANDOM_TABLE, id);
  if (!table) return missing(id);
  const columns = table.columns.map((column) => column.id);
  return docs.edit(`Add to ${titleOf(RANDOM_TABLE, table)}`, [docs.ledger], (edit) =>
    writeEntries(docs, edit, { id, columns, last: table.entries.at(-1)?.order ?? null }, entries),
  );
};

/**
 * Removes an entry with its cells, weight and numbers, as one undo step. Its order stays: words that a co-GM wrote in it
 * meanwhile return to their place.
 */
export const removeTableEntry = (
  docs: CampaignDocs,
  id: string,
  entryId: string,
): Result<void, Refused | RecordMissing> => {
  const table = getRecord(docs.ledger, RANDOM_TABLE, id);
  if (!table) return missing(id);
  if (!isMember(entryId)) return err({ type: 'BadMember', field: RANDOM_TABLE.fields.entries.label });
  const cells = Object.keys(table.cells).filter((key) => key.startsWith(cellKey(entryId, '')));
  return docs.edit(`Remove from ${titleOf(RANDOM_TABLE, table)}`, [docs.ledger], (edit) => {
    const remove = (field: string, member: string): void =>
      edit.setEntry(docs.ledger, KIND, id, field, member, undefined);
    remove('entries', entryId);
    for (const cell of cells) remove('cells', cell);
    if (entryId in table.weights) remove('weights', entryId);
    if (entryId in table.ranges) remove('ranges', entryId);
  });
};

/** One cell of a table: an entry in a column. */
export interface TableCell {
  id: string;
  entryId: string;
  columnId: string;
}

/** Sets the text of a cell. An empty text keeps the entry: removing it is a command of its own. */
export const editTableCell = (
  docs: CampaignDocs,
  { id, entryId, columnId }: TableCell,
  text: string,
  options: { typing?: boolean } = {},
): Result<void, Refused | RecordMissing> => {
  const table = getRecordToEdit(docs.ledger, RANDOM_TABLE, id, options.typing ?? false);
  if (!table) return missing(id);
  if (!isMember(entryId) || !isMember(columnId))
    return err({ type: 'BadMember', field: RANDOM_TABLE.fields.cells.label });
  const isFirst = columnId === FIRST_COLUMN;
  const value = isFirst || text !== '' ? text : undefined;
  return docs.edit(
    `Edit ${titleOf(RANDOM_TABLE, table)}`,
    [docs.ledger],
    (edit) =>
      isFirst
        ? edit.setEntry(docs.ledger, KIND, id, 'entries', entryId, value)
        : edit.setEntry(docs.ledger, KIND, id, 'cells', cellKey(entryId, columnId), value),
    options,
  );
};

/** Rolls a table. Where it, or a table in its entries, has no repeats, what was drawn is kept as one undo step. */
export const rollRandomTable = (
  docs: CampaignDocs,
  id: string,
  random: RandomSource,
): Result<TableRoll, Refused | RecordMissing> => {
  const table = getRecord(docs.ledger, RANDOM_TABLE, id);
  if (!table) return missing(id);
  const rolled = rollTable(table, listRecords(docs.ledger, RANDOM_TABLE), random);
  if (rolled.draws.length === 0) return ok(rolled);
  return docs.edit(`Roll on ${titleOf(RANDOM_TABLE, table)}`, [docs.ledger], (edit) => {
    for (const { tableId, key } of rolled.draws) edit.setEntry(docs.ledger, KIND, tableId, 'drawn', key, true);
    return rolled;
  });
};

/** Puts every drawn entry back, as far as this device knows of them. */
export const resetRandomTable = (docs: CampaignDocs, id: string): Result<void, Refused | RecordMissing> => {
  const table = getRecord(docs.ledger, RANDOM_TABLE, id);
  if (!table) return missing(id);
  if (table.drawn.length === 0) return ok(undefined);
  return docs.edit(`Reset ${titleOf(RANDOM_TABLE, table)}`, [docs.ledger], (edit) => {
    for (const key of table.drawn) edit.setEntry(docs.ledger, KIND, id, 'drawn', key, undefined);
  });
};
