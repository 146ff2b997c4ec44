// What the relay knows of a document without holding it: the state vector and the deleted ranges. Judges whether an
// update is new, known, or leaves a gap. Every update is decoded before it is stored, because one that does not
// decode would make its whole room unreadable.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Per client, the sorted and disjoint ranges of its deleted clocks; `to` is exclusive. */
export type Ranges = Map<number, [from: number, to: number][]>;

export interface RoomState {
  vector: Map<number, number>;
  deleted: Ranges;
}

/**
 * `known`: the room has all of it. `overlapping`: partly new, partly known. `gap`: it builds on something that the
 * room does not have (an earlier clock of its client, an origin, a parent or a deleted item), so the sender must
 * answer a SyncStep1 first. `invalid`: not an update.
 */
export type Verdict = 'new' | 'overlapping' | 'known' | 'gap' | 'invalid';

type Update = ReturnType<typeof Y.decodeUpdate>;
type Range = [client: number, from: number, to: number];

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

const decode = (update: Uint8Array): Update | null => {
  try {
    return Y.decodeUpdate(update);
  } catch {
    return null; // reason: bytes that do not decode are a verdict, not an error
  }
};

/** How far an update takes each client's clock; null if it leaves out a clock of its own client. */
const advancesOf = (
  state: RoomState,
  { structs }: Update,
): { advances: Map<number, number>; overlaps: boolean } | null => {
  // An update has few clients and a room has many: only what advances is copied.
  const advances = new Map<number, number>();
  let overlaps = false;
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const known = advances.get(client) ?? state.vector.get(client) ?? 0;
    if (clock > known) return null;
    if (clock < known) overlaps = true;
    if (clock + struct.length > known) advances.set(client, clock + struct.length);
  }
  return { advances, overlaps };
};

/** Whether the origins and the parent of every item are there. */
const hasItsReferences = ({ structs }: Update, clockOf: (client: number) => number): boolean => {
  const isThere = (id: { client: number; clock: number } | null): boolean =>
    id === null || id.clock < clockOf(id.client);
  return structs.every(
    (struct) =>
      !(struct instanceof Y.Item) ||
      (isThere(struct.origin) &&
        isThere(struct.rightOrigin) &&
        isThere(struct.parent instanceof Y.ID ? struct.parent : null)),
  );
};

/** The deletions that the room does not have yet; null if one of them names an item that is not there. */
const newDeletions = (state: RoomState, { ds }: Update, clockOf: (client: number) => number): Range[] | null => {
  const added: Range[] = [];
  for (const [client, items] of ds.clients) {
    for (const { clock, len } of items) {
      if (clock + len > clockOf(client)) return null;
      if (!isCovered(state.deleted, client, clock, clock + len)) added.push([client, clock, clock + len]);
    }
  }
  return added;
};

/** Judges an update against a room, and takes it into the room's state if it is new or overlapping. Never throws. */
export const judge = (state: RoomState, update: Uint8Array): Verdict => {
  const decoded = decode(update);
  if (!decoded) return 'invalid';
  const structs = advancesOf(state, decoded);
  if (!structs) return 'gap';
  const { advances, overlaps } = structs;
  const clockOf = (client: number): number => advances.get(client) ?? state.vector.get(client) ?? 0;
  if (!hasItsReferences(decoded, clockOf)) return 'gap';
  const deletions = newDeletions(state, decoded, clockOf);
  if (!deletions) return 'gap';
  if (advances.size === 0 && deletions.length === 0) return 'known';
  for (const [client, clock] of advances) state.vector.set(client, clock);
  for (const [client, from, to] of deletions) addRange(state.deleted, client, from, to);
  return overlaps ? 'overlapping' : 'new';
};

export const copyState = (state: RoomState): RoomState => ({
  vector: new Map(state.vector),
  deleted: new Map(state.deleted),
});

/** Whether a client with this encoded state vector has every struct of the room. Throws if it is not a state vector. */
export const hasAllOf = (state: RoomState, vector: Uint8Array): boolean => {
  const theirs = Y.decodeStateVector(vector);
  for (const [client, clock] of state.vector) if ((theirs.get(client) ?? 0) < clock) return false;
  return true;
};

/** Whether a client with this snapshot has a struct or a deletion that the room lacks. */
export const lacksSomeOf = (state: RoomState, theirs: Y.Snapshot): boolean => {
  for (const [client, clock] of theirs.sv) if ((state.vector.get(client) ?? 0) < clock) return true;
  for (const [client, items] of theirs.ds.clients)
    for (const { clock, len } of items) if (!isCovered(state.deleted, client, clock, clock + len)) return true;
  return false;
};

/** An update with all of the room's deletions and no struct: all that a client with every struct may lack. */
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

/** The room's encoded state vector, for SyncStep1. */
export const encodeVector = (state: RoomState): Uint8Array => Y.encodeStateVector(state.vector);
