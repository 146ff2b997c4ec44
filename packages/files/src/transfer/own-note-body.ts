// The body of a note that this app wrote: its texts, each after a marker, and the record as a block of JSON in a
// comment that Obsidian hides.

/** `%% emberkeep <text's name> %%`, with `headed` if a heading with the text's label follows. */
const MARKER = /^%% emberkeep ([a-z_]+)( headed)? %%$/;
const RECORD_OPEN = '%% emberkeep-record';
const RECORD_CLOSE = '%%';
/** A code fence, also inside quotes and lists. */
const FENCE = /^\s*(?:> ?|[-*+] |\d+[.)] )*\s*(`{3,}|~{3,})/;

/** Longest body that is read, UTF-16 units. */
const MAX_LENGTH = 20_000_000;

export interface OwnNoteBody {
  /** Markdown by the name of the text. */
  texts: Record<string, string>;
  /** The record's JSON; null if the block is gone. */
  block: string | null;
  /** The text above all markers. */
  rest: string;
}

/** Marks a GM's line that looks like a marker with a backslash, which Markdown drops again. */
export const escapeMarkers = (markdown: string): string => markdown.replace(/^(\\*)%% emberkeep/gm, '\\$1%% emberkeep');

/** A text under its marker. `label`: the heading above it, or null for none. */
export const writeText = (name: string, label: string | null, markdown: string): string => {
  const heading = label === null ? '' : `## ${label}\n\n`;
  return `%% emberkeep ${name}${label === null ? '' : ' headed'} %%\n${heading}${markdown}`;
};

/** The record's block. Two percent signs in it would end the comment, so one of them is escaped. */
export const writeBlock = (data: unknown): string =>
  `${RECORD_OPEN}\n${JSON.stringify(data).replaceAll('%%', '%\\u0025')}\n${RECORD_CLOSE}\n`;

/** Follows code fences line by line: markers inside code are the GM's own text. */
const createFenceTracker = () => {
  let fence: string | null = null;
  return {
    /** True if `line` is inside a fence, or opens one. */
    isInside: (line: string): boolean => {
      const mark = FENCE.exec(line)?.[1];
      if (mark && fence === null) fence = mark;
      else if (mark && fence !== null && mark.startsWith(fence) && line.trim().endsWith(mark)) fence = null;
      return fence !== null;
    },
  };
};

/** Reads the record's block from the line after its opening. */
const readBlock = (lines: readonly string[]): string => {
  const end = lines.findIndex((line) => line.trim() === RECORD_CLOSE);
  return (end === -1 ? lines : lines.slice(0, end)).join('\n');
};

export const readOwnBody = (body: string): OwnNoteBody => {
  const lines = body.replace(/\r\n?/g, '\n').slice(0, MAX_LENGTH).split('\n');
  const fences = createFenceTracker();
  const texts: Record<string, string> = {};
  let rest = '';
  let name: string | null = null;
  // Right after a marker with a heading, blank lines and that heading are not part of the text.
  let expectsHeading = false;
  for (const [i, line] of lines.entries()) {
    const isCode = fences.isInside(line);
    const marker = isCode ? null : MARKER.exec(line);
    if (marker) {
      name = marker[1]!;
      texts[name] = '';
      expectsHeading = marker[2] !== undefined;
    } else if (!isCode && line === RECORD_OPEN) {
      return { texts, rest, block: readBlock(lines.slice(i + 1)) };
    } else if (expectsHeading && line.trim() === '') {
      continue;
    } else if (expectsHeading && line.startsWith('## ')) {
      expectsHeading = false;
    } else {
      expectsHeading = false;
      if (name === null) rest += `${line}\n`;
      else texts[name] += `${line}\n`;
    }
  }
  return { texts, rest, block: null };
};
