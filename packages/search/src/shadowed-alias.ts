// Mends a query that names the elements of a JSON array after the array's own column, as the source document does
// (T-3). Postgres then reads the column and not the element: the query runs and finds nothing.
import { mendTypedIds } from './typed-ids.ts';

/** `jsonb_array_elements(s.player_data) AS player_data`: the argument, the column, and the alias that equals it. */
const SHADOWED = /\bjsonb_array_elements\s*\(\s*((?:\w+\s*\.\s*)?(\w+))\s*\)\s*(?:as\s+)?\2\b/i;

/** Quoted text, or one word with the word before its dot, so that words in texts and of tables stay. */
const TEXT_OR_WORD = /'(?:[^']|'')*'|"(?:[^"]|"")*"|(?:\b\w+\s*\.\s*)?\b\w+\b/g;

/** Names for the elements; the first that the query does not use yet is taken. */
const ALIASES = ['p', 'element', 'each_element'];

export interface MendedSql {
  sql: string;
  /** The column whose name the elements had, and the one that they get. */
  column: string;
  alias: string;
}

/** The query with another alias; null where it has none of that kind. */
export const mendShadowedAlias = (sql: string): MendedSql | null => {
  const found = SHADOWED.exec(sql);
  const column = found?.[2];
  if (!found || column === undefined) return null;
  const alias = ALIASES.find((name) => !new RegExp(`\\b${name}\\b`, 'i').test(sql));
  if (alias === undefined) return null;
  const argument = found[1]!;
  const isBare = (word: string): boolean => word.toLowerCase() === column.toLowerCase();
  const renamed = (part: string): string => part.replace(TEXT_OR_WORD, (word) => (isBare(word) ? alias : word));
  const before = sql.slice(0, found.index);
  const after = sql.slice(found.index + found[0].length);
  const mended = `${renamed(before)}jsonb_array_elements(${argument}) AS ${alias}${renamed(after)}`;
  return { sql: mendTypedIds(mended) ?? mended, column, alias };
};
