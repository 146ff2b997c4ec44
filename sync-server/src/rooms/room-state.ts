// Owns what the relay knows of a room without holding its document: the state vector and the deleted ranges. Decides of
// each update whether it is new, adds nothing, or leaves a gap. Every update is decoded before it is kept; a relay that
// does not decode is poisoned by one bad frame.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Sorted, disjoint, inclusive-exclusive ranges of clocks per client. */
export type Ranges = Map<number, [from: number, to: number][]>;

export interface RoomState {
  vector: Map<number, number>;
  deleted: Ranges;
}

/** `partly`: new, and some of it was there already. */
export type Verdict = 'new' | 'partly' | 'nothing' | 'gap' | 'invalid';

export const emptyState = (): RoomState => ({ vector: new Map(), deleted: new Map() });

const isCovered = (ranges: Ranges, client: number, from: number, to: number): boolean => {
  const list = ranges.get(client);
  if (!list) return false;
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const [a, b] = list[mid] as [number, number];
    if (from < a) high = mid - 1;
    else if (from >= b) low = mid + 1;
    else return to <= b;
  }
  return false;
};

const addRange = (ranges: Ranges, client: number, from: number, to: number): void => {
  const list = ranges.get(client) ?? [];
  const merged: [number, number][] = [];
  let [start, end] = [from, to];
  let placed = false;
  for (const [a, b] of list) {
    if (b < start) merged.push([a, b]);
    else if (a > end) {
      if (!placed) merged.push([start, end]);
      placed = true;
      merged.push([a, b]);
    } else [start, end] = [Math.min(a, start), Math.max(b, end)];
  }
  if (!placed) merged.push([start, end]);
  ranges.set(client, merged);
};

/** The state of a room from its merged bytes. */
export const stateOf = (merged: Uint8Array): RoomState => {
  const state = emptyState();
  judge(state, merged);
  return state;
};

/**
 * Judges an update against a room, and takes it into the room's state where it is new. `gap`: it builds on something the room does not have (a clock of its own client, an
 * origin, a parent or a deletion); the sender must answer a SyncStep1 first. Never throws.
 */
export const judge = (state: RoomState, update: Uint8Array): Verdict => {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return 'invalid';
  }
  // Few clients an update, many a room: what is new is kept apart until all of it is known to fit.
  const further = new Map<number, number>();
  let overlaps = false;
  const known = (client: number): number => further.get(client) ?? state.vector.get(client) ?? 0;
  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock > known(client)) return 'gap';
    if (clock < known(client)) overlaps = true;
    if (clock + struct.length > known(client)) further.set(client, clock + struct.length);
  }
  const isThere = (id: { client: number; clock: number } | null): boolean => id === null || id.clock < known(id.client);
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue;
    const parent = struct.parent instanceof Y.ID ? struct.parent : null;
    if (!isThere(struct.origin) || !isThere(struct.rightOrigin) || !isThere(parent)) return 'gap';
  }
  const additions: [number, number, number][] = [];
  for (const [client, items] of decoded.ds.clients) {
    for (const { clock, len } of items) {
      if (clock + len > known(client)) return 'gap';
      if (!isCovered(state.deleted, client, clock, clock + len)) additions.push([client, clock, clock + len]);
    }
  }
  if (further.size === 0 && additions.length === 0) return 'nothing';
  for (const [client, clock] of further) state.vector.set(client, clock);
  for (const [client, from, to] of additions) addRange(state.deleted, client, from, to);
  return overlaps ? 'partly' : 'new';
};

export const copyState = (state: RoomState): RoomState => ({
  vector: new Map(state.vector),
  deleted: new Map(state.deleted),
});

/** Whether somebody with this state vector (as Yjs encodes it) has every struct of the room. Throws on bytes that are none. */
export const hasAllOf = (state: RoomState, vector: Uint8Array): boolean => {
  const theirs = Y.decodeStateVector(vector);
  for (const [client, clock] of state.vector) if ((theirs.get(client) ?? 0) < clock) return false;
  return true;
};

/** Whether somebody with this snapshot has a struct or a deletion that the room has not. */
export const adds = (state: RoomState, theirs: Y.Snapshot): boolean => {
  for (const [client, clock] of theirs.sv) if ((state.vector.get(client) ?? 0) < clock) return true;
  for (const [client, items] of theirs.ds.clients)
    for (const { clock, len } of items) if (!isCovered(state.deleted, client, clock, clock + len)) return true;
  return false;
};

/** An update with no struct and all of the room's deletions: what a client that has every struct may lack. */
export const encodeDeletions = (state: RoomState): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, state.deleted.size);
  for (const [client, ranges] of state.deleted) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const [from, to] of ranges) {
      encoding.writeVarUint(encoder, from);
      encoding.writeVarUint(encoder, to - from);
    }
  }
  return encoding.toUint8Array(encoder);
};

/** The room's state vector as Yjs encodes it, for SyncStep1. */
export const encodeVector = (state: RoomState): Uint8Array => Y.encodeStateVector(state.vector);
