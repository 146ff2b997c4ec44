// Titles that announce a name, which stands behind them and has them as a part.
import { escapeRegExp, TITLES } from '@emberkeep/domain';
import { wordSet } from './patterns.ts';

const TITLES_THAT_ARE_COMMON_WORDS = wordSet([
  'old',
  'young',
  'little',
  'big',
  'private',
  'second',
  'master',
  'father',
  'mother',
  'sister',
  'brother',
  'uncle',
  'aunt',
  'cousin',
  'boss',
  'chief',
  'elder',
  'agent',
  'officer',
  'guard',
  'doc',
  'don',
  'major',
  'general',
  'minister',
  'judge',
  'queen',
  'king',
  'coach',
  'nurse',
  'priest',
  'monk',
  'dean',
  'saint',
  'shaman',
  'president',
  'matron',
  'detective',
  'constable',
  'count',
]);
/** Titles that announce a name even in lower case, as alternatives of a pattern. */
export const CLEAR_TITLES = [...TITLES]
  .filter((title) => !TITLES_THAT_ARE_COMMON_WORDS.has(title))
  .map(escapeRegExp)
  .join('|');
