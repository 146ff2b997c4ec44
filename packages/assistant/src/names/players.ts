// Finds the names of players in the lines of a note that only concern them.
import { NOT_NAMES } from '../vocabulary/not-names/not-names.ts';

export const PLAYERS_LINE =
  /^\W*(?:present|attendance|players?|absent|missing|who was there|at the table|snacks?|food|next time|bring)\b/i;

/** Names of the players in lower case: "Present: Tom (Pell)" names Tom. */
export const playersIn = (text: string): ReadonlySet<string> => {
  const players = new Set<string>();
  for (const line of text.split('\n').filter((l) => PLAYERS_LINE.test(l)))
    for (const match of line.replace(/\([^)]*\)/g, '').matchAll(/\p{L}[\p{L}'’-]+/gu)) {
      const name = match[0].toLowerCase();
      if (!NOT_NAMES.has(name)) players.add(name);
    }
  return players;
};
