// Checks texts against a group's lines: topics that must not come up in play.
import { stem } from '../stem.ts';
import { plainReply } from './replies.ts';

const SMALL_WORDS = new Set(['and', 'the', 'with', 'towards', 'against', 'any', 'all', 'for', 'from']);

/** A line is about everything of its kind: "blood" is in "bloody" too. */
const kindOf = (word: string): string => stem(word).replace(/(?<=...)y$/, '');

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * The first line that a text touches, or null. A line is touched where one sentence has every word of it, in any
 * regular form.
 */
export const lineTouched = (text: string, lines: readonly string[]): string | null => {
  const sentences = text.split(/(?<=[.!?\n])\s+/).map((sentence) => new Set(wordsIn(sentence).map(kindOf)));
  const isTouched = (line: string): boolean => {
    const words = wordsIn(line)
      .filter((word) => word.length > 2 && !SMALL_WORDS.has(word))
      .map(kindOf);
    return words.length > 0 && sentences.some((sentence) => words.every((word) => sentence.has(word)));
  };
  return lines.find(isTouched) ?? null;
};

/** Passes on a growing answer as plain text, and stops once it touches a line. */
export const unlessTouched =
  (lines: readonly string[], onText: (soFar: string) => void): ((soFar: string) => void) =>
  (soFar) => {
    const text = plainReply(soFar);
    if (lineTouched(text, lines) === null) onText(text);
  };
