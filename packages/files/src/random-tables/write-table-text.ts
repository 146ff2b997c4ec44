// Writes a random table as a Markdown table, with its dice in the first heading as Obsidian's dice roller reads them.
import { rangeWords, readTable, type RandomTable } from '@emberkeep/domain';

const cell = (text: string): string =>
  text
    .trim()
    .replace(/\\/g, '\\\\')
    .replace(/\|/g, '\\|')
    .split('\n')
    .map((line) => line.trim())
    .join('<br>');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The Markdown of a table, ending with a line break. */
export const writeTableText = (table: RandomTable): string => {
  const { columns, entries, dice } = readTable(table);
  // Under dice the numbers say it all, but for an entry without: its weight of 0 keeps it from taking some when read.
  const hasWeights = entries.some(({ weight, range }) => (dice ? weight === 0 && !range : weight !== 1));
  const headings = columns.map(({ heading }) => heading || (columns.length === 1 ? table.name : ''));
  const head = [...(dice ? [`dice: ${dice.text}`] : []), ...headings, ...(hasWeights ? ['Weight'] : [])];
  const rows = entries.map(({ texts, weight, range }) => [
    ...(dice ? [range ? rangeWords(range) : ''] : []),
    ...columns.map(({ id }) => texts.get(id) ?? ''),
    ...(hasWeights ? [String(weight)] : []),
  ]);
  const about = table.about.trim() === '' ? [] : [table.about.trim(), ''];
  return [`# ${table.name}`, '', ...about, row(head), row(head.map(() => '---')), ...rows.map(row), ''].join('\n');
};
