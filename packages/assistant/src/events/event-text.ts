// Turns a clause of a note into the text of a log entry.
import { OUTLINE_LINK } from '@emberkeep/domain';
import { oneOf } from '../vocabulary/patterns.ts';

const ROLL_WORDS = [/\d/, 'roll', 'dc', 'check', 'success', 'crit', 'nat', 'perception', 'skill', 'fail'];
const IN_BRACKETS = `\\s*\\((?=[^)]*${oneOf(ROLL_WORDS)})[^)]*\\)`;
const ROLLS = [
  /\d+\s*(?:hp|stress|points|pts|xp)(?: (?:lost|damage|to resist))?/,
  /natural (?:twenty|20)/,
  /nat ?20/,
  /rolled (?:two )?\w+/,
  /engagement (?:roll )?\w+/,
  /dc ?\d+/,
];
/** Mentions of dice and points: "(rolled 18)", ", 3 stress". */
export const DICE = new RegExp(`${IN_BRACKETS}|,?\\s*${oneOf(ROLLS)}\\b`, 'gi');

/** The clause without dice, link marks and a leading conjunction, with a capital. */
export const tidy = (text: string): string => {
  const words = text
    .replace(/^\W*(?:it )?turns? out (?:that )?/i, '')
    .replace(OUTLINE_LINK, '$1')
    .replace(DICE, '')
    .replace(/^[\s\-–—•*,;:]+|[\s,;:–—-]+$/g, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/^(?:and|but|then|so)\s+/i, '')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
