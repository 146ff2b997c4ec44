// Matches one spelling of a name as whole words, with any whitespace between them.
import { escapeRegExp } from '@emberkeep/domain';

export const spellingPattern = (spelling: string, anyCase: boolean): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${spelling.split(/\s+/).map(escapeRegExp).join('\\s+')}(?![\\p{L}\\p{N}])`,
    anyCase ? 'giu' : 'gu',
  );
