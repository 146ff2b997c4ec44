// The one database of this device, over IndexedDB. A connection that the browser dropped, as tablets do in the
// background, is opened again by whatever comes next.
import { deleteDB, unwrap } from 'idb';
import { commitNow, tookDeletionsAlone } from './commit-now.ts';
import { abort, isNamed, openConnection, type Connection } from './connection.ts';
import { DeviceTable } from './table.ts';
import type { DeviceTransaction, TableName, TransactionMode, Transactor } from './transaction.ts';

const closedError = (): DOMException => new DOMException('The database of this device is closed.', 'InvalidStateError');

export class DeviceDatabase implements Transactor {
  readonly name: string;
  readonly updates = new DeviceTable(this, 'updates');
  readonly campaigns = new DeviceTable(this, 'campaigns');
  readonly cursors = new DeviceTable(this, 'cursors');
  readonly derived = new DeviceTable(this, 'derived');
  readonly settings = new DeviceTable(this, 'settings');
  readonly images = new DeviceTable(this, 'images');
  readonly vectors = new DeviceTable(this, 'vectors');
  readonly keptIndexes = new DeviceTable(this, 'keptIndexes');
  readonly keptChunks = new DeviceTable(this, 'keptChunks');
  #connection: Connection | null = null;
  #opening: Promise<Connection> | null = null;
  #isClosed = false;

  constructor(name = 'emberkeep') {
    this.name = name;
  }

  /** Opens the database, also after `close`. Without it the first read or write does. */
  async open(): Promise<void> {
    this.#isClosed = false;
    await this.#connect();
  }

  /** Reads and writes are refused from now on, until `open`. */
  close(): void {
    this.#isClosed = true;
    this.#disconnect();
  }

  async reopen(): Promise<void> {
    this.close();
    await this.open();
  }

  /** Closes the database and removes it from this device with everything in it. */
  async delete(): Promise<void> {
    this.close();
    await deleteDB(this.name);
  }

  /** The browser's own connection; null while there is none. */
  get backend(): IDBDatabase | null {
    return this.#connection && unwrap(this.#connection);
  }

  async transaction<const Names extends readonly TableName[], Mode extends TransactionMode, T>(
    tables: Names,
    mode: Mode,
    work: (transaction: DeviceTransaction<Names, Mode>) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#begin((connection) => connection.transaction(tables, mode));
    // Thrown below, by whichever fails first.
    const ended = transaction.done.catch(() => undefined);
    try {
      const value = await work(transaction);
      if (mode === 'readwrite') await transaction.done;
      return value;
    } catch (error) {
      if (transaction.error === null) abort(transaction);
      await ended;
      if (tookDeletionsAlone(transaction, error)) return this.transaction(tables, mode, work);
      throw transaction.error ?? error;
    }
  }

  /**
   * Hands writes to the browser in this tick and commits at once, so that they are stored even when the page closes in
   * the next one. Resolves once all of them are stored; rejects with the reason, or with what `write` threw. None is
   * stored then, except in Firefox, which keeps the others of one that the disk refused: write all of them again.
   */
  async writeNow(table: 'updates' | 'settings', write: (store: IDBObjectStore) => void): Promise<void> {
    const begin = (connection: Connection): IDBTransaction => unwrap(connection).transaction(table, 'readwrite');
    // Without a wait where there is a connection.
    const transaction = this.#beginNow(begin) ?? (await this.#begin(begin));
    try {
      await commitNow(transaction, table, write);
    } catch (error) {
      if (!tookDeletionsAlone(transaction, error)) throw error;
      await this.writeNow(table, write);
    }
  }

  async #begin<T>(begin: (connection: Connection) => T): Promise<T> {
    await this.#connect();
    return this.#beginNow(begin) ?? begin(await this.#connect());
  }

  /** Null where there is no connection, or none any more. */
  #beginNow<T>(begin: (connection: Connection) => T): T | null {
    if (!this.#connection) return null;
    try {
      return begin(this.#connection);
    } catch (error) {
      if (!isNamed(error, 'InvalidStateError')) throw error;
      this.#disconnect();
      return null;
    }
  }

  async #connect(): Promise<Connection> {
    if (this.#isClosed) throw closedError();
    return this.#connection ?? (this.#opening ??= this.#openAnew().finally(() => (this.#opening = null)));
  }

  async #openAnew(): Promise<Connection> {
    const connection = await openConnection(this.name, {
      // Another tab updates or removes the database.
      blocking: () => this.#disconnect(),
      terminated: () => this.#disconnect(),
    });
    if (this.#isClosed) {
      connection.close();
      throw closedError();
    }
    return (this.#connection = connection);
  }

  #disconnect(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}
