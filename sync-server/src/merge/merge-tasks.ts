// What the merge thread does, as pure functions over the entries of a room.
import { gzipSync } from 'node:zlib';
import * as Y from 'yjs';
import { documentOf } from './sound-document.ts';
import {
  claimedClients,
  emptyState,
  lacksSomeOf,
  packState,
  stateOf,
  type PackedState,
  type RoomState,
} from '../rooms/room-state.ts';
import type { PackedRanges } from '../rooms/ranges.ts';
import { hasItsReferences } from '../rooms/update-checks.ts';
import { repair, type Repaired } from './repair.ts';

type Rows = readonly Uint8Array[];

export type MergeRequest =
  /** The room's state vector and deleted ranges. */
  | { type: 'state'; rows: Rows }
  /** What a client with this encoded state vector lacks. */
  | { type: 'diff'; rows: Rows; vector: Uint8Array }
  /** The same, without the content of anything deleted, and whether it is all that there is. */
  | { type: 'published'; rows: Rows; vector: Uint8Array }
  /** What a device with this encoded snapshot lacks, and whether it has something that is not here. */
  | { type: 'pull'; rows: Rows; snapshot: Uint8Array }
  /** One normalized update, checked to be complete. */
  | { type: 'compact'; rows: Rows }
  /** The same, compressed. */
  | { type: 'pack'; rows: Rows }
  /** One update of all rows that merge, where some do not. */
  | { type: 'sound'; rows: Rows }
  /** The room without items that no device can use; null if there are none. */
  | { type: 'repair'; rows: Rows }
  /** Whether nothing in the rows builds on something that is not in them. */
  | { type: 'isWhole'; rows: Rows };

export type MergeAnswer<T extends MergeRequest['type']> = T extends 'state'
  ? PackedState
  : T extends 'pull'
    ? { update: Uint8Array; relayLacks: boolean }
    : T extends 'published'
      ? { update: Uint8Array; isWhole: boolean }
      : T extends 'isWhole'
        ? boolean
        : T extends 'repair'
          ? Repaired | null
          : Uint8Array;

/** A new array each time: an answer's buffer is transferred to another thread. */
const emptyUpdate = (): Uint8Array => new Uint8Array([0, 0]);

const merge = (rows: Rows): Uint8Array => (rows.length === 1 ? (rows[0] as Uint8Array) : Y.mergeUpdates([...rows]));

/** Above this size a merge on the event loop would be felt by other rooms, bytes. */
const SMALL_BYTES = 64 * 1024;
/** The same for Yjs clients: 32 kB may hold 3,000 of them, which take as long as a megabyte of one client's text. */
const SMALL_CLIENTS = 300;

/** Whether to merge updates is little work: they have no more bytes than this, and few clients. */
export const isLittleWork = (updates: Rows, maxBytes: number): boolean => {
  const sum = (of: (update: Uint8Array) => number): number => updates.reduce((total, each) => total + of(each), 0);
  return sum((update) => update.byteLength) <= maxBytes && sum(claimedClients) <= SMALL_CLIENTS;
};

/** Above this size what a client says it has is large, bytes: at most 2,000 clients fit, which take 1 ms. */
const SMALL_QUESTION_BYTES = 4 * 1024;

/** What a request compares its rows with. */
const questionOf = (request: MergeRequest): Uint8Array | null => {
  if (request.type === 'pull') return request.snapshot;
  return 'vector' in request ? request.vector : null;
};

/** Whether the work of a request is little, with what it compares its rows with: see {@link isLittleWork}. */
export const isLittleRequest = (request: MergeRequest, maxBytes: number): boolean =>
  (questionOf(request)?.byteLength ?? 0) <= SMALL_QUESTION_BYTES && isLittleWork(request.rows, maxBytes);

/** Merges the updates of one tick into one if that is little work; otherwise returns them as they are. */
export const mergeSmall = (updates: Rows): Uint8Array[] => {
  if (updates.length < 2 || !isLittleWork(updates, SMALL_BYTES)) return [...updates];
  try {
    return [Y.mergeUpdates([...updates])];
  } catch {
    return [...updates]; // reason: each of them decodes, so the log can keep them apart
  }
};

const decodes = (row: Uint8Array): boolean => {
  try {
    Y.decodeUpdate(row);
    return true;
  } catch {
    return false; // reason: whether it decodes is the question
  }
};

const tryMerge = (rows: Rows): Uint8Array | null => {
  try {
    return merge(rows);
  } catch {
    return null; // reason: which of them is damaged is found by halves
  }
};

/** Leaves out only the rows that do not merge: one damaged row must not take the others with it. */
const mergeHalves = (rows: Rows): Uint8Array => {
  if (rows.length === 0) return emptyUpdate();
  const all = tryMerge([emptyUpdate(), ...rows]);
  if (all) return all;
  if (rows.length === 1) return emptyUpdate();
  const middle = rows.length >> 1;
  const halves = [mergeHalves(rows.slice(0, middle)), mergeHalves(rows.slice(middle))];
  return tryMerge(halves) ?? halves[0]!;
};

const mergeSound = (rows: Rows): Uint8Array => mergeHalves(rows.filter(decodes));

/**
 * The update without what was deleted: merged updates still contain it, but a document with garbage collection does
 * not. What waits for something that is missing stays out, because it is neither collected nor shown. So does an item
 * that throws: readers get everything else.
 */
const diffWithoutDeleted = (bytes: Uint8Array, vector: Uint8Array): MergeAnswer<'published'> => {
  const { doc, isWhole: isAll } = documentOf(bytes);
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  const update = Y.encodeStateAsUpdate(doc, vector);
  doc.destroy();
  return { update, isWhole: isAll };
};

const isSameRanges = (a: PackedRanges, b: PackedRanges | undefined): boolean =>
  a.length === b?.length && a.every((number, i) => number === b[i]);

const isSameState = (a: RoomState, b: RoomState): boolean =>
  a.vector.size === b.vector.size &&
  [...a.vector].every(([client, clock]) => b.vector.get(client) === clock) &&
  a.deleted.size === b.deleted.size &&
  [...a.deleted].every(([client, ranges]) => isSameRanges(ranges, b.deleted.get(client)));

/**
 * The update as a document writes it: structs are joined and garbage collected, so that clients apply it faster. If the
 * document lacks anything of it, the update stays as it is.
 */
const normalize = (bytes: Uint8Array): Uint8Array => {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, bytes);
  } catch {
    return bytes; // reason: an item that throws on every document; clients leave it out
  }
  const normalized = Y.encodeStateAsUpdate(doc);
  const isComplete =
    !doc.store.pendingStructs && !doc.store.pendingDs && isSameState(stateOf(bytes), stateOf(normalized));
  doc.destroy();
  return isComplete ? normalized : bytes;
};

const pull = (bytes: Uint8Array, snapshot: Uint8Array): MergeAnswer<'pull'> => {
  if (snapshot.byteLength === 0) return { update: bytes, relayLacks: false };
  const theirs = Y.decodeSnapshot(snapshot);
  return {
    update: Y.diffUpdate(bytes, Y.encodeStateVector(theirs.sv)),
    relayLacks: lacksSomeOf(stateOf(bytes), theirs),
  };
};

const isWhole = (bytes: Uint8Array): boolean => {
  const decoded = Y.decodeUpdate(bytes);
  const { vector } = stateOf(bytes);
  const clockOf = (client: number): number => vector.get(client) ?? 0;
  const hasHole = decoded.structs.some(
    (struct) => !(struct instanceof Y.Skip) && struct.id.clock + struct.length > clockOf(struct.id.client),
  );
  const deletes = [...decoded.ds.clients].every(([client, ranges]) =>
    ranges.every(({ clock, len }) => clock + len <= clockOf(client)),
  );
  return !hasHole && deletes && hasItsReferences(decoded, clockOf);
};

const answerEmpty = (request: MergeRequest): MergeAnswer<MergeRequest['type']> => {
  if (request.type === 'pull') return { update: emptyUpdate(), relayLacks: request.snapshot.byteLength > 0 };
  if (request.type === 'isWhole') return true;
  if (request.type === 'published') return { update: emptyUpdate(), isWhole: true };
  if (request.type === 'repair') return null;
  return request.type === 'state' ? packState(emptyState()) : emptyUpdate();
};

/** Throws if the rows do not merge, except for `sound`. */
export const mergeTasks = (request: MergeRequest): MergeAnswer<MergeRequest['type']> => {
  if (request.rows.length === 0) return answerEmpty(request);
  if (request.type === 'sound') return mergeSound(request.rows);
  const bytes = merge(request.rows);
  switch (request.type) {
    case 'state':
      return packState(stateOf(bytes));
    case 'diff':
      return Y.diffUpdate(bytes, request.vector);
    case 'published':
      return diffWithoutDeleted(bytes, request.vector);
    case 'isWhole':
      return isWhole(bytes);
    case 'pull':
      return pull(bytes, request.snapshot);
    case 'repair':
      return repair(bytes);
    case 'compact':
      return normalize(bytes);
    case 'pack':
      return new Uint8Array(gzipSync(normalize(bytes)));
  }
};
