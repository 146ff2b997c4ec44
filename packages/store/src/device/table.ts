// One table of this device's database: reads, and writes that resolve once their transaction is on the disk. What has to
// be one transaction over several rows or tables goes through `DeviceDatabase.transaction`. A request that throws at once,
// as for a value that cannot be stored, leaves those before it rejected; `async` hands all of them to `Promise.all`.
import type { IndexNames, StoreKey, StoreValue } from 'idb';
import type { DeviceSchema } from './rows.ts';
import type { TableName, Transactor } from './transaction.ts';

type Key<N extends TableName> = StoreKey<DeviceSchema, N>;
type Row<N extends TableName> = StoreValue<DeviceSchema, N>;
/** One key, or every key of a range. */
type Query<N extends TableName> = Key<N> | IDBKeyRange;

export class DeviceTable<N extends TableName> {
  readonly #db: Transactor;
  readonly #name: N;

  constructor(db: Transactor, name: N) {
    this.#db = db;
    this.#name = name;
  }

  /** The row of this key; undefined where there is none. */
  get(key: Key<N>): Promise<Row<N> | undefined> {
    return this.#db.transaction([this.#name], 'readonly', (tx) => tx.objectStore(this.#name).get(key));
  }

  /** The rows of these keys, in their order; undefined for each that there is none of. */
  getMany(keys: readonly Key<N>[]): Promise<(Row<N> | undefined)[]> {
    return this.#db.transaction([this.#name], 'readonly', (tx) =>
      Promise.all(keys.map(async (key) => tx.objectStore(this.#name).get(key))),
    );
  }

  /** All rows, or those in the range, by key. */
  getAll(range?: IDBKeyRange): Promise<Row<N>[]> {
    return this.#db.transaction([this.#name], 'readonly', (tx) => tx.objectStore(this.#name).getAll(range ?? null));
  }

  /** The rows whose indexed value is `value`. */
  getAllBy<I extends IndexNames<DeviceSchema, N>>(
    index: I,
    value: DeviceSchema[N] extends { indexes: infer Indexes } ? Indexes[I & keyof Indexes] : never,
  ): Promise<Row<N>[]> {
    return this.#db.transaction([this.#name], 'readonly', (tx) =>
      tx.objectStore(this.#name).index(index).getAll(IDBKeyRange.only(value)),
    );
  }

  /** Reads the rows of the range one by one: all of them at once may be many. */
  async each(range: IDBKeyRange, visit: (row: Row<N>) => void): Promise<void> {
    await this.#db.transaction([this.#name], 'readonly', async (tx) => {
      for (let at = await tx.objectStore(this.#name).openCursor(range); at; at = await at.continue()) visit(at.value);
    });
  }

  count(range?: IDBKeyRange): Promise<number> {
    return this.#db.transaction([this.#name], 'readonly', (tx) => tx.objectStore(this.#name).count(range ?? null));
  }

  async put(row: Row<N>): Promise<void> {
    await this.putMany([row]);
  }

  /** All of them, or none. */
  async putMany(rows: readonly Row<N>[]): Promise<void> {
    await this.#db.transaction([this.#name], 'readwrite', (tx) =>
      Promise.all(rows.map(async (row) => tx.objectStore(this.#name).put(row))),
    );
  }

  /** Sets fields of the row of this key, where there is one. */
  async update(key: Key<N>, fields: Partial<Row<N>>): Promise<void> {
    await this.#db.transaction([this.#name], 'readwrite', async (tx) => {
      const table = tx.objectStore(this.#name);
      const row = await table.get(key);
      if (row !== undefined) await table.put({ ...(row as object), ...fields } as Row<N>);
    });
  }

  async delete(query: Query<N>): Promise<void> {
    await this.deleteMany([query]);
  }

  /** All of them, or none. */
  async deleteMany(queries: readonly Query<N>[]): Promise<void> {
    await this.#db.transaction([this.#name], 'readwrite', (tx) =>
      Promise.all(queries.map(async (query) => tx.objectStore(this.#name).delete(query))),
    );
  }
}
