// Owns the port to what the relay keeps: an append-only log of updates per room. A later engine (Postgres) implements the
// same. Invariants: `append` is all or nothing; after `sync` resolves, everything appended before it was called is on the
// disk, power loss included; a room's bytes never rewind.

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

export interface RelayLog {
  /** Writes all entries in one transaction, in order. Throws when the disk refuses; nothing is written then. */
  append(entries: readonly NewEntry[]): LogEntry[];
  /** Resolves after the disk confirmed everything appended so far. Rejects for good once a sync failed. */
  sync(): Promise<void>;
  /** All bytes of a room in order (a compacted entry first, then the tail), copies that the caller may give away; empty for an unknown room. An entry that the disk did not keep as it was given is {@link UNREADABLE}. */
  read(room: string): Uint8Array[];
  head(room: string): LogHead | null;
  /** Heads of every room whose name is `prefix` or starts with `prefix/`. */
  heads(prefix: string): LogHead[];
  /** Every room there is, with what it weighs: for operators. */
  rooms(): RoomFacts[];
  /** Count and size of a room's entries, for deciding on compaction. */
  size(room: string): { entries: number; bytes: number };
  /** Replaces every entry up to `upTo` by one with the same head; later entries stay. One transaction. */
  compact(room: string, upTo: number, bytes: Uint8Array): void;
  /** Removes every room under a prefix. */
  remove(prefix: string): void;
  close(): Promise<void>;
}
