// How far a document's bytes have come, and whether other bytes have come further: for change-sets and for checking
// backups.
import { decodeStateVector, decodeUpdate, diffUpdate, encodeStateVectorFromUpdate } from 'yjs';

/** What was written (`vector`, a Yjs state vector) and what was deleted (`deleted`, an update that only deletes). */
export interface DocumentState {
  vector: Uint8Array;
  deleted: Uint8Array;
}

export const stateOf = (bytes: Uint8Array): DocumentState => {
  const vector = encodeStateVectorFromUpdate(bytes);
  return { vector, deleted: diffUpdate(bytes, vector) };
};

const hasNewerWrites = (now: DocumentState, then: DocumentState): boolean => {
  const known = decodeStateVector(then.vector);
  return [...decodeStateVector(now.vector)].some(([client, clock]) => (known.get(client) ?? 0) < clock);
};

interface Range {
  clock: number;
  len: number;
}

const endOf = ({ clock, len }: Range): number => clock + len;

/** Both sorted by clock and joined, as Yjs writes them: a range that is covered is covered by a single one. */
const areCovered = (ranges: readonly Range[], by: readonly Range[]): boolean => {
  let at = 0;
  return ranges.every((range) => {
    while (at < by.length && endOf(by[at]!) < endOf(range)) at += 1;
    return at < by.length && by[at]!.clock <= range.clock;
  });
};

const hasNewerDeletions = (now: DocumentState, then: DocumentState): boolean => {
  const known = decodeUpdate(then.deleted).ds.clients;
  return [...decodeUpdate(now.deleted).ds.clients].some(
    ([client, ranges]) => !areCovered(ranges, known.get(client) ?? []),
  );
};

/** True when `now` has anything written or deleted that `then` lacks. A deletion does not change the state vector. */
export const isAhead = (now: DocumentState, then: DocumentState | undefined): boolean =>
  !then || hasNewerWrites(now, then) || hasNewerDeletions(now, then);
