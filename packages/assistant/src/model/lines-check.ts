// Checks texts against a group's lines: topics that must not come up in play.
import { plainReply } from './replies.ts';

const SMALL_WORDS = new Set(['and', 'the', 'with', 'towards', 'against', 'any', 'all', 'for', 'from']);

const stems = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?:ies|es|s|ing|ed|y)$/, ''));

/**
 * The first line that a text touches, or null. A line is touched where one sentence has every word of it, in any
 * regular form.
 */
export const lineTouched = (text: string, lines: readonly string[]): string | null => {
  const sentences = text.split(/(?<=[.!?\n])\s+/).map((sentence) => new Set(stems(sentence)));
  const isTouched = (line: string): boolean => {
    const words = stems(line).filter((word) => word.length > 2 && !SMALL_WORDS.has(word));
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
