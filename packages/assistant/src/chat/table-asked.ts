// Rolls a random table of the campaign for a message that asks for nothing else: "Roll on the harbour rumours".
import type { TableRoll } from '@emberkeep/domain';

const ASKS_TABLE =
  /^\s*(?:please\s+|can you\s+|could you\s+)?(?:roll|draw)\s+(?:me\s+)?(?:once\s+)?(?:on|from)\s+(?:(?:the|my|our)\s+)?(\S.{0,198}?)(?:\s+please)?[\s.!?]*$/i;

/** The names that a message may mean by the table that it asks to roll on, likeliest first; none for other messages. */
export const tablesAsked = (text: string): string[] => {
  const name = ASKS_TABLE.exec(text)?.[1];
  if (name === undefined) return [];
  const short = name.replace(/\s+(?:random\s+)?table$/i, '');
  return short === name ? [name] : [name, short];
};

/** A result as an answer, with what was rolled on the way. */
export const tableAnswer = ({ name, outcome, text, steps }: TableRoll): string => {
  if (outcome === 'exhausted') return `${name}: every entry was drawn. Reset the table to draw again.`;
  if (outcome === 'none') return `${name}: no entry for this roll.`;
  const rolled = steps.map(({ label, value }) => `${label}: ${value}`).join(', ');
  return rolled === '' ? `${name}: ${text}` : `${name}: ${text} (${rolled})`;
};
