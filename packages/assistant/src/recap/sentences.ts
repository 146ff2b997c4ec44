// Turns words of records into sentences and parts of sentences.
import { OUTLINE_LINK } from '@emberkeep/domain';
import { capitalise, lowerFirst } from '../chat/letter-case.ts';
import { LOWERED_INSIDE } from './note-phrases.ts';

/** A whole sentence: links as plain text, first letter a capital, punctuation at the end. Empty for a blank text. */
export const sentence = (text: string): string => {
  const words = text.trim().replace(/\s+/g, ' ').replace(OUTLINE_LINK, '$1');
  if (words === '') return '';
  const upper = capitalise(words);
  return /[.!?…]["”’']?$/.test(upper) ? upper : `${upper}.`;
};

/** The sentence without its final punctuation. */
export const withoutEnd = (text: string): string => sentence(text).replace(/[.!?…]+$/, '');

/** The sentence as part of a longer one: no final punctuation, and a small first letter unless it is a name. */
export const clause = (text: string): string => {
  const words = withoutEnd(text);
  return LOWERED_INSIDE.test(words) ? lowerFirst(words) : words;
};

/** Beginnings of the long words of a text. */
const stems = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 5)));

/** True where two sentences share at least 60% of the long words of the shorter one, so that one is enough. */
export const saysTheSame = (a: string, b: string): boolean => {
  const [x, y] = [stems(a), stems(b)];
  const sharedCount = [...x].filter((word) => y.has(word)).length;
  return sharedCount > 0 && sharedCount / Math.min(x.size, y.size) >= 0.6;
};
