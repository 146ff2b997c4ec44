// Bounds the work that Markdown makes for its parser: pairing marks of emphasis takes quadratic time in a paragraph,
// nested quotes and lists in a line, and quotes and underlined headings in a text. Beyond what any author writes, the
// marks are escaped: they stay plain text.

/** Quotes and lists that one line may open at once. */
const NESTED_TOO_DEEP = /^(?:[ \t]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]?){25}/gm;

/** Runs of marks that one paragraph may have. */
const MAX_RUNS = 1000;

/** A run of marks, or an escaped character, which is none. */
const MARKS = /\\[^\n]|[*_~[\]]+/g;

/** A line that starts a block of its own: a list item, a heading, a row of a table, or nothing. */
const BLOCK_START = /^[ \t>]*(?:$|[-*+][ \t]|\d{1,9}[.)][ \t]|#|\|)/;

const FENCE = /^[ \t>]*(`{3,}|~{3,})/;

/**
 * For each quote that ends and each underlined heading, the parser copies what it has read so far. This is how many
 * lines it may copy: about a second's work. A text of 1 MB has as many with 2000 quotes.
 */
const MAX_COPIED_LINES = 20_000_000;

const QUOTE = /^[ \t]{0,3}>/;
/** One at the start of its line: an indented one may end with the list that it is in. */
const OUTER_FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;
const UNDERLINE = /^[ \t]{0,3}(?:=+|-+)[ \t]*$/;

/** For each fence, the number of the line that closes it; one that is never closed may be no fence, as in HTML. */
const closedFences = (lines: readonly string[]): ReadonlyMap<number, number> => {
  const closedAt = new Map<number, number>();
  let open: { mark: string; at: number } | null = null;
  lines.forEach((line, i) => {
    const mark = OUTER_FENCE.exec(line)?.[1];
    if (!mark) return;
    if (open === null) open = { mark, at: i };
    else if (mark.startsWith(open.mark)) {
      closedAt.set(open.at, i);
      open = null;
    }
  });
  return closedAt;
};

/** The numbers of the lines whose quote or underline is more than the parser may read. Code in fences is none. */
const costlyLines = (lines: readonly string[]): number[] => {
  const costly: number[] = [];
  let copied = 0;
  const fences = closedFences(lines);
  let fenceEnd = -1;
  lines.forEach((line, i) => {
    const before = lines[i - 1] ?? '';
    if (i <= fenceEnd) return;
    fenceEnd = fences.get(i) ?? -1;
    const isUnderline = UNDERLINE.test(line) && before.trim() !== '';
    if (isUnderline || (QUOTE.test(before) && !QUOTE.test(line))) copied += i;
    if (copied > MAX_COPIED_LINES && (isUnderline || QUOTE.test(line))) costly.push(i);
  });
  return costly;
};

const escapeCostly = (lines: string[]): string[] => {
  for (const i of costlyLines(lines)) lines[i] = lines[i]!.replace(/[>=-]/, '\\$&');
  return lines;
};

/** True for text that the parser must not see as it is. */
export const isTooMuchForParser = (markdown: string): boolean =>
  markdown.search(NESTED_TOO_DEEP) !== -1 || costlyLines(markdown.split('\n')).length > 0;

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
  escapeCrowded(escapeCostly(markdown.replace(NESTED_TOO_DEEP, '\\$&').split('\n'))).join('\n');
