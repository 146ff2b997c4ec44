// What the relay knows of a document without holding it: the state vector and the deleted ranges. Judges whether an
// update is new, known, or leaves a gap. Every update is read to its end before it is stored, because one that does not
// decode would make its whole room unreadable.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { createNumbers, isCovered, withRanges, type PackedRanges } from './ranges.ts';
import { createStructReader } from './struct-reader.ts';
import { readUpdate, withoutKnown, type UpdateReading } from './update-reading.ts';

export interface RoomState {
  vector: Map<number, number>;
  /** Per client, the ranges of its deleted clocks. */
  deleted: Map<number, PackedRanges>;
}

/**
 * `new`: at least in part. `known`: the room has all of it. `gap`: it builds on something that the room does not have
 * (an earlier clock of its client, an origin, a parent or a deleted item), so the sender must answer a SyncStep1 first. `invalid`: not an update, or one that no client could apply.
 * `crowded`: with it, the room would have more Yjs clients or deletions than it may have.
 */
export type Verdict = 'new' | 'known' | 'gap' | 'invalid' | 'crowded';

/**
 * Most Yjs clients of a document: one for each time that a device opened it and wrote, and up to two for each text that
 * was imported, so a folder of tens of thousands of notes fits. Each transaction of a device takes time for each of them.
 */
export const MAX_CLIENTS = 100_000;
/** Most separate ranges of deleted clocks of a document. The relay keeps each of them in its memory. */
export const MAX_DELETED_RANGES = 1_000_000;

export const emptyState = (): RoomState => ({ vector: new Map(), deleted: new Map() });

/** How many clients an update says that it has structs of, without reading them; 0 for what begins with no number. */
export const claimedClients = (update: Uint8Array): number => {
  try {
    return decoding.readVarUint(decoding.createDecoder(update));
  } catch {
    return 0; // reason: what does not decode gets its own verdict
  }
};

export interface Judgement {
  verdict: Verdict;
  /** What to store of a new update: without the structs that the room has. */
  update: Uint8Array;
}

/** What stored counts already, however much there is. */
export interface Intake {
  /** See {@link MAX_CLIENTS}. */
  maxClients?: number;
  /** See {@link MAX_DELETED_RANGES}. */
  maxDeletedRanges?: number;
  /** Judged only: the room's state stays as it is. Asked once the update is read. */
  isTrial?(): boolean;
}

const countNew = ({ vector }: RoomState, { parts }: UpdateReading): number => {
  let count = 0;
  for (const client of parts.keys()) if (!vector.has(client)) count += 1;
  return count;
};

const countRanges = (state: RoomState): number => {
  let numbers = 0;
  for (const ranges of state.deleted.values()) numbers += ranges.length;
  return numbers / 2;
};

/** How often an update is read again because the room got some of its clients' structs meanwhile. */
const MAX_READINGS = 10;

const isUpToDate = ({ vector }: RoomState, { parts }: UpdateReading): boolean => {
  for (const { client, before } of parts.values()) if ((vector.get(client) ?? 0) !== before) return false;
  return true;
};

/** Reads an update until its room did not change meanwhile; null if that did not happen, or the room was closed. */
function* readUnchanged(stateNow: () => RoomState | null, update: Uint8Array): Generator<void, UpdateReading | null> {
  for (let readings = 0; readings < MAX_READINGS; readings++) {
    const state = stateNow();
    if (!state) return null;
    const reading = yield* readUpdate(state, update);
    if (stateNow() === state && isUpToDate(state, reading)) return reading;
  }
  return null;
}

const isCrowded = (state: RoomState, reading: UpdateReading, limits: Required<Omit<Intake, 'isTrial'>>): boolean => {
  const clients = countNew(state, reading);
  const numbers = reading.deletions.reduce((sum, { pairs }) => sum + pairs.length, 0);
  return (
    (clients > 0 && state.vector.size + clients > limits.maxClients) ||
    (numbers > 0 && countRanges(state) + numbers / 2 > limits.maxDeletedRanges)
  );
};

/**
 * What a state was last written as, until it moves on: of a document with many clients this takes as long as others
 * would feel, and each device that opens it gets the same.
 */
interface Written {
  vector?: Uint8Array;
  deletions?: Uint8Array;
}
const writtenOf = new WeakMap<RoomState, Written>();

const writtenAs = (state: RoomState): Written => {
  const known = writtenOf.get(state) ?? {};
  writtenOf.set(state, known);
  return known;
};

const advance = (state: RoomState, { parts, deletions }: UpdateReading): void => {
  writtenOf.delete(state);
  for (const { client, before, reached } of parts.values()) if (reached > before) state.vector.set(client, reached);
  for (const { client, pairs } of deletions) state.deleted.set(client, withRanges(state.deleted.get(client), pairs));
};

/** The verdict on an update that was read; one that is new is taken into the room's state. */
const decide = (state: RoomState, update: Uint8Array, reading: UpdateReading, intake: Intake): Judgement => {
  const { maxClients = Infinity, maxDeletedRanges = Infinity, isTrial } = intake;
  const { parts, isGap, isWithoutOrder, deletions, hasSkips } = reading;
  if (isCrowded(state, reading, { maxClients, maxDeletedRanges })) return { verdict: 'crowded', update };
  if (isGap) return { verdict: 'gap', update };
  if (isWithoutOrder) return { verdict: 'invalid', update };
  const all = [...parts.values()];
  if (deletions.length === 0 && all.every(({ before, reached }) => reached === before))
    return { verdict: 'known', update };
  if (isTrial?.()) return { verdict: 'new', update };
  const isAllNew = !hasSkips && !all.some(({ isKnownInPart }) => isKnownInPart);
  // Before the state moves on: what cannot be written must not count as there.
  const added = isAllNew ? update : withoutKnown(update, reading);
  advance(state, reading);
  return { verdict: 'new', update: added };
};

/**
 * Judges an update against a room, and takes it into the room's state if it is new, in steps: between them the room may
 * get other updates. `stateNow`: null once the room is closed. Null if the room is closed, or did not come to rest. Never throws.
 */
export function* takeInBySteps(
  stateNow: () => RoomState | null,
  update: Uint8Array,
  intake: Intake = {},
): Generator<void, Judgement | null> {
  const state = stateNow();
  if (!state) return null;
  // Before it is read, which takes memory for each of them.
  if (claimedClients(update) > Math.max(intake.maxClients ?? Infinity, state.vector.size))
    return { verdict: 'crowded', update };
  try {
    const reading = yield* readUnchanged(stateNow, update);
    return reading && decide(stateNow()!, update, reading, intake);
  } catch {
    return { verdict: 'invalid', update }; // reason: bytes that cannot be read are a verdict, not an error
  }
}

/** The same in one piece, for what is small. */
export const takeIn = (state: RoomState, update: Uint8Array, intake?: Intake): Judgement => {
  const steps = takeInBySteps(() => state, update, intake);
  let step = steps.next();
  while (!step.done) step = steps.next();
  // reason: nothing else happens meanwhile, so the room is the same after the first reading
  return step.value!;
};

/** The verdict of {@link takeIn} alone. */
export const judge = (state: RoomState, update: Uint8Array): Verdict => takeIn(state, update).verdict;

/** Structs of an update, in its order, and its deletions as pairs. */
interface Content {
  structs: Iterable<{ client: number; clock: number; length: number; isSkip: boolean }>;
  deletions: Iterable<{ client: number; pairs: Float64Array }>;
}

/** Throws where devices could not use it, too. */
const readContent = (merged: Uint8Array): Content => {
  const reader = createStructReader(merged);
  return {
    structs: (function* () {
      for (let read = reader.next(); read !== 'end'; read = reader.next()) if (read === 'struct') yield reader.struct;
    })(),
    deletions: (function* () {
      const pairs = createNumbers();
      for (let clients = reader.readNumber(); clients > 0; clients--) {
        const client = reader.readNumber();
        const start = pairs.length;
        for (let ranges = reader.readNumber(); ranges > 0; ranges--) {
          const from = reader.readNumber();
          pairs.push(from);
          pairs.push(from + reader.readNumber());
        }
        yield { client, pairs: pairs.from(start) };
      }
    })(),
  };
};

/** What an earlier relay stored may be more than is taken in today. */
const decodeContent = (merged: Uint8Array): Content => {
  const { structs, ds } = Y.decodeUpdate(merged);
  return {
    structs: structs.map((struct) => ({ ...struct.id, length: struct.length, isSkip: struct instanceof Y.Skip })),
    deletions: [...ds.clients].map(([client, items]) => ({
      client,
      pairs: Float64Array.from(items.flatMap(({ clock, len }) => [clock, clock + len])),
    })),
  };
};

const toState = ({ structs, deletions }: Content): RoomState => {
  const state = emptyState();
  for (const { client, clock, length, isSkip } of structs) {
    const reached = state.vector.get(client) ?? 0;
    if (!isSkip && clock <= reached) state.vector.set(client, Math.max(reached, clock + length));
  }
  for (const { client, pairs } of deletions)
    if (pairs.length > 0) state.deleted.set(client, withRanges(state.deleted.get(client), pairs));
  return state;
};

/**
 * The state of a room from its merged bytes. Nothing is judged: whatever is stored counts, up to the first clock of a
 * client that is missing. Throws on bytes that do not decode.
 */
export const stateOf = (merged: Uint8Array): RoomState => {
  try {
    return toState(readContent(merged));
  } catch {
    return toState(decodeContent(merged));
  }
};

/** A state as three lists of numbers, which another thread gets as they are: maps of 100,000 entries are copied one by one. */
export interface PackedState {
  /** Client, clock, client, clock … */
  vector: Float64Array;
  /** The clients with deletions, and how many numbers of `ranges` each has. */
  deleted: Float64Array;
  ranges: Float64Array;
}

export const packState = ({ vector, deleted }: RoomState): PackedState => {
  const lengths = [...deleted.values()].map(({ length }) => length);
  const ranges = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const each of deleted.values()) {
    ranges.set(each, at);
    at += each.length;
  }
  const clients = [...deleted.keys()];
  return {
    vector: Float64Array.from([...vector].flat()),
    deleted: Float64Array.from(clients.flatMap((client, i) => [client, lengths[i]!])),
    ranges,
  };
};

export const unpackState = ({ vector, deleted, ranges }: PackedState): RoomState => {
  const state = emptyState();
  for (let i = 0; i < vector.length; i += 2) state.vector.set(vector[i]!, vector[i + 1]!);
  let at = 0;
  for (let i = 0; i < deleted.length; i += 2) {
    const length = deleted[i + 1]!;
    state.deleted.set(deleted[i]!, ranges.subarray(at, at + length));
    at += length;
  }
  return state;
};

/** Whether a client with this snapshot has a struct or a deletion that the room lacks. */
export const lacksSomeOf = (state: RoomState, theirs: Y.Snapshot): boolean => {
  for (const [client, clock] of theirs.sv) if ((state.vector.get(client) ?? 0) < clock) return true;
  for (const [client, items] of theirs.ds.clients)
    for (const { clock, len } of items) if (!isCovered(state.deleted.get(client), clock, clock + len)) return true;
  return false;
};

const writeDeletions = (state: RoomState): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, state.deleted.size);
  for (const [client, ranges] of state.deleted) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length / 2);
    for (let i = 0; i < ranges.length; i += 2) {
      encoding.writeVarUint(encoder, ranges[i]!);
      encoding.writeVarUint(encoder, ranges[i + 1]! - ranges[i]!);
    }
  }
  return encoding.toUint8Array(encoder);
};

/**
 * An update with all of the room's deletions and no struct: all that a client with every struct may lack. The bytes are
 * shared, and must not be written to or transferred.
 */
export const encodeDeletions = (state: RoomState): Uint8Array => (writtenAs(state).deletions ??= writeDeletions(state));

/** Without the order in which Yjs sorts clients: nobody needs it, and to sort 100,000 takes a tenth of a second. */
const writeVector = ({ vector }: RoomState): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, vector.size);
  for (const [client, clock] of vector) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
  }
  return encoding.toUint8Array(encoder);
};

/** The room's encoded state vector, for SyncStep1. The bytes are shared, as those of {@link encodeDeletions} are. */
export const encodeVector = (state: RoomState): Uint8Array => (writtenAs(state).vector ??= writeVector(state));
