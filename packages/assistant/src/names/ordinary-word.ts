// Whether a name is written in lower case elsewhere in a note, as an ordinary word.
import { escapeRegExp } from '@emberkeep/domain';

export const isAlsoOrdinaryWord = (text: string, name: string): boolean =>
  name.toLowerCase() !== name &&
  new RegExp(`(?<![\\p{L}])${escapeRegExp(name.toLowerCase())}(?![\\p{L}])`, 'u').test(text);
