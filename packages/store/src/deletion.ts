// Deletion marks. A mark holds a digest of what the deleter saw; a record that holds anything more is restored.
// Readers derive this, alike on every device, so deleting on one tablet never loses what was typed on another.
import { digest } from 'lib0/hash/sha256';
import * as Y from 'yjs';
import { fromBase64, isEmptyNote, RECORDS, toBase64 } from '@emberkeep/domain';
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { withoutFollowing } from './followed.ts';
import { fragmentToNote } from './note-fragment.ts';
import type { RawRecord } from './record-table.ts';

/**
 * Written under `<id>/deleted`. `by` is a device id, `at` is Unix ms. `seen` is a digest of the record and its texts;
 * `body` is a base64 Y.Snapshot of the record's own document (a session's body), null where it has none. `written` is
 * the digest without what follows events (followed.ts), where it is another one.
 */
export interface DeletionMark {
  by: string;
  at: number;
  seen: string;
  body: string | null;
  written?: string;
}

const isMark = (value: unknown): value is DeletionMark =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as DeletionMark).seen === 'string' &&
  typeof (value as DeletionMark).by === 'string';

/** The mark of a record; null when there is none or a peer wrote something else there. */
export const deletionMark = (record: RawRecord): DeletionMark | null => {
  const value = record.fields.get('deleted');
  return isMark(value) ? value : null;
};

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

// A plain set digests as its members only: digests in stored marks were made this way.
const digestedMembers = (group: ReadonlyMap<string, unknown>): unknown[] =>
  [...group.values()].every((value) => value === true) ? [...group.keys()].sort() : [...group].sort(byKey);

/**
 * Digest of everything a GM can type into a record: its fields, its groups, its texts. Order is left out: moving a
 * record does not restore it. The result is stored in marks, so its input must never change for existing records.
 */
export const digestRecord = (record: RawRecord, texts: readonly string[] = []): string => {
  const fields = [...record.fields].filter(([key]) => key !== 'deleted' && key !== 'order').sort(byKey);
  const groups = [...record.groups]
    .filter(([key]) => !key.endsWith('.order'))
    .map(([key, group]) => [key, digestedMembers(group)] as const)
    .sort(byKey)
    .filter(([, members]) => members.length > 0);
  const bytes = digest(new TextEncoder().encode(JSON.stringify([fields, groups, texts])));
  return toBase64(bytes.subarray(0, 12));
};

/**
 * A record's rich texts as its digest counts them. An entity's empty texts count, as they did in the first release;
 * other kinds skip empty texts, so that a text added to a kind later leaves existing marks valid.
 */
export const textsForDigest = (doc: Y.Doc, kind: StoredKind, id: string): string[] =>
  Object.keys(RECORDS[kind].texts).flatMap((name) => {
    const note = fragmentToNote(doc.getXmlFragment(`${id}/${name}`));
    if (kind === 'entity') return [JSON.stringify(note)];
    return isEmptyNote(note) ? [] : [`${name} ${JSON.stringify(note)}`];
  });

/** The digest of a record, and the one without what follows events. */
const digestsOf = (doc: Y.Doc, kind: StoredKind, id: string, record: RawRecord): { seen: string; written: string } => {
  const texts = textsForDigest(doc, kind, id);
  const seen = digestRecord(record, texts);
  const written = withoutFollowing(doc.getMap<unknown>(ROOT_OF_KIND[kind]), id, record);
  return { seen, written: written === record ? seen : digestRecord(written, texts) };
};

/** True when the record has a deletion mark and holds nothing that the deleter had not seen. */
export const isDeletedRecord = (doc: Y.Doc, kind: StoredKind, id: string, record: RawRecord): boolean => {
  const mark = deletionMark(record);
  if (!mark) return false;
  const { seen, written } = digestsOf(doc, kind, id, record);
  return mark.seen === seen || (mark.written ?? mark.seen) === written;
};

/** The group of the devices that made a record whose id follows from its cause. */
const CREATED_ON = 'createdOn';

/** The key that says a device made a record. */
export const createdOnKey = (id: string, deviceId: string): string =>
  `${id}/${CREATED_ON}/${deviceId.replaceAll('/', ' ')}`;

/** True for a key below a record's id that says where the record was made, not what is in it. */
export const isCreatedOnKey = (below: string): boolean => below.startsWith(`${CREATED_ON}/`);

/** A record as it reads once a device has withdrawn its own creation of it. */
export const withdrawn = (record: RawRecord, deviceId: string): RawRecord => {
  const createdOn = new Map(record.groups.get(CREATED_ON));
  createdOn.delete(deviceId.replaceAll('/', ' '));
  return { fields: record.fields, groups: new Map([...record.groups, [CREATED_ON, createdOn]]) };
};

const encodeBody = (doc: Y.Doc): string => toBase64(Y.encodeSnapshot(Y.snapshot(doc)));

/** Who deletes. */
interface Deleter {
  readonly deviceId: string;
  nowMs(): number;
}

/** The mark for a record as it reads in `record`; `body` is the record's own document, null where it has none. */
export const createMark = (
  { doc, kind, id, record, body }: { doc: Y.Doc; kind: StoredKind; id: string; record: RawRecord; body: Y.Doc | null },
  { deviceId, nowMs }: Deleter,
): DeletionMark => {
  const { seen, written } = digestsOf(doc, kind, id, record);
  const mark = { by: deviceId, at: nowMs(), seen, body: body && encodeBody(body) };
  return written === seen ? mark : { ...mark, written };
};

/**
 * True when `now` holds anything that `body` does not: an insertion (a higher clock) or a deletion. A snapshot that
 * cannot be read counts as older: in doubt, the record is kept.
 */
export const isBeyond = (body: string | null, now: Y.Snapshot): boolean => {
  if (body === null) return false;
  try {
    const then = Y.decodeSnapshot(fromBase64(body));
    for (const [client, clock] of now.sv) if (clock > (then.sv.get(client) ?? 0)) return true;
    const merged = Y.mergeDeleteSets([then.ds, now.ds]);
    return !Y.equalDeleteSets(merged, Y.mergeDeleteSets([then.ds]));
  } catch {
    return true; // A snapshot that cannot be read.
  }
};
