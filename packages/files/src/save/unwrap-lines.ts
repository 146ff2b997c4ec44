// Joins the lines of a campaign file that were broken since it was written. What the records would write is known, so a
// run of lines with the same letters is that line: no rule about widths can take a part of it for a change by hand.
import type { StoredRecord } from '@emberkeep/domain';
import { campaignFileOf } from './save-of-records.ts';
import { RECORDS_PREFACE, writeCampaignFile } from './write-save.ts';

/** `lines[n]`: the line of the original text that line n of the new one began with; both count from 1. */
export interface UnwrappedText {
  text: string;
  lines: readonly number[];
}

/** Letters of a line that find its candidates. */
const HEAD = 12;

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** The lines that the records would write, by the first letters of each. */
const writtenLines = (records: readonly StoredRecord[]): Map<string, { line: string; letters: string }[]> => {
  const byHead = new Map<string, { line: string; letters: string }[]>();
  const sections = writeCampaignFile(campaignFileOf(records, 0).save, []).split('\n');
  for (const line of [...sections, RECORDS_PREFACE]) {
    const letters = withoutSpace(line);
    const head = letters.slice(0, HEAD);
    if (letters !== '') byHead.set(head, [...(byHead.get(head) ?? []), { line, letters }]);
  }
  return byHead;
};

/** How many of the lines from `from` on have together the letters of a written line; 0 if they do not. */
const runLength = (lines: readonly string[], from: number, letters: string): number => {
  let at = 0;
  for (let n = from; n < lines.length; n += 1) {
    const part = withoutSpace(lines[n]!);
    if (part === '' || !letters.startsWith(part, at)) return 0;
    at += part.length;
    if (at === letters.length) return n - from + 1;
  }
  return 0;
};

/** The first letters of the text from a line on; a line may be shorter than them. */
const headAt = (lines: readonly string[], from: number): string => {
  let head = '';
  for (let n = from; n < lines.length && head.length < HEAD && lines[n] !== ''; n += 1) head += withoutSpace(lines[n]!);
  return head.slice(0, HEAD);
};

/** The text with the lines that its records would write; null if none of them was broken. */
export const unwrapLines = (text: string, records: readonly StoredRecord[]): UnwrappedText | null => {
  if (records.length === 0) return null;
  const written = writtenLines(records);
  const lines = text.split('\n');
  const out: string[] = [];
  const numbers: number[] = [0];
  let hasJoined = false;
  for (let n = 0; n < lines.length;) {
    const candidates = written.get(headAt(lines, n)) ?? [];
    // The longest: a line may be the beginning of another one.
    const found = candidates
      .map(({ line, letters }) => ({ line, count: runLength(lines, n, letters) }))
      .reduce((best, each) => (each.count > best.count ? each : best), { line: '', count: 0 });
    out.push(found.count > 1 ? found.line : lines[n]!);
    numbers.push(n + 1);
    if (found.count > 1) hasJoined = true;
    n += Math.max(1, found.count);
  }
  return hasJoined ? { text: out.join('\n'), lines: numbers } : null;
};
