import { CONNECTORS } from '../vocabulary/name-parts.ts';
import type { Find } from './candidates.ts';
import { CUES } from './cues.ts';
import { isCommon } from './word-kinds.ts';

const CAPITALISED = /^\p{Lu}[\p{L}'’-]*(?:\s+(?:(?:de|von|van|la|le|of|the)\s+)*\p{Lu}[\p{L}'’-]*)*/u;

/** In lower case a name ends where ordinary words begin, and after three words at most. */
const lowerCaseName = (phrase: string): string => {
  const words = phrase.split(/\s+/);
  const stop = words.findIndex((w, n) => n > 0 && isCommon(w) && !CONNECTORS.has(w));
  return (stop === -1 ? words.slice(0, 3) : words.slice(0, stop)).join(' ');
};

/** Names that a phrase announces; `isLower` says whether the notes go without capitals. */
export const cuedNames = (text: string, isLower: boolean): Find[] => {
  const found: Find[] = [];
  for (const { pattern, rule, lowerOnly } of CUES) {
    if (lowerOnly && !isLower) continue;
    for (const match of text.matchAll(pattern)) {
      const phrase = match[1]!.replace(/['’]s$/i, '');
      const hasCapitals = /\p{Lu}/u.test(phrase);
      const name = hasCapitals ? CAPITALISED.exec(phrase)?.[0] : isLower ? lowerCaseName(phrase) : undefined;
      if (name === undefined || (isCommon(name) && rule !== 'place')) continue;
      const start = match.index + match[0].indexOf(phrase);
      found.push({ name, start, end: start + name.length, isFirst: false, cue: rule });
    }
  }
  return found;
};
