// How the lines of a campaign file were broken since it was written: by a chat client or an editor that wraps at a
// width, or by one that cuts at a number of characters.
import { RECORD_START } from './line-patterns.ts';

/**
 * `width`: the longest line that a wrap could have made, UTF-16 units; lines of records do not count, nor a single
 * word. `isCut`: lines were cut at a number of characters, also within words.
 */
export interface SaveLayout {
  width: number;
  isCut: boolean;
}

/** Enough of a line to see that it starts a record, and that it ends them. */
const HEAD = 40;
const RECORDS_END = /EMBERKEEP.END/;

/** Fewer broken lines do not tell a cut from a wrap. */
const MIN_CUT_LINES = 2;

/** True if a line has a space after its bullet: only such a line can have been broken elsewhere. */
const hasSpace = (source: string, start: number, end: number): boolean => {
  const space = source.indexOf(' ', start + 4);
  return space !== -1 && space < end;
};

/** Finds out the layout in one pass. */
export const layoutOf = (source: string): SaveLayout => {
  let width = 0;
  let isInRecords = false;
  /** Lengths of the lines of records after which their record goes on. */
  const broken = new Set<number>();
  let brokenLines = 0;
  let before = -1;
  for (let start = 0; start < source.length;) {
    const lineBreak = source.indexOf('\n', start);
    const end = lineBreak === -1 ? source.length : lineBreak;
    const head = source.slice(start, Math.min(end, start + HEAD));
    const startsRecord = RECORD_START.test(head);
    if (startsRecord) isInRecords = true;
    else if (isInRecords && (RECORDS_END.test(head) || head.trim() === '')) isInRecords = false;
    if (!isInRecords) {
      before = -1;
      if (end - start > width && hasSpace(source, start, end)) width = end - start;
    } else {
      if (!startsRecord && before >= 0) {
        broken.add(before);
        brokenLines += 1;
      }
      before = end - start;
    }
    start = end + 1;
  }
  return { width, isCut: brokenLines >= MIN_CUT_LINES && broken.size === 1 };
};
