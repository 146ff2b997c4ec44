// Links in Markdown tables, as people write them: `[[Duke Vane|a stranger]]`. The parser would end the cell at their bar,
// which tears the name from its words.
import { LINK_CHARACTER } from '@emberkeep/domain';

/** A link on one line. Each part matches in one way, so that no text takes more than linear time. */
const LINK = new RegExp(String.raw`\[\[(?!\[)(?:${LINK_CHARACTER}|\|)+\]\]`, 'g');
/** One that is escaped ends no cell. */
const BAR = /(?<!\\)\|/g;

/** The line below the names of a table's columns; also within quotes and lists. */
const TABLE_RULE = /^[\s>*+\d.)|:-]*$/;
const isTableRule = (line: string): boolean => line.includes('|') && line.includes('-') && TABLE_RULE.test(line);
const EMPTY = /^[\s>]*$/;

/** True for each line that may be a row: the one above a rule, and all below it until an empty line. */
const rowsOf = (lines: readonly string[]): boolean[] => {
  let isInTable = false;
  return lines.map((line, i) => {
    isInTable = isTableRule(line) || (isInTable && !EMPTY.test(line));
    return isInTable || isTableRule(lines[i + 1] ?? '');
  });
};

/** Letters of nobody's alphabet, which the parser takes for words. */
const PRIVATE_USE = { first: 0xe000, last: 0xf8ff };
const letterNotIn = (text: string): string | null => {
  for (let code = PRIVATE_USE.first; code <= PRIVATE_USE.last; code++)
    if (!text.includes(String.fromCharCode(code))) return String.fromCharCode(code);
  return null;
};

export interface CoveredBars {
  /** The text as the parser may see it. */
  text: string;
  /** What was read of it, with its bars. */
  uncover(words: string): string;
}

/**
 * The Markdown with a letter of no alphabet in place of each bar of a link in a table. The text as it is where no such
 * letter is free.
 */
export const coverLinkBars = (markdown: string): CoveredBars => {
  const asItIs = { text: markdown, uncover: (words: string) => words };
  const lines = markdown.split('\n');
  const isRow = rowsOf(lines);
  if (!isRow.includes(true)) return asItIs;
  const letter = letterNotIn(markdown);
  if (letter === null) return asItIs;
  const cover = (line: string): string => line.replace(LINK, (link) => link.replace(BAR, letter));
  return {
    text: lines.map((line, i) => (isRow[i] ? cover(line) : line)).join('\n'),
    uncover: (words) => words.replaceAll(letter, '|'),
  };
};
