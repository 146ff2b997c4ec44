// A random table as it is read from text and written to it, apart from any document.
import { diceBounds, parseDice, readRange } from '@emberkeep/domain';

export interface TextEntry {
  /** By column, first to last. */
  texts: string[];
  /** Null where the text names none: it is 1. */
  weight: number | null;
  /** As `readRange` reads it; empty for none. */
  range: string;
  /** The first text with its numbers before it, for a table without dice, which shows no numbers. */
  written?: string;
}

export interface TextTable {
  name: string;
  about: string;
  dice: string;
  noRepeats: boolean;
  heading: string;
  /** The headings of columns after the first. */
  columns: string[];
  entries: TextEntry[];
}

/** What was read from a text. `left` is of the text what no table has: it is given back to the GM. */
export interface ReadTables {
  tables: TextTable[];
  left: string;
  /** True where the whole text was read, however long it is. */
  isWhole?: boolean;
}

export const emptyTable = (): TextTable => ({
  name: '',
  about: '',
  dice: '',
  noRepeats: false,
  heading: '',
  columns: [],
  entries: [],
});

/** Most entries and columns that are read from a text. */
export const [MAX_TEXT_ENTRIES, MAX_TEXT_COLUMNS] = [10_000, 20];

/** Longest heading that is read as dice, UTF-16 units. */
const MAX_HEADING = 200;

/** The dice of a heading such as "d20", "dice: 1d6" or "Roll 2d6"; empty for one without. */
export const diceInHeading = (heading: string): string => {
  if (heading.length > MAX_HEADING) return '';
  const dice = heading
    .replace(/[`*_]/g, '')
    .replace(/^\s*(?:dice|roll|wurf|würfel)\s*:?\s*/i, '')
    .trim();
  return /\d*[dw](?:\d|f|%)/i.test(dice) && parseDice(dice).ok ? dice : '';
};

/** The dice that give just the numbers of these entries, where no heading names them; empty where none do. */
export const diceForRanges = (entries: readonly Pick<TextEntry, 'range'>[]): string => {
  const ranges = entries.flatMap(({ range }) => readRange(range) ?? []);
  if (ranges.length === 0) return '';
  const min = ranges.reduce((least, { from }) => Math.min(least, from), Infinity);
  const max = ranges.reduce((most, { to }) => Math.max(most, to), -Infinity);
  const known = ['d66', '2d6', '3d6', '2d4', '2d8', '2d10', '2d20'].find((dice) => {
    const parsed = parseDice(dice);
    const bounds = parsed.ok ? diceBounds(parsed.value) : null;
    return bounds?.min === min && bounds.max === max;
  });
  if (known) return known;
  return min === 1 && max <= 10_000 ? `d${max}` : '';
};

/** Its formula, without the flags behind a bar. */
const OBSIDIAN_ROLL = /`dice(?:-[a-z]{1,10})?:\s{0,10}(\[\[[^\]`]{1,300}\]\]|[^`|]{1,200})(?:\|[^`]{0,100})?`/gi;

/** What Obsidian's dice roller writes inside a cell, as a random table has it: plain dice, and links to tables. */
export const plainRolls = (text: string): string =>
  text.replace(OBSIDIAN_ROLL, (_, formula: string) => {
    const link = /^\[\[([^\]|#^]*)[#^]*([^\]|]*)/.exec(formula);
    return link ? `[[${link[2]!.trim() || link[1]!.trim()}]]` : formula.trim();
  });

/** True for a line of plain numbers from 1 to the number of entries: they only count. */
export const onlyCounts = (entries: readonly Pick<TextEntry, 'range'>[]): boolean =>
  entries.every(({ range }, i) => range === String(i + 1));
