// What is rolled inside the text of an entry: `[[Name of a table]]`, `[[2d6]]` and plain `2d6`.
import type { DiceFormula } from '../dice/formula.ts';
import { parseDice } from '../dice/parse.ts';
import { findWikiLinks } from '../wiki-link.ts';

/** A piece of an entry's text. `source` is how it is written. */
export type EntryPiece =
  | { type: 'text'; source: string }
  | { type: 'dice'; source: string; formula: DiceFormula }
  | { type: 'link'; source: string; name: string };

const MODIFIERS = String.raw`(?:k[hl]?\d{0,2}|d[hl]\d{0,2}|!{1,2}|r\d{1,2}|adv|dis)?`;
/** `d6` needs no number before it; the German W does, because it is a letter of words. */
const DIE = String.raw`(?:(?:\d{1,3}[dDwW]|[dD])(?:\d{1,5}|%|F))${MODIFIERS}`;
const DICE = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.,:#/-])${DIE}(?:\s?[+\-−*×x]\s?(?:${DIE}|\d{1,6}))*(?![\p{L}\p{N}_])`,
  'gu',
);

const formulaIn = (text: string): DiceFormula | null => {
  const parsed = parseDice(text);
  return parsed.ok ? parsed.value : null;
};

const plainPieces = (text: string): EntryPiece[] => {
  const pieces: EntryPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(DICE)) {
    const formula = formulaIn(match[0]);
    if (!formula) continue;
    if (match.index > at) pieces.push({ type: 'text', source: text.slice(at, match.index) });
    pieces.push({ type: 'dice', source: match[0], formula });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ type: 'text', source: text.slice(at) });
  return pieces;
};

/** What Foundry writes before the dice of an inline roll. */
const ROLL_COMMAND = /^\/(?:r|roll)\s+/i;
const HAS_DIE = /\d*[dw](?:\d|f|%)/i;

/** The pieces of an entry's text, in order. Written one after another, their sources are the text. */
export const entryPieces = (text: string): EntryPiece[] => {
  const pieces: EntryPiece[] = [];
  let at = 0;
  for (const { start, end, name } of findWikiLinks(text)) {
    pieces.push(...plainPieces(text.slice(at, start)));
    const source = text.slice(start, end);
    const dice = name.replace(ROLL_COMMAND, '');
    const formula = HAS_DIE.test(dice) ? formulaIn(dice) : null;
    pieces.push(formula ? { type: 'dice', source, formula } : { type: 'link', source, name });
    at = end;
  }
  pieces.push(...plainPieces(text.slice(at)));
  return pieces;
};
