// What the relay knows of a room's stored entries: state vector and deleted ranges, head, and size. It holds no
// document; entries are read from the log and merged in the merge thread.
import { UNREADABLE, type LogHead, type RelayLog, type RoomSize } from '../update-log/relay-log.ts';
import { NotWanted } from '../merge/merge-thread.ts';
import type { Merger } from '../merge/merger.ts';
import { judge, unpackState, type RoomState } from './room-state.ts';

export interface StoredRoom {
  /** The room's state; null before it is loaded. */
  state(): RoomState | null;
  /** Rejects with {@link NotWanted} when it is unloaded meanwhile. */
  load(): Promise<RoomState>;
  /** Drops the state, so that the next `load` reads the log again. One that runs is broken off: nobody waits for it. */
  unload(): void;
  /** The entries in order. Of a quarantined room: one update with everything in it that merges. */
  readEntries(): Promise<Uint8Array[]>;
  /** Counts an entry that this node has just appended. */
  grow(bytes: Uint8Array): void;
  /** Counts an entry that another node appended, and takes it into the state. */
  addRemote(bytes: Uint8Array): void;
  head(): LogHead | null;
  advance(head: LogHead): void;
  size(): RoomSize;
  /** Reads the size from the log. */
  measure(): Promise<RoomSize>;
  /** Some entry cannot be merged: the rest is served, nothing is compacted. */
  isQuarantined(): boolean;
  /** A device that has content has sent everything that the room lacked. */
  answeredInFull(): void;
  /**
   * Whether everything that was acknowledged can be served. After damage: once a device has answered in full, and
   * nothing builds on what is missing.
   */
  isWhole(): Promise<boolean>;
}

export interface StoredRoomDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  onError(error: Error): void;
  onQuarantine(room: string): void;
}

/** The state vector of a client that has nothing, as Yjs encodes it. */
const EMPTY_VECTOR = new Uint8Array([0]);

export const createStoredRoom = ({ name, log, merger, onError, onQuarantine }: StoredRoomDeps): StoredRoom => {
  let state: RoomState | null = null;
  let loading: { state: Promise<RoomState>; notWanted: AbortController } | null = null;
  /** What other nodes appended while the state was being loaded. */
  let arrivedWhileLoading: Uint8Array[] = [];
  let size: RoomSize = { entries: 0, bytes: 0, firstBytes: 0 };
  let head: LogHead | null = null;
  let isQuarantined = false;
  let isAnswered = false;

  const advance = (to: LogHead): void => {
    if (head === null || to.sequence > head.sequence) head = to;
  };
  const grow = (bytes: Uint8Array): void => {
    size = { ...size, entries: size.entries + 1, bytes: size.bytes + bytes.byteLength };
  };
  const measure = async (): Promise<RoomSize> => (size = await log.size(name));

  const readEntries = async (): Promise<Uint8Array[]> => {
    const read = await log.read(name);
    if (read.head) advance(read.head);
    return isQuarantined ? [await merger.run({ type: 'sound', rows: read.rows }, name)] : read.rows;
  };

  const quarantine = async (): Promise<RoomState> => {
    isQuarantined = true;
    onQuarantine(name);
    return unpackState(await merger.run({ type: 'state', rows: await readEntries() }, name));
  };

  const loadFromLog = async (notWanted: AbortSignal): Promise<RoomState> => {
    const rows = await readEntries();
    const loaded = await merger.run({ type: 'state', rows }, name, notWanted).then(unpackState, (error: unknown) => {
      if (error instanceof NotWanted) throw error;
      return quarantine();
    });
    await measure();
    if (notWanted.aborted) throw new NotWanted();
    for (const bytes of arrivedWhileLoading) judge(loaded, bytes);
    return (state = loaded);
  };
  const startLoading = (): Promise<RoomState> => {
    const notWanted = new AbortController();
    const mine = { notWanted, state: loadFromLog(notWanted.signal).finally(() => endLoading(mine)) };
    loading = mine;
    return mine.state;
  };
  const endLoading = (mine: typeof loading): void => {
    if (loading !== mine) return;
    loading = null;
    arrivedWhileLoading = [];
  };
  const unload = (): void => {
    state = null;
    loading?.notWanted.abort();
    endLoading(loading);
  };

  /** An entry of another node builds on something unknown here: the whole room has everything. */
  const reloadState = (): void => {
    void readEntries()
      .then((rows) => merger.run({ type: 'diff', rows, vector: EMPTY_VECTOR }, name))
      .then((all) => void (state && judge(state, all)), onError);
  };

  return {
    state: () => state,
    load: async () => state ?? loading?.state ?? startLoading(),
    unload,
    readEntries,
    grow,
    addRemote: (bytes) => {
      grow(bytes);
      if (state) {
        if (judge(state, bytes) === 'gap') reloadState();
      } else if (loading) arrivedWhileLoading.push(bytes);
    },
    head: () => head,
    advance,
    size: () => size,
    measure,
    isQuarantined: () => isQuarantined,
    answeredInFull: () => void (isAnswered = true),
    isWhole: async () =>
      !isQuarantined || (isAnswered && (await merger.run({ type: 'isWhole', rows: await readEntries() }, name))),
  };
};

/** Whether every entry is as it was written. */
export const areReadable = (entries: readonly Uint8Array[]): boolean => !entries.includes(UNREADABLE);
