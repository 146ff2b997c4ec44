// What the relay knows of a document without holding it: the state vector and the deleted ranges. Judges whether an
// update is new, known, or leaves a gap. Every update is decoded before it is stored, because one that does not
// decode would make its whole room unreadable.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { hasAnOrder, hasItsReferences, isWellFormed } from './update-checks.ts';
import { withoutKnown } from './without-known.ts';

/** Per client, the sorted and disjoint ranges of its deleted clocks; `to` is exclusive. */
export type Ranges = Map<number, [from: number, to: number][]>;

export interface RoomState {
  vector: Map<number, number>;
  deleted: Ranges;
}

/**
 * `new`: at least in part. `known`: the room has all of it. `gap`: it builds on something that the room does not have
 * (an earlier clock of its client, an origin, a parent or a deleted item), so the sender must answer a SyncStep1 first. `invalid`: not an update, or one that no client could apply.
 * `crowded`: with it, the room would have more Yjs clients than it may have.
 */
export type Verdict = 'new' | 'known' | 'gap' | 'invalid' | 'crowded';

/**
 * Most Yjs clients of a document: one for each time that a device opened it and wrote, and up to two for each text that
 * was imported, so a folder of tens of thousands of notes fits. Each transaction of a device takes time for each of them.
 */
export const MAX_CLIENTS = 100_000;

type Update = ReturnType<typeof Y.decodeUpdate>;

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

/** Joins ranges that touch or overlap; `ranges` are sorted by their start. */
const joinRanges = (ranges: readonly [number, number][]): [number, number][] => {
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
};

/** How many of the sorted ranges end before `clock`. */
const rangesBefore = (ranges: readonly [number, number][], clock: number): number => {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (ranges[mid]![1] < clock) low = mid + 1;
    else high = mid;
  }
  return low;
};

/** Adds one client's ranges: n log n in what is added, and only what lies between them is looked at. */
const addRanges = (ranges: Ranges, client: number, added: readonly [number, number][]): void => {
  const sorted = [...added].sort(([a], [b]) => a - b);
  const list = ranges.get(client) ?? [];
  const start = rangesBefore(list, sorted[0]![0]);
  const last = sorted.reduce((most, [, to]) => Math.max(most, to), 0);
  let end = rangesBefore(list, last);
  if (end < list.length && list[end]![0] <= last) end += 1;
  const between = [...list.slice(start, end), ...sorted].sort(([a], [b]) => a - b);
  ranges.set(client, [
    ...list.slice(0, start),
    ...joinRanges(between.map(([from, to]) => [from, to])),
    ...list.slice(end),
  ]);
};

const decode = (update: Uint8Array): Update | null => {
  try {
    return Y.decodeUpdate(update);
  } catch {
    return null; // reason: bytes that do not decode are a verdict, not an error
  }
};

/** How many clients an update says that it has structs of, without reading them; 0 for what begins with no number. */
export const claimedClients = (update: Uint8Array): number => {
  try {
    return decoding.readVarUint(decoding.createDecoder(update));
  } catch {
    return 0; // reason: what does not decode gets its own verdict
  }
};

interface Advances {
  /** How far the update takes each client's clock, for clients that it advances. */
  to: Map<number, number>;
  /** The clocks that the room has of the clients of structs that it has already, in part or whole. */
  known: Map<number, number>;
}

/** Null if the update leaves out a clock of its own client. */
const advancesOf = (state: RoomState, { structs }: Update): Advances | null => {
  // An update has few clients and a room has many: only what advances is copied.
  const to = new Map<number, number>();
  const known = new Map<number, number>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const before = state.vector.get(client) ?? 0;
    const reached = to.get(client) ?? before;
    if (clock > reached) return null;
    if (clock < before) known.set(client, before);
    if (clock + struct.length > reached) to.set(client, clock + struct.length);
  }
  return { to, known };
};

/** The deletions that the room does not have yet, by client; null if one of them names an item that is not there. */
const newDeletions = (state: RoomState, { ds }: Update, clockOf: (client: number) => number): Ranges | null => {
  const added: Ranges = new Map();
  for (const [client, items] of ds.clients) {
    const list: [number, number][] = [];
    for (const { clock, len } of items) {
      if (clock + len > clockOf(client)) return null;
      if (!isCovered(state.deleted, client, clock, clock + len)) list.push([clock, clock + len]);
    }
    if (list.length > 0) added.set(client, list);
  }
  return added;
};

export interface Judgement {
  verdict: Verdict;
  /**
   * What to store of a new update: without the structs that the room has. One that the sender tells in another way
   * than the room has it would make clients throw.
   */
  update: Uint8Array;
}

/** The part of a new update that is stored: nothing that the room has, and no gap that the sender claims. */
const storable = (update: Uint8Array, decoded: Update, { known }: Advances): Uint8Array =>
  known.size > 0 || decoded.structs.some((struct) => struct instanceof Y.Skip) ? withoutKnown(decoded, known) : update;

/** `maxClients`: see {@link MAX_CLIENTS}; what is stored already counts however many there are. */
export interface Intake {
  maxClients?: number;
  /** Judged only: the room's state stays as it is. */
  isTrial?: boolean;
}

const countNew = ({ vector }: RoomState, { to }: Advances): number => {
  let count = 0;
  for (const client of to.keys()) if (!vector.has(client)) count += 1;
  return count;
};

/** Judges an update against a room, and takes it into the room's state if it is new. Never throws. */
export const takeIn = (
  state: RoomState,
  update: Uint8Array,
  { maxClients = Infinity, isTrial = false }: Intake = {},
): Judgement => {
  // Before it is decoded, which takes time for each of them.
  if (claimedClients(update) > Math.max(maxClients, state.vector.size)) return { verdict: 'crowded', update };
  const decoded = decode(update);
  if (!decoded || !isWellFormed(decoded)) return { verdict: 'invalid', update };
  const advances = advancesOf(state, decoded);
  if (!advances) return { verdict: 'gap', update };
  const added = countNew(state, advances);
  if (added > 0 && state.vector.size + added > maxClients) return { verdict: 'crowded', update };
  const clockBefore = (client: number): number => state.vector.get(client) ?? 0;
  const clockOf = (client: number): number => advances.to.get(client) ?? clockBefore(client);
  if (!hasItsReferences(decoded, clockOf)) return { verdict: 'gap', update };
  if (!hasAnOrder(decoded, clockBefore)) return { verdict: 'invalid', update };
  const deletions = newDeletions(state, decoded, clockOf);
  if (!deletions) return { verdict: 'gap', update };
  if (advances.to.size === 0 && deletions.size === 0) return { verdict: 'known', update };
  if (isTrial) return { verdict: 'new', update };
  for (const [client, clock] of advances.to) state.vector.set(client, clock);
  for (const [client, ranges] of deletions) addRanges(state.deleted, client, ranges);
  return { verdict: 'new', update: storable(update, decoded, advances) };
};

/** The verdict of {@link takeIn} alone. */
export const judge = (state: RoomState, update: Uint8Array): Verdict => takeIn(state, update).verdict;

/**
 * The state of a room from its merged bytes. Nothing is judged: whatever is stored counts, up to the first clock of a
 * client that is missing. Throws on bytes that do not decode.
 */
export const stateOf = (merged: Uint8Array): RoomState => {
  const state = emptyState();
  const { structs, ds } = Y.decodeUpdate(merged);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip || clock > (state.vector.get(client) ?? 0)) continue;
    state.vector.set(client, Math.max(state.vector.get(client) ?? 0, clock + struct.length));
  }
  for (const [client, items] of ds.clients)
    addRanges(
      state.deleted,
      client,
      items.map(({ clock, len }) => [clock, clock + len]),
    );
  return state;
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
