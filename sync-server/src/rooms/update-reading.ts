// Reads an update against what its room has, in steps: a large one takes as long as others would feel in one piece. Only
// what the verdict needs is kept of it. Whether it applies on every client is judged by its structure alone: what the
// relay acknowledges must apply, because one item that throws stops its document on every device.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { createNumbers, isCovered } from './ranges.ts';
import type { RoomState } from './room-state.ts';
import { createReferences, type References } from './struct-order.ts';
import { createStructReader, type ReadStruct, type StructReader } from './struct-reader.ts';

/** Bytes of an update after which others may have their turn. */
const STEP_BYTES = 4096;
/** The same for deletions, of which each is looked up. */
const STEP_DELETIONS = 1000;

/** What an update has of one client. */
export interface ClientPart {
  client: number;
  /** The clock that the room had reached. */
  before: number;
  /** The clock that it reaches with the update. */
  reached: number;
  /** It has structs that the room has, in part or whole. */
  isKnownInPart: boolean;
  /** The structs that the room lacks, in the update's bytes; the first may be known in part. */
  added: { count: number; clock: number; start: number; firstEnd: number; end: number };
}

export interface UpdateReading {
  parts: ReadonlyMap<number, ClientPart>;
  /** It leaves out a clock of one of its clients, or refers to something or deletes something that is not there. */
  isGap: boolean;
  /** There is no order in which its items can be applied. */
  isWithoutOrder: boolean;
  /** It claims gaps. */
  hasSkips: boolean;
  /** Deletions that the room lacks: pairs of clocks by client. */
  deletions: readonly { client: number; pairs: Float64Array }[];
  /** Where the deletions begin and end in its bytes. */
  deletionsAt: readonly [start: number, end: number];
}

/** Takes a struct into its client's part. False if it leaves out a clock. */
const addStruct = (part: ClientPart, { clock, length, start, end }: ReadStruct): boolean => {
  const followsOn = clock <= part.reached;
  if (clock < part.before) part.isKnownInPart = true;
  part.reached = Math.max(part.reached, clock + length);
  if (clock + length > part.before) {
    const { added } = part;
    if (added.count === 0) Object.assign(added, { clock, start, firstEnd: end });
    added.count += 1;
    added.end = end;
  }
  return followsOn;
};

interface Structs {
  parts: Map<number, ClientPart>;
  references: References;
  isGap: boolean;
  hasSkips: boolean;
  /** An item refers to itself or to a later one of its client. */
  refersAhead: boolean;
}

function* readStructs(state: RoomState, reader: StructReader): Generator<void, Structs> {
  const { struct } = reader;
  const structs: Structs = {
    parts: new Map(),
    references: createReferences(),
    isGap: false,
    hasSkips: false,
    refersAhead: false,
  };
  let part: ClientPart | null = null;
  let yieldedAt = 0;

  const partOf = (client: number): ClientPart => {
    const before = state.vector.get(client) ?? 0;
    const added = { count: 0, clock: 0, start: 0, firstEnd: 0, end: 0 };
    const made = { client, before, reached: before, isKnownInPart: false, added };
    structs.parts.set(client, made);
    return made;
  };
  const addReferences = (line: ClientPart): void => {
    const { references, clock: own } = struct;
    for (let at = 0; at < references.length; at += 2) {
      const client = references[at]!;
      const clock = references[at + 1]!;
      if (client !== line.client) {
        if (clock >= (state.vector.get(client) ?? 0)) structs.references.add(line, own, client, clock);
      } else if (clock >= own) structs.refersAhead = true;
    }
  };

  for (let read = reader.next(); read !== 'end'; read = reader.next()) {
    if (read === 'part' || reader.position() - yieldedAt > STEP_BYTES) {
      yieldedAt = reader.position();
      yield;
    }
    if (read === 'part') continue;
    if (struct.isSkip) {
      structs.hasSkips = true;
      continue;
    }
    if (part?.client !== struct.client) part = partOf(struct.client);
    if (!addStruct(part, struct)) structs.isGap = true;
    addReferences(part);
  }
  return structs;
}

type Deletions = Pick<UpdateReading, 'deletions' | 'isGap'>;

function* readDeletions(state: RoomState, reader: StructReader, parts: Structs['parts']): Generator<void, Deletions> {
  const deletions: { client: number; pairs: Float64Array }[] = [];
  /** Of all clients, one behind the other: an array for each of a million would take seconds. */
  const pairs = createNumbers();
  let isGap = false;
  let steps = 0;
  for (let clients = reader.readNumber(); clients > 0; clients--) {
    const client = reader.readNumber();
    const reached = parts.get(client)?.reached ?? state.vector.get(client) ?? 0;
    const known = state.deleted.get(client);
    const start = pairs.length;
    let end = 0;
    for (let ranges = reader.readNumber(); ranges > 0; ranges--) {
      const from = reader.readNumber();
      const length = reader.readNumber();
      if (length === 0) throw new Error('a deletion of nothing');
      // Yjs writes them in order and apart. To sort a million would hold everybody up.
      if (from < end) throw new Error('deletions out of order');
      end = from + length;
      if (from + length > reached) isGap = true;
      else if (!isCovered(known, from, from + length)) {
        pairs.push(from);
        pairs.push(from + length);
      }
      if (++steps % STEP_DELETIONS === 0) yield;
    }
    if (pairs.length > start) deletions.push({ client, pairs: pairs.from(start) });
    if (++steps % STEP_DELETIONS === 0) yield;
  }
  return { deletions, isGap };
}

/** Reads an update in steps. Throws on bytes that are no update, or one that devices cannot use. */
export function* readUpdate(state: RoomState, update: Uint8Array): Generator<void, UpdateReading> {
  const reader = createStructReader(update);
  const { parts, references, hasSkips, ...found } = yield* readStructs(state, reader);
  const start = reader.position();
  const { deletions, isGap } = yield* readDeletions(state, reader, parts);
  const partOf = (client: number): ClientPart | undefined => parts.get(client);
  const areThere = yield* references.areThere(partOf);
  return {
    parts,
    hasSkips,
    deletions,
    deletionsAt: [start, reader.position()],
    isGap: found.isGap || isGap || !areThere,
    isWithoutOrder: found.refersAhead || (areThere && !(yield* references.haveAnOrder(partOf))),
  };
}

/** What is left of a struct that the room has to `known`, a clock within it, as Yjs writes it. */
const writeRest = (encoder: Y.UpdateEncoderV1, part: ClientPart, update: Uint8Array, offset: number): void => {
  const { clock, start, firstEnd } = part.added;
  const alone = encoding.createEncoder();
  for (const number of [1, 1, part.client, clock]) encoding.writeVarUint(alone, number);
  encoding.writeUint8Array(alone, update.subarray(start, firstEnd));
  encoding.writeVarUint(alone, 0);
  const [struct] = Y.decodeUpdate(encoding.toUint8Array(alone)).structs;
  // reason: Yjs types it for its second format only
  struct!.write(encoder as never, offset);
};

/**
 * The update without the structs that the room has, and without the gaps that it claims. One that its sender tells in
 * another way than the room has it would make clients throw.
 */
export const withoutKnown = (update: Uint8Array, { parts, deletionsAt }: UpdateReading): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  const added = [...parts.values()].filter((part) => part.added.count > 0);
  encoding.writeVarUint(restEncoder, added.length);
  for (const part of added) {
    const { count, clock, start, firstEnd, end } = part.added;
    const offset = Math.max(0, part.before - clock);
    encoding.writeVarUint(restEncoder, count);
    encoder.writeClient(part.client);
    encoding.writeVarUint(restEncoder, clock + offset);
    if (offset > 0) writeRest(encoder, part, update, offset);
    encoding.writeUint8Array(restEncoder, update.subarray(offset > 0 ? firstEnd : start, end));
  }
  encoding.writeUint8Array(restEncoder, update.subarray(...deletionsAt));
  return encoder.toUint8Array();
};
