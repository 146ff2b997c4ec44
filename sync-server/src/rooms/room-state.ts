// Owns what the relay knows of a room without holding its document: the state vector and the deleted ranges. Decides of
// each update whether it is new, adds nothing, or leaves a gap. Every update is decoded before it is kept; a relay that
// does not decode is poisoned by one bad frame.
import * as Y from 'yjs';

/** Sorted, disjoint, inclusive-exclusive ranges of clocks per client. */
export type Ranges = Map<number, [from: number, to: number][]>;

export interface RoomState {
  vector: Map<number, number>;
  deleted: Ranges;
}

export type Verdict = { type: 'new'; next: RoomState } | { type: 'nothing' } | { type: 'gap' } | { type: 'invalid' };

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
  const verdict = judge(emptyState(), merged);
  return verdict.type === 'new' ? verdict.next : emptyState();
};

/**
 * Judges an update against a room. `gap`: it builds on something the room does not have (a clock of its own client, an
 * origin, a parent or a deletion); the sender must answer a SyncStep1 first. Never throws.
 */
export const judge = (state: RoomState, update: Uint8Array): Verdict => {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return { type: 'invalid' };
  }
  const vector = new Map(state.vector);
  let isNew = false;
  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const known = vector.get(client) ?? 0;
    if (clock > known) return { type: 'gap' };
    if (clock + struct.length > known) {
      vector.set(client, clock + struct.length);
      isNew = true;
    }
  }
  const isThere = (id: { client: number; clock: number } | null): boolean => id === null || id.clock < (vector.get(id.client) ?? 0);
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue;
    const parent = struct.parent instanceof Y.ID ? struct.parent : null;
    if (!isThere(struct.origin) || !isThere(struct.rightOrigin) || !isThere(parent)) return { type: 'gap' };
  }
  const additions: [number, number, number][] = [];
  for (const [client, items] of decoded.ds.clients) {
    for (const { clock, len } of items) {
      if (clock + len > (vector.get(client) ?? 0)) return { type: 'gap' };
      if (!isCovered(state.deleted, client, clock, clock + len)) additions.push([client, clock, clock + len]);
    }
  }
  if (!isNew && additions.length === 0) return { type: 'nothing' };
  const deleted: Ranges = new Map(state.deleted);
  for (const [client, from, to] of additions) addRange(deleted, client, from, to);
  return { type: 'new', next: { vector, deleted } };
};

/** The room's state vector as Yjs encodes it, for SyncStep1. */
export const encodeVector = (state: RoomState): Uint8Array => Y.encodeStateVector(state.vector);
