// The port to what the relay stores: an append-only log of updates per room, embedded (SQLite) or shared by several
// nodes (Postgres). Invariants: `append` is all or nothing; once `sync` resolves, everything whose append resolved
// before the call is on the disk and survives a power loss; a room's bytes never rewind; sequences become visible
// in ascending order.

/** A stored update. Sequences ascend over all rooms; the random `tag` tells a restored copy from the original. */
export interface LogEntry {
  room: string;
  sequence: number;
  tag: string;
  bytes: Uint8Array;
}

/** The newest entry of a room. */
export interface LogHead {
  room: string;
  sequence: number;
  tag: string;
}

/** Stands for an entry whose bytes are not those that were written: no merge accepts it. */
export const UNREADABLE = new Uint8Array([255]);

export interface NewEntry {
  room: string;
  bytes: Uint8Array;
  /** The grant that wrote it, for tracing damage; empty on an open relay. */
  member: string;
}

/** A room as an operator sees it, without its content. `at`: when its newest entry was written, Unix ms. */
export interface RoomFacts {
  room: string;
  entries: number;
  bytes: number;
  at: number;
}

/** Number and size of a room's entries, and the size of the first, which compaction is decided on. */
export interface RoomSize {
  entries: number;
  bytes: number;
  firstBytes: number;
}

/** What another node wrote. `bytes` is null if the room is not open here. */
export type RemoteEntry = LogHead & { bytes: Uint8Array | null };

export interface LogWatcher {
  /** Rooms whose bytes are wanted. */
  rooms(): string[];
  /** Ledgers (`campaign/<id>`) of campaigns whose heads are wanted. */
  ledgers(): string[];
  onEntries(entries: readonly RemoteEntry[]): void;
}

export interface RelayLog {
  /**
   * Writes all entries in one transaction, in order. Rejects when the engine refuses: then nothing is written, or
   * nobody can know whether it was.
   */
  append(entries: readonly NewEntry[]): Promise<LogEntry[]>;
  /** Resolves once the disk has confirmed everything appended so far. Rejects for good after a sync has failed. */
  sync(): Promise<void>;
  /**
   * All bytes of a room in order (a compacted entry first, then the tail) with the head at the same moment. They
   * are copies that the caller can transfer. A damaged entry is {@link UNREADABLE}.
   */
  read(room: string): Promise<{ rows: Uint8Array[]; head: LogHead | null }>;
  /** Heads of every room whose name is `prefix` or starts with `prefix/`. */
  heads(prefix: string): Promise<LogHead[]>;
  /** Every room, for operators. */
  rooms(): Promise<RoomFacts[]>;
  size(room: string): Promise<RoomSize>;
  /** Replaces every entry up to `upTo` by one with the same head and time; later entries stay. One transaction. */
  compact(room: string, upTo: number, bytes: Uint8Array): Promise<void>;
  /** Removes every room whose name is `prefix` or starts with `prefix/`. */
  remove(prefix: string): Promise<void>;
  /** From now on the watcher is told what other nodes write, in order. */
  watch(watcher: LogWatcher): void;
  /** Resolves once the watcher has been told everything that any node had acknowledged before this call. */
  fresh(): Promise<void>;
  close(): Promise<void>;
}
