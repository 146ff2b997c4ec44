// A random table as its parts are used: columns, and entries with their weights and numbers. Whatever a peer wrote is
// read as something that can be rolled.
import { parseDice } from '../dice/parse.ts';
import { diceBounds, digitsOfDice } from '../dice/bounds.ts';
import type { DiceFormula } from '../dice/formula.ts';
import type { RandomTable } from '../random-table.ts';
import { textOr, wholeIn } from '../values.ts';
import { readRange, type NumberRange } from './number-range.ts';

export const MAX_WEIGHT = 10_000;
/** Most entries of a table that are read, and most columns. */
const [MAX_ENTRIES, MAX_COLUMNS] = [10_000, 20];

/** The id of the column of the entries' own texts. */
export const FIRST_COLUMN = '0';

export interface TableColumn {
  id: string;
  heading: string;
}

export interface TableEntry {
  id: string;
  /** The texts by column. */
  texts: ReadonlyMap<string, string>;
  /** From 0, for an entry that is never drawn, to {@link MAX_WEIGHT}. */
  weight: number;
  /** As the GM wrote it; null where there is none. */
  writtenRange: NumberRange | null;
  /** The totals that it answers; null without dice, or for none. */
  range: NumberRange | null;
}

export interface ReadTable {
  columns: readonly TableColumn[];
  entries: readonly TableEntry[];
  /** Null where entries are drawn by weight. */
  dice: DiceFormula | null;
}

export const cellKey = (entryId: string, columnId: string): string => `${entryId}.${columnId}`;

/** How a table remembers what was drawn: whole rows, or the entries of each column. */
export const drawKey = ({ draws }: Pick<RandomTable, 'draws'>, entryId: string, columnId: string): string =>
  draws === 'column' ? cellKey(entryId, columnId) : entryId;

export const weightOf = (value: unknown): number => wholeIn(value, 0, MAX_WEIGHT) ?? 1;

/** The dice of a table; null without any, and for text that is none. */
export const tableDice = ({ dice }: Pick<RandomTable, 'dice'>): DiceFormula | null => {
  const parsed = dice.trim() === '' ? null : parseDice(dice);
  return parsed?.ok ? parsed.value : null;
};

/** The nearest number from `n` on whose digits are all on a six-sided die. */
const nextInDigits = (n: number): number => {
  let next = n;
  while (/[07-9]/.test(String(next))) next++;
  return next;
};

/** The last of `count` totals from `from` on. Beyond the highest of the dice, which is never rolled, all count. */
const lastOf = (from: number, count: number, { max, isDigits }: { max: number; isDigits: boolean }): number => {
  let [last, left] = [from, count - 1];
  for (; isDigits && left > 0 && last < max; left--) last = nextInDigits(last + 1);
  return last + left;
};

/**
 * The totals of each entry. One without numbers of its own takes as many as its weight, after those of the entry before:
 * six plain lines under d6 are numbered 1 to 6.
 */
const numberEntries = (dice: DiceFormula, entries: readonly TableEntry[]): TableEntry[] => {
  const { min, max } = diceBounds(dice);
  const isDigits = digitsOfDice(dice) > 0;
  let next = min;
  return entries.map((entry) => {
    if (entry.writtenRange) {
      next = entry.writtenRange.to + 1;
      return { ...entry, range: entry.writtenRange };
    }
    if (entry.weight === 0) return entry;
    const from = isDigits && next > 0 && next <= max ? nextInDigits(next) : next;
    const to = lastOf(from, entry.weight, { max, isDigits });
    next = to + 1;
    return { ...entry, range: { from, to } };
  });
};

/** A table as it is rolled. The first column is always there; its heading may be empty. */
export const readTable = (table: RandomTable): ReadTable => {
  const columns = [
    { id: FIRST_COLUMN, heading: table.heading },
    ...table.columns.slice(0, MAX_COLUMNS - 1).map(({ id, text }) => ({ id, heading: text })),
  ];
  const entries = table.entries.slice(0, MAX_ENTRIES).map(({ id, text }): TableEntry => ({
    id,
    texts: new Map(
      columns.map((column) => [
        column.id,
        column.id === FIRST_COLUMN ? text : textOr(table.cells[cellKey(id, column.id)], ''),
      ]),
    ),
    weight: weightOf(table.weights[id]),
    writtenRange: readRange(table.ranges[id]),
    range: null,
  }));
  const dice = tableDice(table);
  return { columns, entries: dice ? numberEntries(dice, entries) : entries, dice };
};
