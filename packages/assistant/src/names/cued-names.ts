// Finds names by the phrases that announce them.
import { CONNECTORS } from '../vocabulary/name-parts.ts';
import type { NameMatch } from './candidates.ts';
import { CUES } from './cues.ts';
import { isCommon } from './word-kinds.ts';

/** From here on letters without case count as capitals: whoever announces a name in another script means it. */
const CAPITALISED =
  /^[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*(?:(?:\s+|[・·])(?:(?:de|von|van|la|le|of|the)\s+)*[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*)*/u;

/** A lower-case name ends where ordinary words begin, and after at most three words. */
const lowerCaseName = (phrase: string): string => {
  const words = phrase.split(/\s+/);
  const stop = words.findIndex((w, n) => n > 0 && isCommon(w) && !CONNECTORS.has(w));
  return (stop === -1 ? words.slice(0, 3) : words.slice(0, stop)).join(' ');
};

/** Possible names that a phrase announces. `isLower`: the notes are written in lower case. */
export const cuedNames = (text: string, isLower: boolean): NameMatch[] => {
  const found: NameMatch[] = [];
  for (const { pattern, rule, lowerOnly } of CUES) {
    if (lowerOnly && !isLower) continue;
    for (const match of text.matchAll(pattern)) {
      const phrase = match[1]!.replace(/['’]s$/i, '');
      const hasCapitals = /[\p{Lu}\p{Lo}]/u.test(phrase);
      const name = hasCapitals ? CAPITALISED.exec(phrase)?.[0] : isLower ? lowerCaseName(phrase) : undefined;
      if (name === undefined || (isCommon(name) && rule !== 'place')) continue;
      const start = match.index + match[0].indexOf(phrase);
      found.push({ name, start, end: start + name.length, isFirst: false, cue: rule });
    }
  }
  return found;
};
