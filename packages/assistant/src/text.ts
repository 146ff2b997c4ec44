// Cuts a note into lines and words, and finds spans in it. Every offset is in UTF-16 units of the whole text.
import { cutSentences, OUTLINE_LINK } from '@emberkeep/domain';

export type LineKind = 'blank' | 'rule' | 'heading' | 'bullet' | 'numbered' | 'text';

export interface Line {
  /** Where the line begins. */
  from: number;
  /** Where its words begin, behind the marker. */
  start: number;
  end: number;
  kind: LineKind;
  /** Headings: 1 is the largest. Bullets and numbers: 0 is the outermost. */
  level: number;
  isTask: boolean;
  words: string;
}

const HEADING = /^(#{1,6})\s+/;
const BULLET = /^(\s*)[-*•–‣▪☐☑]\s+(?=\S)/;
/** A task of a list, as the outline of a note marks it: something to do or done, not something that happens. */
const TASK = /^\s*[☐☑]/;
const NUMBERED = /^(\s*)\(?(?:\d{1,3}|[a-hA-H])[.)]\s+(?=\S)/;
const RULE = /^\s*(?:[-*_=~]\s*){3,}$/;
const BOLD_LINE = /^\s*(?:\*\*|__)(.{1,80}?)(?:\*\*|__):?\s*$/;
/** Capitals that are short and no sentence: a heading without marks. */
const SHOUTED = /^[A-Z][A-Z0-9'’&/ -]{2,40}:?$/;
/** Levels of headings that have no # of their own: smaller than the usual ones. */
const SHOUTED_LEVEL = 4;
const BOLD_LEVEL = 5;

/** The depth of an indented point: two blanks or a tab for each level. */
const indentLevel = (indent: string): number => Math.floor(indent.replace(/\t/g, '  ').length / 2);

const isShouted = (trimmed: string): boolean =>
  SHOUTED.test(trimmed) && trimmed.length > 3 && trimmed.split(/\s+/).length <= 5;

/** A heading's words without the # signs behind them. A pattern for this would take cubic time. */
const withoutClosingMarks = (words: string): string => {
  const trimmed = words.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end -= 1;
  return trimmed.slice(0, end).trimEnd();
};

/** What one line is, and the offset of its words within it. */
const readLine = (raw: string): { kind: LineKind; offset: number; level?: number } => {
  const trimmed = raw.trim();
  if (trimmed === '') return { kind: 'blank', offset: 0 };
  if (RULE.test(raw)) return { kind: 'rule', offset: 0 };
  const heading = HEADING.exec(raw);
  if (heading) {
    const words = withoutClosingMarks(raw.slice(heading[0].length));
    return { kind: 'heading', offset: raw.indexOf(words), level: heading[1]!.length };
  }
  const bold = BOLD_LINE.exec(raw);
  if (bold) return { kind: 'heading', offset: raw.indexOf(bold[1]!), level: BOLD_LEVEL };
  const bullet = BULLET.exec(raw);
  if (bullet) return { kind: 'bullet', offset: bullet[0].length, level: indentLevel(bullet[1]!) };
  const numbered = NUMBERED.exec(raw);
  if (numbered) return { kind: 'numbered', offset: numbered[0].length, level: indentLevel(numbered[1]!) };
  const offset = raw.indexOf(trimmed);
  return isShouted(trimmed) ? { kind: 'heading', offset, level: SHOUTED_LEVEL } : { kind: 'text', offset };
};

/** Splits a text into lines. A bold line, one in capitals and one marked by # is a heading. */
export const cutLines = (text: string): Line[] => {
  const lines: Line[] = [];
  let from = 0;
  for (const raw of text.split('\n')) {
    const { kind, offset, level = 0 } = readLine(raw);
    const start = from + offset;
    const end = from + raw.trimEnd().length;
    lines.push({ from, start, end, kind, level, isTask: TASK.test(raw), words: text.slice(start, end) });
    from += raw.length + 1;
  }
  return lines;
};

/** The spans wholly inside [start, end). The spans must be sorted by start; a binary search finds the first. */
export const within = <S extends { start: number; end: number }>(
  sorted: readonly S[],
  start: number,
  end: number,
): S[] => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: S[] = [];
  for (let i = low; i < sorted.length && sorted[i]!.start < end; i++) if (sorted[i]!.end <= end) found.push(sorted[i]!);
  return found;
};

/** The last span that begins at or before an offset. The spans must be sorted by start. */
export const lastBegun = <S extends { start: number }>(sorted: readonly S[], offset: number): S | undefined => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
};

/** Tells which offsets any of the spans covers; the spans may come in any order. */
export const takenBy = (
  spans: readonly { start: number; end: number }[],
): { has(start: number, end: number): boolean; add(start: number, end: number): void } => {
  const offsets = new Set<number>();
  const add = (start: number, end: number): void => {
    for (let i = start; i < end; i++) offsets.add(i);
  };
  for (const { start, end } of spans) add(start, end);
  return {
    add,
    has: (start, end) => {
      for (let i = start; i < end; i++) if (offsets.has(i)) return true;
      return false;
    },
  };
};

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;

/** The text without marks of bold and code, and with the words of its wiki links. */
export const plainWords = (text: string): string =>
  text
    .replace(OUTLINE_LINK, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .trim();

/** Words at the end of a cut that lead up to what was cut off: "in the", "and a". */
const OPEN_END = /(?:\s+(?:in|into|of|at|to|by|with|from|for|on|onto|and|or|but|the|a|an|his|her|their|its))+$/i;

/** At most `limit` characters, cut at a word, beginning with a capital. */
const cutTitle = (words: string, limit: number): string => {
  const cut =
    words.length > limit
      ? words
          .slice(0, limit)
          .replace(/\s+\S*$/, '')
          .replace(OPEN_END, '')
      : words;
  return cut.charAt(0).toUpperCase() + cut.slice(1).replace(/[,;:\s]+$/, '');
};

const LEADING_MARKS = /^[\s\-–—•☐☑*#>\d.)]+/;

/** A heading as a title, whole and without marks: at most `limit` characters, cut at a word. */
export const headingTitle = (heading: string, limit: number): string =>
  cutTitle(plainWords(heading).replace(LEADING_MARKS, ''), limit);

/** A short sentence that ends in a number or a short word is no title by itself: "Day 12." */
const IS_TITLE = /[^\s]{3}[.!?]["”’')]*$|^.{12}/;
const CLAUSE_END = /(?<=[^\s]{3})[;:](?:\s|$)|\s[–—-]\s|\s\(|, (?:and|but|who|which|where|so|because)\b|\n/;

/** The first clause as a title, without marks: at most `limit` characters, cut at a word. */
export const asTitle = (text: string, limit = 60): string => {
  const words = plainWords(text).replace(LEADING_MARKS, '');
  const end = cutSentences(words).find((sentence) => IS_TITLE.test(sentence.text))?.end ?? words.length;
  const clause = words.slice(0, end).split(CLAUSE_END)[0]!;
  return cutTitle(clause.replace(/[.!?]+$/, '').trim(), limit);
};
