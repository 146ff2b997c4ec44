// Rolls a random table, with the dice and the tables in its entries. Randomness is an argument: crypto in the app, a
// seed in tests. What a peer wrote cannot make a roll endless: tables in tables have a greatest depth and number.
import type { RandomSource } from '../dice/random-int.ts';
import { rollDice } from '../dice/roll.ts';
import { nameKey } from '../name-index.ts';
import type { RandomTable } from '../random-table.ts';
import { drawEntry, MAX_REROLLS, type Draw, type Rerolls } from './draw-entry.ts';
import { entryPieces, type EntryPiece } from './inline-dice.ts';
import { drawKey, readTable, type ReadTable, type TableColumn, type TableEntry } from './read-table.ts';

/** An entry may name its own table ("roll twice"), so a circle is no mistake; it ends here. */
export const MAX_TABLE_DEPTH = 8;
/** Most tables, and most dice formulas, in one roll. */
export const [MAX_TABLE_ROLLS, MAX_INLINE_DICE] = [100, 200];
/** Longest text of a result, UTF-16 units. */
export const MAX_RESULT_LENGTH = 4000;

/** What was drawn from a table that has no repeats; see `drawKey`. */
export interface TableDraw {
  tableId: string;
  key: string;
}

/** Something rolled on the way, for the GM to check: "2d6" and "7", or the name of a table and its result. */
export interface RollStep {
  label: string;
  value: string;
}

export interface RolledCell {
  heading: string;
  text: string;
}

/**
 * `rolled`: there is a text. `exhausted`: every entry was drawn. `none`: no entry answers the number, or the table is
 * empty.
 */
export type TableOutcome = 'rolled' | 'exhausted' | 'none';

export interface TableRoll {
  tableId: string;
  name: string;
  outcome: TableOutcome;
  /** The cells that have a text, in the order of the columns. */
  cells: readonly RolledCell[];
  /** The cells on one line. */
  text: string;
  steps: readonly RollStep[];
  draws: readonly TableDraw[];
  /** Tables in it were left as their names: too deep, too many, or all drawn. */
  isCut: boolean;
}

/** A table with the entries that each column can be drawn from. */
interface Readable extends ReadTable {
  possible: (column: TableColumn) => readonly TableEntry[];
}

interface Rolling {
  tables: ReadonlyMap<string, RandomTable>;
  random: RandomSource;
  rerolls: Rerolls;
  /** By the id of the table: a hostile one is large, and named a hundred times. */
  read: Map<string, Readable>;
  /** Per table, what was drawn before and in this roll. */
  drawn: Map<string, Set<string>>;
  draws: TableDraw[];
  steps: RollStep[];
  tableRolls: number;
  inlineDice: number;
  isCut: boolean;
}

const drawnOf = ({ drawn }: Rolling, table: RandomTable): Set<string> => {
  const known = drawn.get(table.id) ?? new Set(table.noRepeats ? table.drawn : []);
  drawn.set(table.id, known);
  return known;
};

const readable = (table: RandomTable): Readable => {
  const read = readTable(table);
  const byColumn = new Map(
    table.draws === 'column'
      ? read.columns.map(({ id }) => [id, read.entries.filter(({ texts }) => texts.get(id)?.trim())])
      : [],
  );
  return { ...read, possible: ({ id }) => byColumn.get(id) ?? read.entries };
};

/** A table, read once in a roll. */
const readOnce = ({ read }: Rolling, table: RandomTable): Readable => {
  const known = read.get(table.id) ?? readable(table);
  read.set(table.id, known);
  return known;
};

const diceText = (rolling: Rolling, piece: EntryPiece & { type: 'dice' }): string => {
  if (++rolling.inlineDice > MAX_INLINE_DICE) {
    rolling.isCut = true;
    return piece.source;
  }
  const { text, total } = rollDice(piece.formula, rolling.random);
  if (!Number.isSafeInteger(total)) return piece.source;
  rolling.steps.push({ label: text, value: String(total) });
  return String(total);
};

/** A link to no table is a link of the campaign: it stays as it is. */
const linkText = (rolling: Rolling, piece: EntryPiece & { type: 'link' }, depth: number): string => {
  const table = rolling.tables.get(nameKey(piece.name));
  if (!table) return piece.source;
  if (depth >= MAX_TABLE_DEPTH || rolling.tableRolls >= MAX_TABLE_ROLLS) {
    rolling.isCut = true;
    return table.name;
  }
  const { outcome, text } = rollOnce(rolling, table, depth + 1);
  if (outcome === 'rolled') rolling.steps.push({ label: table.name, value: text });
  else rolling.isCut = true;
  return outcome === 'rolled' ? text : table.name;
};

const rolledText = (rolling: Rolling, text: string, depth: number): string => {
  let rolled = '';
  for (const piece of entryPieces(text.slice(0, MAX_RESULT_LENGTH))) {
    if (piece.type === 'text') rolled += piece.source;
    else rolled += piece.type === 'dice' ? diceText(rolling, piece) : linkText(rolling, piece, depth);
    if (rolled.length > MAX_RESULT_LENGTH) break;
  }
  return rolled.slice(0, MAX_RESULT_LENGTH).trim();
};

/** One word after the other where each column was drawn for itself; cells of one row are told apart. */
const joinedText = ({ draws }: RandomTable, cells: readonly RolledCell[]): string =>
  cells
    .map(({ text }) => text)
    .join(draws === 'column' ? ' ' : ' · ')
    .slice(0, MAX_RESULT_LENGTH);

const outcomeOf = (draws: readonly Draw[]): TableOutcome => {
  if (draws.some(({ type }) => type === 'exhausted')) return 'exhausted';
  return draws.some(({ type }) => type === 'entry') ? 'rolled' : 'none';
};

const rollOnce = (
  rolling: Rolling,
  table: RandomTable,
  depth: number,
): Pick<TableRoll, 'outcome' | 'cells' | 'text'> => {
  rolling.tableRolls++;
  const { columns, possible, dice } = readOnce(rolling, table);
  const drawn = drawnOf(rolling, table);
  /** The draws of this roll that count only if no column is exhausted. */
  const keys: string[] = [];
  const drawFor = (column: TableColumn): Draw => {
    const draw = drawEntry(
      { dice, entries: possible(column) },
      ({ id }) => drawn.has(drawKey(table, id, column.id)),
      rolling,
    );
    if (draw.type === 'entry') keys.push(drawKey(table, draw.entry.id, column.id));
    return draw;
  };
  const first = drawFor(columns[0]!);
  const drawnFor = table.draws === 'column' ? [first, ...columns.slice(1).map(drawFor)] : columns.map(() => first);
  for (const draw of new Set(drawnFor))
    if (draw.type !== 'exhausted' && draw.roll)
      rolling.steps.push({ label: draw.roll.text, value: String(draw.roll.total) });
  const outcome = outcomeOf(drawnFor);
  if (outcome !== 'rolled') return { outcome, cells: [], text: '' };
  if (table.noRepeats)
    for (const key of keys) {
      drawn.add(key);
      rolling.draws.push({ tableId: table.id, key });
    }
  const cells = columns.flatMap(({ id, heading }, i): RolledCell[] => {
    const draw = drawnFor[i]!;
    const text = draw.type === 'entry' ? rolledText(rolling, draw.entry.texts.get(id) ?? '', depth) : '';
    return text === '' ? [] : [{ heading, text }];
  });
  return { outcome, cells, text: joinedText(table, cells) };
};

/** Tables by the key of their name; the first in the GM's order wins where two have one name. */
export const tablesByName = (tables: readonly RandomTable[]): Map<string, RandomTable> => {
  const byName = new Map<string, RandomTable>();
  for (const table of tables) if (!byName.has(nameKey(table.name))) byName.set(nameKey(table.name), table);
  return byName;
};

/** Rolls `table`; `tables` are those that its entries may name. Writes nothing: `draws` are for the caller to keep. */
export const rollTable = (table: RandomTable, tables: readonly RandomTable[], random: RandomSource): TableRoll => {
  const rolling: Rolling = {
    tables: tablesByName(tables),
    random,
    rerolls: { left: MAX_REROLLS },
    read: new Map(),
    drawn: new Map(),
    draws: [],
    steps: [],
    tableRolls: 0,
    inlineDice: 0,
    isCut: false,
  };
  const { outcome, cells, text } = rollOnce(rolling, table, 1);
  const { steps, draws, isCut } = rolling;
  return { tableId: table.id, name: table.name, outcome, cells, text, steps, draws, isCut };
};
