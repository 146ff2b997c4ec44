// Owns the port to the relay's tables beside the log: the same tables and the same SQL on either engine. `?` stands for a value;
// times are unix ms; bytes are Uint8Arrays. Numbers may come back as text: callers convert.

export type Row = Record<string, unknown>;
export type Value = string | number | null | Uint8Array;
export type Statement = readonly [sql: string, ...values: Value[]];

export interface Database {
  all(sql: string, ...values: Value[]): Promise<Row[]>;
  /** All or nothing, in order, and one after the other among those with the same key, on every node. Gives the rows of each. */
  batch(key: string, statements: readonly Statement[]): Promise<Row[][]>;
  /** Makes tables that are not there, and columns that a later relay added. In the embedded engine's words. */
  define(tables: Tables): Promise<void>;
  /** The engine's own word on its files: "ok", or what is wrong. */
  check(): Promise<string>;
}

export interface Tables {
  create: string;
  added: readonly { table: string; column: string; type: string }[];
}
