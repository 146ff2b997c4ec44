// Reads a random table from text that was pasted or is in a file: a Markdown table (also as Obsidian's dice roller has
// it), Foundry's RollTable, CSV, cells of a spreadsheet, or a plain list of lines.
import { appendAll, parseDice, readRange } from '@emberkeep/domain';
import { readFoundryTables } from './read-foundry-table.ts';
import { tableOfRows } from './read-rows.ts';
import {
  diceForRanges,
  diceInHeading,
  emptyTable,
  MAX_TEXT_ENTRIES,
  onlyCounts,
  plainRolls,
  type ReadTables,
  type TextEntry,
  type TextTable,
} from './table-text.ts';

/** Longest text that is read, and longest title; UTF-16 units. */
const [MAX_TEXT, MAX_TITLE] = [1_000_000, 300];

const isSeparator = (line: string): boolean => {
  const cells = line.trim().replace(/^\|/, '').replace(/\|$/, '').split('|');
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim()));
};

/** The cells of a row of a Markdown table. A bar after a backslash, or within a link, is part of its cell. */
const cellsOf = (line: string): string[] => {
  const cells: string[] = [];
  let cell = '';
  const inner = line.trim().replace(/^\|/, '');
  for (const [piece] of inner.matchAll(/\[\[[^[\]]{0,400}\]\]|\\[\\|]|[^]/gu)) {
    if (piece === '|') {
      cells.push(cell);
      cell = '';
    } else cell += piece === '\\\\' ? '\\' : piece.replaceAll('\\|', '|');
  }
  // What is behind the last bar of a row is nothing.
  if (cell.trim() !== '' || !/\|\s*$/.test(inner)) cells.push(cell);
  return cells.map((each) =>
    each
      .split(/<br\s{0,9}\/?>/i)
      .map((line) => line.trim())
      .join('\n')
      .trim(),
  );
};

/** The title above a table: the nearest heading or bold line. */
const titleIn = (line: string): string | null =>
  line.length > MAX_TITLE
    ? null
    : (/^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1] ?? /^\*\*(.+?)\*\*:?$/.exec(line.trim())?.[1] ?? null);

/** The line with the dashes of the first Markdown table at or after a line; -1 for none. */
const ruleFrom = (lines: readonly string[], start: number): number =>
  lines.findIndex((line, i) => i > start && line.includes('-') && lines[i - 1]!.includes('|') && isSeparator(line));

/** A Markdown table: its lines `above` from `start` on, its rows, and where the text after it begins. */
interface MarkdownTable {
  table: TextTable;
  end: number;
  /** Lines of rows that are more than a table may have. */
  left: readonly string[];
}

const markdownTableAt = (lines: readonly string[], start: number): MarkdownTable | null => {
  const rule = ruleFrom(lines, start);
  if (rule === -1) return null;
  const found = lines.findIndex((line, i) => i > rule && !line.includes('|'));
  const end = found === -1 ? lines.length : found;
  const body = lines.slice(rule + 1, end);
  const table = tableOfRows(cellsOf(lines[rule - 1]!), body.slice(0, MAX_TEXT_ENTRIES).map(cellsOf));
  const above = lines.slice(start, rule - 1);
  const title = above.flatMap((line) => titleIn(line) ?? []).at(-1);
  const about = above.filter((line) => line.trim() !== '' && titleIn(line) === null).join('\n');
  const next = lines.findIndex((line, i) => i >= end && line.trim() !== '');
  const block = next === -1 ? undefined : /^\^([\w-]+)$/.exec(lines[next]!.trim())?.[1];
  const name = title ?? block?.replaceAll('-', ' ') ?? '';
  const more = body.slice(MAX_TEXT_ENTRIES);
  return {
    table: { ...table, name: name.trim(), about },
    end: block === undefined ? end : next + 1,
    left: more.length > 0 ? [...lines.slice(rule - 1, rule + 1), ...more] : [],
  };
};

/** The Markdown tables of a text, `most` at most; null where it has none. */
const readMarkdownTables = (lines: readonly string[], most: number): ReadTables | null => {
  const tables: TextTable[] = [];
  const left: string[] = [];
  let start = 0;
  while (tables.length < most) {
    const next = markdownTableAt(lines, start);
    if (!next) break;
    tables.push(next.table);
    appendAll(left, next.left);
    start = next.end;
  }
  if (tables.length === 0) return null;
  appendAll(left, lines.slice(start));
  return { tables: tables.filter(({ entries }) => entries.length > 0), left: left.join('\n').trim() };
};

/** The rows of CSV, with quotes as in RFC 4180. */
const csvRows = (text: string, separator: string): string[][] => {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else isQuoted = false;
    } else if (c === '"' && cell.trim() === '') {
      isQuoted = true;
      cell = '';
    } else if (c === separator || c === '\n') {
      rows.at(-1)!.push(cell.trim());
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  rows.at(-1)!.push(cell.trim());
  return rows.filter((row) => row.some(Boolean));
};

const IS_HEAD = /^(?:#|roll|range|number|weight|text|entry|result|name|wurf|zahl|gewicht|eintrag|ergebnis|text)$/i;

const csvLine = (row: readonly string[], separator: string): string =>
  row
    .map((cell) => (/["\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator);

/** Null for a plain list: its lines may have commas. */
const readCsv = (text: string, lines: readonly string[], isCsvFile: boolean): ReadTables | null => {
  const head = lines[0] ?? '';
  const hasHead = (separator: string): boolean =>
    head.split(separator).length > 1 &&
    head
      .split(separator)
      .some((cell) => IS_HEAD.test(cell.replaceAll('"', '').trim()) || diceInHeading(cell.replaceAll('"', '')));
  const separator = ['\t', ';', ','].find(
    (each) =>
      hasHead(each) || (each === '\t' ? lines.every((line) => line.includes('\t')) : isCsvFile && head.includes(each)),
  );
  if (!separator) return null;
  const rows = csvRows(text, separator);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const isHeaded = hasHead(separator);
  const headings = isHeaded ? rows[0]! : new Array<string>(width).fill('');
  const body = isHeaded ? rows.slice(1) : rows;
  const more = body.slice(MAX_TEXT_ENTRIES);
  const left = more.length > 0 && isHeaded ? [headings, ...more] : more;
  return {
    tables: [tableOfRows(headings, body.slice(0, MAX_TEXT_ENTRIES))],
    left: left.map((row) => csvLine(row, separator)).join('\n'),
  };
};

const BULLET = /^\s*(?:[-*+•]|\[[ x]\])\s+/;

/** Numbers that are marked as such: "1. ", "1) ", "1: ", "1 - ", "1–2 ", "9+ ". "3:00 bells" begins with a time. */
const MARKED = /^\s*(\d{1,5}(?:\s?[-–—]\s?\d{1,5}|\+)?)(?:[.)](?!\d)\s*|:\s+|\s+[-–—]\s+)(?=\S)/;
const RANGE = /^\s*(\d{1,5}\s?[-–—]\s?\d{1,5}|\d{1,5}\+)\s+(?=\S)/;
/** "3 goblins": numbers of a roll only where dice are named, or ranges are beside them. */
const BARE = /^\s*(\d{1,5})\s+(?=\S)/;

const withoutBullet = (line: string): string => line.replace(BULLET, '');

/** An entry whose line begins with its numbers; null for one without. */
const numberedEntry = (line: string, isBareOne: boolean): TextEntry | null => {
  const plain = withoutBullet(line);
  const numbers = RANGE.exec(plain) ?? MARKED.exec(plain) ?? (isBareOne ? BARE.exec(plain) : null);
  const range = numbers?.[1]?.trim() ?? '';
  if (!numbers || !readRange(range)) return null;
  return {
    texts: [plainRolls(plain.slice(numbers[0].length)).trim()],
    weight: null,
    range,
    written: plainRolls(plain).trim(),
  };
};

const wholeEntry = (line: string): TextEntry => ({
  texts: [plainRolls(withoutBullet(line)).trim()],
  weight: null,
  range: '',
});

/** "d20 Harbour rumours" or "Harbour rumours (d20)" as dice and name. */
const readTitle = (line: string): Pick<TextTable, 'name' | 'dice'> => {
  const title = (titleIn(line) ?? line).replace(/:$/, '').trim();
  const word = title.split(/\s+/).find((each) => diceInHeading(each.replace(/[()]/g, '')));
  const dice = word ? diceInHeading(word.replace(/[()]/g, '')) : '';
  return { dice, name: word ? title.replace(word, '').replace(/\s+/g, ' ').trim() : title };
};

/** True for a first line over entries: a heading, or words over bullets or marked numbers. */
const isTitle = (first: string, rest: readonly string[]): boolean => {
  if (titleIn(first) !== null) return true;
  const isBareOne = /:\s*$/.test(first) || readTitle(first).dice !== '';
  const isEntry = (line: string): boolean => BULLET.test(line) || numberedEntry(line, isBareOne) !== null;
  return rest.length > 1 && !isEntry(first) && numberedEntry(first, true) === null && rest.every(isEntry);
};

/** What the dice of these entries are, where no title names them: they answer each number once, from the lowest on. */
const diceOfEntries = (entries: readonly TextEntry[]): string => {
  const ranges = entries.map(({ range }) => readRange(range)!);
  const isWhole = ranges.length > 1 && ranges.every(({ from }, i) => i === 0 || from === ranges[i - 1]!.to + 1);
  const dice = diceForRanges(entries);
  return isWhole && parseDice(dice).ok ? dice : '';
};

/**
 * Each line is an entry. The numbers before all of them are those of dice, where some are named or fit, or they only
 * count the lines. Else they are words, as in "10 gp" or "1789, the fire".
 */
const tableOfList = (lines: readonly string[]): TextTable | null => {
  const [first = '', ...rest] = lines;
  const hasTitle = isTitle(first, rest);
  const title = hasTitle ? readTitle(first) : { name: '', dice: '' };
  const entryLines = hasTitle ? rest : lines;
  if (entryLines.length === 0) return null;
  const table = { ...emptyTable(), ...title };
  const isBareOne = title.dice !== '' || entryLines.some((line) => RANGE.test(withoutBullet(line)));
  const numbered = entryLines.flatMap((line) => numberedEntry(line, isBareOne) ?? []);
  if (numbered.length < entryLines.length) return { ...table, entries: entryLines.map(wholeEntry) };
  if (title.dice === '' && onlyCounts(numbered))
    return { ...table, entries: numbered.map(({ texts }) => ({ texts, weight: null, range: '' })) };
  const dice = title.dice || diceOfEntries(numbered);
  return { ...table, dice, entries: dice === '' ? entryLines.map(wholeEntry) : numbered };
};

const readList = (lines: readonly string[]): ReadTables => {
  const filled = lines.filter((line) => line.trim() !== '');
  const table = tableOfList(filled.slice(0, MAX_TEXT_ENTRIES));
  return { tables: table ? [table] : [], left: filled.slice(MAX_TEXT_ENTRIES).join('\n') };
};

/** The part of a text that is read, and the rest, which begins with a line. */
const cutAtLine = (text: string): [string, string] => {
  if (text.length <= MAX_TEXT) return [text, ''];
  const at = text.lastIndexOf('\n', MAX_TEXT);
  return at === -1 ? [text.slice(0, MAX_TEXT), text.slice(MAX_TEXT)] : [text.slice(0, at), text.slice(at + 1)];
};

/** The tables in a text, `most` at most, and what of the text is in none of them. Without entries there is no table. */
export const readTableTexts = (text: string, { fileName = '', most = 1000 } = {}): ReadTables => {
  const all = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [plain, rest] = cutAtLine(all);
  const lines = plain.split('\n');
  const trimmed = plain.trim();
  const read =
    readFoundryTables(all, most) ??
    readMarkdownTables(lines, most) ??
    readCsv(trimmed, trimmed.split('\n'), /\.csv$/i.test(fileName)) ??
    readList(lines);
  const fileTitle = fileName.replace(/\.[a-z]{1,5}$/i, '').trim();
  const tables = read.tables
    .filter(({ entries }) => entries.length > 0)
    .map((table) => ({ ...table, name: table.name || fileTitle }));
  return { tables, left: [read.left, read.isWhole ? '' : rest].filter(Boolean).join('\n') };
};

/** The first table in a text; null where there is none. */
export const readTableText = (text: string, fileName = ''): TextTable | null =>
  readTableTexts(text, { fileName, most: 1 }).tables[0] ?? null;
