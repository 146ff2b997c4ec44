// Where a note has tables: their column headings name no one.

/** UTF-16 offsets in the text. */
interface Range {
  start: number;
  end: number;
}

/** A line of cells, as Markdown has it and as a note's outline writes it. */
const ROW = /^[^\S\n]*\|?[^\n|]*\|[^\n]*$/;
const RULE = /^[\s|:–-]+$/;
/** A column heading is a few words: a table without headings begins with what it is about. */
const HEADING_WORDS = 3;

interface Row extends Range {
  cells: Range[];
}

const cellsOf = (line: string, from: number): Range[] => {
  const cells: Range[] = [];
  let start = from;
  for (const cell of line.split('|')) {
    if (cell.trim() !== '') cells.push({ start, end: start + cell.length });
    start += cell.length + 1;
  }
  return cells;
};

/** Whether a row heads its columns: every cell is short, and none has digits or ends a sentence. */
const isHeadingRow = (text: string, { cells }: Row): boolean =>
  cells.length > 1 &&
  cells.every(({ start, end }) => {
    const words = text.slice(start, end).trim();
    return !/[\d.!?:]/.test(words) && words.split(/\s+/).length <= HEADING_WORDS;
  });

/** Words that head columns. A table without headings begins with a row like the others. */
const COLUMN_WORDS =
  /^(?:who|what|where|when|why|how|name|names|role|type|kind|notes?|secrets?|wants?|goals?|motives?|motivation|description|details?|locations?|place|places|person|people|npcs?|characters?|players?|items?|factions?|attitude|status|age|race|class|level|hp|ac|roll|result|effect|cost|price|day|date|time|event|clue|clues|source|leads to|occupation|job|relationship|quantity|weight|damage|skill|d\d+|#|no\.?)$/i;

const isNamedHeading = (text: string, { cells }: Row): boolean =>
  cells.filter(({ start, end }) => COLUMN_WORDS.test(text.slice(start, end).trim())).length * 2 >= cells.length;

/** The rows of column headings. Between the rows of a table there may be a blank line. */
export const columnHeadings = (text: string): Range[] => {
  const headings: Range[] = [];
  if (!text.includes('|')) return headings;
  let table: Row[] = [];
  let hasRule = false;
  const finish = (): void => {
    const [head, ...rows] = table;
    if (head && (hasRule || (rows.length > 0 && isHeadingRow(text, head) && isNamedHeading(text, head))))
      headings.push({ start: head.start, end: head.end });
    [table, hasRule] = [[], false];
  };
  let from = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') {
      if (!ROW.test(line)) finish();
      else if (RULE.test(line)) hasRule ||= table.length === 1;
      else table.push({ start: from, end: from + line.length, cells: cellsOf(line, from) });
    }
    from += line.length + 1;
  }
  finish();
  return headings;
};
