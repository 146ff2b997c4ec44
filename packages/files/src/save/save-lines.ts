// Splits a campaign file into the lines it was written as, whatever happened to them since: markers in the middle of
// a line, lines that were run together, comment signs that were changed. One pass, linear in the length of the file.
import { shield } from './escape.ts';
import { findMarkers, LINE_JOIN, RECORD_START, sectionOfHeading } from './line-patterns.ts';
import { type SaveSectionId } from './save-document.ts';

/**
 * `line` counts from 1. `text` is shielded (escape.ts). `length`: of the line in the file, UTF-16 units. `isIndented`: it begins with a space. `isLast`:
 * nothing follows, not even a line break. `close`: a `-->` alone.
 */
export type SaveLine =
  | { type: 'start' | 'end'; section: SaveSectionId; line: number; text: string }
  | { type: 'heading'; section: SaveSectionId | null; line: number; text: string }
  | { type: 'title'; line: number; text: string }
  | { type: 'close'; line: number; text: string }
  | { type: 'text'; line: number; text: string; length: number; isLast: boolean; isIndented: boolean }
  | { type: 'blank'; line: number; text: string }
  | { type: 'record'; line: number; text: string };

type TextLine = Extract<SaveLine, { type: 'text' }>;

/** A line of the file before it is read. `end` is where its line break is, or the end of the file. */
interface RawLine {
  line: number;
  start: number;
  end: number;
  isLast: boolean;
}

/** A longer line is not one of the format, UTF-16 units; records may be longer. */
const MAX_LINE = 40_000;
/** Enough of a long line to see that it is a record. */
const RECORD_HEAD = 40;

/** A line with none of these is plain text. */
const MAY_BE_FORMAT = /[*#<|:&{↔•-]|_(?:START|END|STATE)/;

/** The title without its sign. */
const BARE_TITLE = /^[^|#]{1,200}\s[-–—]+\s+session summary$/iu;

/** Longest heading without its signs, UTF-16 units. */
const MAX_BARE_HEADING = 60;

const rawLines = function* (source: string): Generator<RawLine> {
  let line = 0;
  for (let start = 0; start <= source.length;) {
    const lineBreak = source.indexOf('\n', start);
    const isLast = lineBreak === -1;
    const end = isLast ? source.length : lineBreak;
    line += 1;
    yield { line, start, end, isLast };
    start = end + 1;
  }
};

/**
 * Calls `onLine` for every line in order, and `onOther` for what is too long to be of the format, with its line
 * number and its place in `source`.
 */
export const readSaveLines = (
  source: string,
  onLine: (line: SaveLine) => void,
  onOther: (line: number, start: number, end: number) => void,
): void => {
  let inRecords = false;
  // Headings without their signs count only in a file that has none with them.
  let hasHeadings = false;

  const readPiece = (piece: string, place: Omit<TextLine, 'type' | 'text'>): void => {
    const line = lineOfPiece(piece, place, hasHeadings);
    if (line.type === 'heading' && line.text.startsWith('#')) hasHeadings = true;
    onLine(line);
  };

  /** A line that may hold markers, or several lines run together. */
  const readMixed = (text: string, place: Omit<TextLine, 'type' | 'text'>): void => {
    let from = 0;
    const readBetween = (between: string): void => {
      if (between.trim() === '') return;
      for (const piece of between.trim().split(LINE_JOIN)) readPiece(piece.trim(), place);
    };
    for (const { type, section, text: marker, start, end } of findMarkers(text)) {
      readBetween(text.slice(from, start));
      from = end;
      if (type === 'close' || section === null) onLine({ type: 'close', line: place.line, text: marker });
      else onLine({ type, section, line: place.line, text: marker });
      // From here to their end marker, every line is a record or a broken part of one.
      if (section === 'emberkeep_records') inRecords = type === 'start';
    }
    readBetween(text.slice(from));
  };

  for (const { line, start, end, isLast } of rawLines(source)) {
    const length = end - start;
    if (length > MAX_LINE) {
      const isRecord = RECORD_START.test(source.slice(start, start + RECORD_HEAD));
      if (isRecord) onLine({ type: 'record', line, text: source.slice(start, end) });
      else onOther(line, start, end);
      continue;
    }
    const raw = source.slice(start, end).replace(/\r$/, '');
    if (raw.trim() === '') {
      // The empty rest after the last line break is not a line.
      if (end < source.length || raw !== '') onLine({ type: 'blank', line, text: '' });
      continue;
    }
    if (RECORD_START.test(raw) || (inRecords && !/EMBERKEEP.END/.test(raw))) {
      inRecords = true;
      onLine({ type: 'record', line, text: raw });
      continue;
    }
    inRecords = false;
    const text = shield(raw.trim());
    const place = { line, length, isLast, isIndented: /^\s/.test(raw) };
    if (MAY_BE_FORMAT.test(text)) readMixed(text, place);
    else readPiece(text, place);
  }
};

/** A heading, the title, or text. */
const lineOfPiece = (text: string, place: Omit<TextLine, 'type' | 'text'>, hasHeadings: boolean): SaveLine => {
  const { line } = place;
  const heading = /^(#{1,4})\s+(.*)$/s.exec(text);
  if (heading) {
    const words = heading[2]!;
    const section = sectionOfHeading(words) ?? null;
    return !section && /session summary/i.test(words)
      ? { type: 'title', line, text: words }
      : { type: 'heading', section, line, text };
  }
  // Copied from rendered Markdown, a heading is only its words.
  if (hasHeadings) return { type: 'text', text, ...place };
  const title = BARE_TITLE.exec(text);
  if (title) return { type: 'title', line, text };
  const isBare = text.length < MAX_BARE_HEADING && /^[A-Z][A-Za-z&\- ]*:?$/.test(text);
  const section = isBare ? sectionOfHeading(text) : undefined;
  return section ? { type: 'heading', section, line, text } : { type: 'text', text, ...place };
};
