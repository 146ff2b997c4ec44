// Owns telling how far a document's bytes have come, and whether others came further: for hand-overs and for trying out backups.
import { decodeStateVector, decodeUpdate, diffUpdate, encodeStateVectorFromUpdate } from 'yjs';

/** How far a document has come: what was written (a Yjs state vector) and what was deleted (an update with nothing else in it). */
export interface DocumentState {
  vector: Uint8Array;
  deleted: Uint8Array;
}

export const stateOf = (bytes: Uint8Array): DocumentState => {
  const vector = encodeStateVectorFromUpdate(bytes);
  return { vector, deleted: diffUpdate(bytes, vector) };
};

/** True where `now` has anything written or deleted that `then` lacks. A deletion moves no vector: both are looked at. */
export const isAhead = (now: DocumentState, then: DocumentState | undefined): boolean => {
  if (!then) return true;
  const there = decodeStateVector(then.vector);
  if ([...decodeStateVector(now.vector)].some(([client, clock]) => (there.get(client) ?? 0) < clock)) return true;
  const deleted = decodeUpdate(then.deleted).ds.clients;
  return [...decodeUpdate(now.deleted).ds.clients].some(([client, ranges]) =>
    ranges.some(({ clock, len }) => {
      // Ranges are sorted and joined by Yjs, so that one that covers ours covers it whole.
      return !(deleted.get(client) ?? []).some((d) => d.clock <= clock && clock + len <= d.clock + d.len);
    }),
  );
};
