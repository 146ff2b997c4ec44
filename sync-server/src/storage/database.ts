// The port to the relay's tables besides the log: the same tables and the same SQL on both engines. `?` stands for a
// value; times are Unix ms; bytes are Uint8Arrays. Numbers can come back as text, so callers convert them.

export type Row = Record<string, unknown>;
export type Value = string | number | null | Uint8Array;
export type Statement = readonly [sql: string, ...values: Value[]];

export interface Database {
  all(sql: string, ...values: Value[]): Promise<Row[]>;
  /**
   * All or nothing, in order. Batches with the same key run one after the other on every node. Returns each one's
   * rows.
   */
  batch(key: string, statements: readonly Statement[]): Promise<Row[][]>;
  /** Makes the tables that do not exist, and the columns that a later relay added. */
  define(tables: Tables): Promise<void>;
  /** What the engine says about its files: `ok`, or what is wrong. */
  check(): Promise<string>;
}

/** Tables in SQLite's DDL. */
export interface Tables {
  create: string;
  added: readonly { table: string; column: string; type: string }[];
}

/** All or nothing, with as many statements as it takes, while no other with the same key runs on any node. */
export type Transaction = <T>(key: string, run: (all: Database['all']) => Promise<T>) => Promise<T>;
