// Bounds the work that Markdown makes for its parser: pairing marks of emphasis takes quadratic time in a paragraph,
// nested quotes and lists in a line, and quotes and underlined headings in a text. Beyond what any author writes, the
// marks are no marks: they stay plain text.
import { createLineKinds, type LineKind } from './line-kinds.ts';

/** Quotes and lists that one line may open at once. Each blank matches in one way: two took exponential time. */
const NESTED_TOO_DEEP = /^(?:[ \t]{0,4}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){25}/;
/** A rule, such as `* * *`, opens no list. */
const RULE = /^[ \t]{0,3}([-*])(?:[ \t]*\1)*[ \t]*$/;
const isNestedTooDeep = (line: string): boolean => NESTED_TOO_DEEP.test(line) && !RULE.test(line);

/** Marks that one paragraph may have. */
const MAX_MARKS = 1000;
/** Lines that one paragraph may have: each of them costs as much as the paragraph has tokens. */
const MAX_LINES = 1000;

/** What the parser makes tokens of within a line; each one costs as much as the paragraph has tokens. */
const MARKS = /[*_~[\]!&<`\\]+| {2,}$/g;

/**
 * For each quote that ends, each underlined heading, and each list or quote that a line opens within another list, the
 * parser copies what it has read so far. This is how many lines it may copy: about a second's work. A text of 1 MB has
 * as many with 2000 quotes.
 */
const MAX_COPIED_LINES = 20_000_000;

/** A list within a list is copied with all that it is in. */
const NESTED_COST = 5;

const QUOTE = /^[ \t]{0,3}>/;
const CONTAINERS = /^(?:[ \t]{0,4}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*/;
/**
 * Quotes and lists that a line opens within the first list that it opens. Lists nested by indentation are not counted:
 * outlines are what authors write, and reading one takes quadratic time (100 kB about two seconds).
 */
const nestedIn = (line: string): number => {
  if (RULE.test(line)) return 0;
  const lists = CONTAINERS.exec(line)![0].replace(/^[ \t>]+/, '');
  return Math.max(0, (lists.match(/[>*+.)-]/g)?.length ?? 0) - 1);
};
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

/** The numbers of the lines whose quote, list or underline is more than the parser may read. Code in fences is none. */
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
    const nested = nestedIn(line);
    copied += i * nested * NESTED_COST;
    if (isUnderline || (QUOTE.test(before) && !QUOTE.test(line))) copied += i;
    if (copied > MAX_COPIED_LINES && (isUnderline || nested > 0 || QUOTE.test(line))) costly.push(i);
  });
  return costly;
};

const escapeCostly = (lines: string[]): string[] => {
  for (const i of costlyLines(lines)) lines[i] = lines[i]!.replace(/[>=*+-]|(?<=\d)[.)]/, '\\$&');
  return lines;
};

/** Letters of nobody's alphabet, which the parser takes for words. */
const PRIVATE_USE = { first: 0xe000, last: 0xf8ff };

const COVERED = [...'*_~[]!&<`\\'];
const COVERED_MARK = /[*_~[\]!&<`\\]/g;

/** A letter for each mark, none of which is in the text; null where it has too many of them itself. */
const lettersFor = (text: string): ReadonlyMap<string, string> | null => {
  const free: string[] = [];
  for (let code = PRIVATE_USE.first; code <= PRIVATE_USE.last && free.length < COVERED.length; code++) {
    const letter = String.fromCharCode(code);
    if (!text.includes(letter)) free.push(letter);
  }
  return free.length < COVERED.length ? null : new Map(COVERED.map((mark, i) => [mark, free[i]!]));
};

/** A paragraph, as the parser may see one: line numbers, end exclusive. */
interface Paragraph {
  from: number;
  to: number;
  marks: number;
}

const SEPARATE: ReadonlySet<LineKind> = new Set(['empty', 'fence', 'code', 'comment', 'html']);

/** The paragraphs of a text; a row of a table is one. */
const paragraphsOf = (lines: readonly string[]): Paragraph[] => {
  const paragraphs: Paragraph[] = [];
  const kindOf = createLineKinds();
  let open: Paragraph | null = null;
  lines.forEach((line, i) => {
    const kind = kindOf(line);
    if (SEPARATE.has(kind)) return void (open = null);
    if (!open || kind === 'start' || kind === 'row') paragraphs.push((open = { from: i, to: i, marks: 0 }));
    open.to = i + 1;
    open.marks += line.match(MARKS)?.length ?? 0;
  });
  return paragraphs;
};

const isCrowded = ({ marks }: Paragraph): boolean => marks > MAX_MARKS;
const isLong = ({ from, to }: Paragraph): boolean => to - from > MAX_LINES;

/** Blocks that one text may have: the parser takes some 20 kB of memory for each. */
const MAX_BLOCKS = 20_000;
/** Lines outside of code and HTML, and marks in them, that one text may have, each. */
const MAX_PIECES = 200_000;

/** A line of asterisks or dashes is a block by itself. */
const beginsBlock = (kind: LineKind, before: LineKind, line: string): boolean => {
  if (kind === 'text') return (before !== 'text' && before !== 'start') || RULE.test(line);
  if (kind === 'html') return before !== 'html';
  if (kind === 'fence') return before !== 'code';
  return kind === 'start' || kind === 'row' || kind === 'comment';
};

/**
 * The offset at which a block begins with which a text is too long for the memory of a tablet; null for one that may be
 * parsed to its end.
 */
export const endOfParsed = (markdown: string): number | null => {
  if (markdown.length <= MAX_BLOCKS) return null;
  const kindOf = createLineKinds();
  const counts = { blocks: 0, lines: 0, marks: 0 };
  let [at, blockAt, before]: [number, number, LineKind] = [0, 0, 'empty'];
  for (const line of markdown.split('\n')) {
    const kind = kindOf(line);
    if (beginsBlock(kind, before, line)) {
      counts.blocks += 1;
      blockAt = at;
    }
    if (kind === 'text' || kind === 'start' || kind === 'row') {
      counts.lines += 1;
      counts.marks += line.match(MARKS)?.length ?? 0;
    }
    if (counts.blocks > MAX_BLOCKS || counts.lines > MAX_PIECES || counts.marks > MAX_PIECES) return blockAt;
    before = kind;
    at += line.length + 1;
  }
  return null;
};

/** True for text that the parser must not see as it is. */
export const isTooMuchForParser = (markdown: string): boolean => {
  if (endOfParsed(markdown) !== null) return true;
  const lines = markdown.split('\n');
  if (lines.some(isNestedTooDeep)) return true;
  return costlyLines(lines).length > 0 || paragraphsOf(lines).some((each) => isCrowded(each) || isLong(each));
};

export interface TamedMarkdown {
  /** The text as the parser may see it. */
  text: string;
  /** What was read of it, with the marks that the parser did not see. */
  uncover(words: string): string;
}

/** Ends long paragraphs after each `MAX_LINES` lines. */
const splitLong = (lines: readonly string[], paragraphs: readonly Paragraph[]): string => {
  const ends = new Set<number>();
  for (const { from, to } of paragraphs.filter(isLong))
    for (let i = from + MAX_LINES; i < to; i += MAX_LINES) ends.add(i);
  // An indented line would begin a block of code.
  return lines.map((line, i) => (ends.has(i) ? `\n${line.trimStart()}` : line)).join('\n');
};

/**
 * The text as the parser may see it, in linear time: escapes where nesting, quotes and headings are too many, letters
 * that stand for marks where a paragraph has too many of them (escapes would be tokens again), and long paragraphs as
 * several. Null where no letter is free: no author writes such a text.
 */
export const tameMarkdown = (markdown: string): TamedMarkdown | null => {
  const lines = escapeCostly(markdown.split('\n').map((line) => (isNestedTooDeep(line) ? `\\${line}` : line)));
  const paragraphs = paragraphsOf(lines);
  const crowded = paragraphs.filter(isCrowded);
  if (crowded.length === 0) return { text: splitLong(lines, paragraphs), uncover: (words) => words };
  const letters = lettersFor(markdown);
  if (!letters) return null;
  const cover = (line: string): string => line.trimEnd().replace(COVERED_MARK, (mark) => letters.get(mark)!);
  for (const { from, to } of crowded) for (let i = from; i < to; i++) lines[i] = cover(lines[i]!);
  const marks = new Map([...letters].map(([mark, letter]) => [letter, mark]));
  const covered = new RegExp(`[${[...marks.keys()].join('')}]`, 'g');
  return {
    text: splitLong(lines, paragraphs),
    uncover: (words) => words.replace(covered, (letter) => marks.get(letter)!),
  };
};
