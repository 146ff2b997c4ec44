// Owns the port to what the relay keeps: an append-only log of updates per room, embedded (SQLite) or shared by several nodes
// (Postgres). Invariants: `append` is all or nothing; after `sync` resolves, everything whose append resolved before it was
// called is on the disk, power loss included; a room's bytes never rewind; sequences become visible in ascending order.

/** A stored update. Sequences ascend over all rooms; `tag` is random, so that a restored copy is told from the original. */
export interface LogEntry {
  room: string;
  sequence: number;
  tag: string;
  bytes: Uint8Array;
}

export interface LogHead {
  room: string;
  sequence: number;
  tag: string;
}

/** Stands for an entry whose bytes are not those that were written: no merge takes it. */
export const UNREADABLE = new Uint8Array([255]);

export interface NewEntry {
  room: string;
  bytes: Uint8Array;
  /** The grant that wrote it, for attributing damage; empty on an open relay. */
  member: string;
}

/** A room as an operator sees it: never what is in it. `at`: unix ms of its newest entry. */
export interface RoomFacts {
  room: string;
  entries: number;
  bytes: number;
  at: number;
}

/** What other nodes wrote. `bytes` is null where the room is not open here. */
export type RemoteEntry = LogHead & { bytes: Uint8Array | null };

export interface LogWatcher {
  /** Rooms whose bytes are wanted. */
  rooms(): string[];
  /** Ledger rooms (`campaign/<id>`) whose campaigns' heads are wanted. */
  ledgers(): string[];
  onEntries(entries: readonly RemoteEntry[]): void;
}

export interface RelayLog {
  /** Writes all entries in one transaction, in order. Rejects when the engine refuses; nothing is written then, or nobody knows whether it was. */
  append(entries: readonly NewEntry[]): Promise<LogEntry[]>;
  /** Resolves after the disk confirmed everything appended so far. Rejects for good once a sync failed. */
  sync(): Promise<void>;
  /** All bytes of a room in order (a compacted entry first, then the tail) with the head of the same moment: copies that the caller may give away. An entry that the disk did not keep as it was given is {@link UNREADABLE}. */
  read(room: string): Promise<{ rows: Uint8Array[]; head: LogHead | null }>;
  /** Heads of every room whose name is `prefix` or starts with `prefix/`. */
  heads(prefix: string): Promise<LogHead[]>;
  /** Every room there is, with what it weighs: for operators. */
  rooms(): Promise<RoomFacts[]>;
  /** Count and size of a room's entries, and the size of the first, for deciding on compaction. */
  size(room: string): Promise<RoomSize>;
  /** Replaces every entry up to `upTo` by one with the same head and time; later entries stay. One transaction. */
  compact(room: string, upTo: number, bytes: Uint8Array): Promise<void>;
  /** Removes every room under a prefix. */
  remove(prefix: string): Promise<void>;
  /** From now on the watcher hears what other nodes write, in order. */
  watch(watcher: LogWatcher): void;
  /** Resolves when the watcher has heard everything that any node had acknowledged before this call. */
  fresh(): Promise<void>;
  close(): Promise<void>;
}

export interface RoomSize {
  entries: number;
  bytes: number;
  firstBytes: number;
}
