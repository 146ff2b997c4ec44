// What this package needs of Postgres: PGlite, a connection to its worker, or a transaction on either.

export interface Sql {
  query<T>(
    text: string,
    params?: unknown[],
    options?: { blob?: Blob },
  ): Promise<{ rows: T[]; affectedRows?: number; fields?: { name: string; dataTypeID: number }[] }>;
  exec(text: string): Promise<unknown>;
}

export interface Database extends Sql {
  transaction<T>(run: (tx: Sql) => Promise<T>): Promise<T>;
}
