// How a table of this device's database gets its transactions.
import type { IDBPTransaction, StoreNames } from 'idb';
import type { DeviceSchema } from './rows.ts';

export type TableName = StoreNames<DeviceSchema>;
export type TransactionMode = 'readonly' | 'readwrite';
export type DeviceTransaction<Names extends readonly TableName[], Mode extends TransactionMode> = IDBPTransaction<
  DeviceSchema,
  Names,
  Mode
>;

export interface Transactor {
  /**
   * Runs `work`, which waits for nothing but this transaction, in one transaction over these tables. Resolves with what
   * it returned, after a write once the transaction is complete. Rejects with the reason of the browser, or with what
   * `work` threw; nothing is written then.
   */
  transaction<const Names extends readonly TableName[], Mode extends TransactionMode, T>(
    tables: Names,
    mode: Mode,
    work: (transaction: DeviceTransaction<Names, Mode>) => Promise<T>,
  ): Promise<T>;
}
