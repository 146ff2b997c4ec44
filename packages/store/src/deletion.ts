// Owns deletion marks. A mark says what the deleter had seen; anything beyond it brings the record back, derived on read
// and the same on every device, so that deleting on one tablet never swallows what was typed on another.
import { digest } from 'lib0/hash/sha256';
import { toBase64, fromBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { RawRecord } from './record-table.ts';

/** Written under `<id>/deleted`. `seen` digests the record and its texts; `body` is a base64 Y.Snapshot of a document. */
export interface DeletionMark {
  by: string;
  at: number;
  seen: string;
  body: string | null;
}

const isMark = (value: unknown): value is DeletionMark =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as DeletionMark).seen === 'string' &&
  typeof (value as DeletionMark).by === 'string';

/** The mark of a record, or null where there is none or it is not one. */
export const deletionMark = (record: RawRecord): DeletionMark | null => {
  const value = record.fields.get('deleted');
  return isMark(value) ? value : null;
};

/** Digest of everything a GM may have typed into a record: its fields, its sets, its texts. A place in a list (`order`) is nothing typed: moving does not bring back. */
export const digestRecord = (record: RawRecord, texts: readonly string[] = []): string => {
  const fields = [...record.fields]
    .filter(([key]) => key !== 'deleted' && key !== 'order')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // A plain set digests as its members, as it always did: marks on disk stay true.
  const members = (group: ReadonlyMap<string, unknown>): unknown[] =>
    [...group.values()].every((v) => v === true)
      ? [...group.keys()].sort()
      : [...group].sort(([a], [b]) => (a < b ? -1 : 1));
  const groups = [...record.groups]
    .filter(([key]) => !key.endsWith('.order'))
    .map(([key, group]) => [key, members(group)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = digest(
    new TextEncoder().encode(JSON.stringify([fields, groups.filter(([, m]) => m.length > 0), texts])),
  );
  return toBase64(bytes.subarray(0, 12));
};

/** The snapshot that a mark carries for a document of its own. */
export const encodeBody = (doc: Y.Doc): string => toBase64(Y.encodeSnapshot(Y.snapshot(doc)));

/**
 * True when `now` holds anything that `body` did not: a clock further on, or a deletion it did not know.
 * Unreadable marks of a peer count as "beyond": when in doubt, keep.
 */
export const isBeyond = (body: string | null, now: Y.Snapshot): boolean => {
  if (body === null) return false;
  try {
    const then = Y.decodeSnapshot(fromBase64(body));
    for (const [client, clock] of now.sv) if (clock > (then.sv.get(client) ?? 0)) return true;
    const merged = Y.mergeDeleteSets([then.ds, now.ds]);
    return !Y.equalDeleteSets(merged, Y.mergeDeleteSets([then.ds]));
  } catch {
    return true;
  }
};
