// Bounds the work that Markdown makes for its parser: pairing marks of emphasis takes quadratic time in a paragraph,
// and nested quotes and lists in a line. Beyond what any author writes, the marks are escaped: they stay plain text.

/** Quotes and lists that one line may open at once. */
const NESTED_TOO_DEEP = /^(?:[ \t]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]?){25}/gm;

/** Runs of marks that one paragraph may have. */
const MAX_RUNS = 1000;

/** A run of marks, or an escaped character, which is none. */
const MARKS = /\\[^\n]|[*_~[\]]+/g;

/** A line that starts a block of its own: a list item, a heading, a row of a table, or nothing. */
const BLOCK_START = /^[ \t>]*(?:$|[-*+][ \t]|\d{1,9}[.)][ \t]|#|\|)/;

const FENCE = /^[ \t>]*(`{3,}|~{3,})/;

/** True for text with a line that the parser must not see as it is. */
export const isNestedTooDeep = (markdown: string): boolean => markdown.search(NESTED_TOO_DEEP) !== -1;

const isMark = (found: string): boolean => !found.startsWith('\\');

const escapeMarks = (line: string): string =>
  line.replace(MARKS, (run) => (isMark(run) ? run.replace(/./g, '\\$&') : run));

/** The lines of each paragraph with too many marks, escaped. Code in fences stays. */
const escapeCrowded = (lines: string[]): string[] => {
  let start = 0;
  let runs = 0;
  let fence: string | null = null;
  const end = (at: number): void => {
    if (runs > MAX_RUNS) for (let i = start; i < at; i++) lines[i] = escapeMarks(lines[i]!);
    [start, runs] = [at, 0];
  };
  lines.forEach((line, i) => {
    const mark = FENCE.exec(line)?.[1];
    const isCode = fence !== null;
    if (mark && fence === null) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = null;
    if (isCode || mark) return end(i + 1);
    if (BLOCK_START.test(line)) end(i);
    runs += (line.match(MARKS) ?? []).filter(isMark).length;
  });
  end(lines.length);
  return lines;
};

/** The text as the parser may see it. Linear in its length. */
export const tameMarkdown = (markdown: string): string =>
  escapeCrowded(markdown.replace(NESTED_TOO_DEEP, '\\$&').split('\n')).join('\n');
