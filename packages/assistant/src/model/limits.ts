// Owns holding a text against the lines of the table: what nobody here wants to meet, whoever wrote it.

const SMALL = new Set(['and', 'the', 'with', 'towards', 'against', 'any', 'all', 'for', 'from']);
const stems = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?:ies|es|s|ing|ed|y)$/, ''));

/** The line that a text touches, or null: every word of the line's name stands in one sentence, in any regular ending. */
export const lineTouched = (text: string, lines: readonly string[]): string | null => {
  const sentences = text.split(/(?<=[.!?\n])\s+/).map((sentence) => new Set(stems(sentence)));
  return (
    lines.find((line) => {
      const own = stems(line).filter((word) => word.length > 2 && !SMALL.has(word));
      return own.length > 0 && sentences.some((said) => own.every((word) => said.has(word)));
    }) ?? null
  );
};
