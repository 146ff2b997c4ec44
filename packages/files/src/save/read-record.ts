// Reads the records of a campaign file from its lines, each whole one also where its neighbour is damaged.
import type { StoredRecord } from '@emberkeep/domain';
import { checkStored } from '../stored-record.ts';

/** Where a record begins in a line: inside of one, the quotes of a text are escaped. */
const RECORD_INSIDE = /(?=\{["“”]kind["“”])/;
/** Damaged lines after a record that are tried as its rest. */
const MAX_TRIES = 8;

const readJson = (json: string): StoredRecord | null => {
  // A client that makes quotes typographic makes all of them so: those inside texts are escaped in the file.
  for (const candidate of [json, json.replace(/[“”]/g, '"')]) {
    try {
      return checkStored(JSON.parse(candidate));
    } catch {
      continue; // not JSON as it is: try the next form
    }
  }
  return null;
};

/** A record that something follows on its line, such as a sign that was a line break. */
const readHead = (piece: string): StoredRecord | null => {
  const end = piece.lastIndexOf('}');
  return end === -1 ? null : readJson(piece.slice(0, end + 1));
};

/** The longest beginning of the lines that is a record, and how many lines that are. */
const readFirst = (lines: readonly string[], glue: string): { record: StoredRecord; count: number } | null => {
  for (let count = Math.min(lines.length, MAX_TRIES); count > 0; count -= 1) {
    const record = readHead(lines.slice(0, count).join(glue));
    if (record) return { record, count };
  }
  return null;
};

/** `lines`: of a record and what follows up to the next one. `glue`: what a broken line is joined with. */
export const readRecords = (
  lines: readonly string[],
  glue: string,
): { records: StoredRecord[]; lost: readonly string[] } => {
  const whole = readJson(lines.join(glue));
  if (whole) return { records: [whole], lost: [] };
  const records: StoredRecord[] = [];
  const lost: string[] = [];
  let rest = lines.flatMap((line) => line.split(RECORD_INSIDE));
  while (rest.length > 0) {
    const [first] = rest as [string, ...string[]];
    const found = RECORD_INSIDE.test(first) ? readFirst(rest, glue) : null;
    if (found) records.push(found.record);
    else lost.push(first);
    rest = rest.slice(found?.count ?? 1);
  }
  return { records, lost };
};
