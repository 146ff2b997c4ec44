// Opens connections to this device's database, whichever version of the app made it.
import { openDB, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import type { DeviceSchema } from './rows.ts';
import { SCHEMA_VERSION, upgradeSchema } from './schema.ts';

export type Connection = IDBPDatabase<DeviceSchema>;
type Listeners = Pick<OpenDBCallbacks<DeviceSchema>, 'blocking' | 'terminated'>;

/** Chromium fails to open with an UnknownError for a moment, as after the data of a site was cleared. */
const OPENING_ATTEMPTS = 3;

export const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Does nothing to a transaction that has ended. */
export const abort = (transaction: { abort(): void }): void => {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
};

/**
 * Opens the database at `version`, or at the one it has. Rejects with what the upgrade failed with, where it did; the
 * database is as it was then.
 */
const openAt = async (name: string, version: number | undefined, listeners: Listeners): Promise<Connection> => {
  let failure: unknown = null;
  const upgrade: OpenDBCallbacks<DeviceSchema>['upgrade'] = (db, oldVersion, newVersion, transaction) => {
    const fail = (error: unknown): void => {
      // The reason of an abort may come after that of the requests it ended.
      if (failure === null || isNamed(failure, 'AbortError')) failure = error;
      abort(transaction);
    };
    transaction.done.catch(fail);
    // One that was removed while its version was asked for is not made at a version that no step leads to.
    if (newVersion !== SCHEMA_VERSION) return fail(new DOMException('The database was removed.', 'InvalidStateError'));
    upgradeSchema(db, oldVersion, transaction).catch(fail);
  };
  try {
    return await openDB<DeviceSchema>(name, version, { ...listeners, upgrade });
  } catch (error) {
    // The browser's own error says that the upgrade was aborted, not why.
    throw failure ?? error;
  }
};

/** Rejects with the browser's reason. */
export const openConnection = async (name: string, listeners: Listeners, attempt = 1): Promise<Connection> => {
  try {
    return await openAt(name, SCHEMA_VERSION, listeners);
  } catch (error) {
    // A newer version of the app was here. It only added to the schema, so its database serves this one, too.
    if (isNamed(error, 'VersionError')) return openAt(name, undefined, listeners);
    if (!isNamed(error, 'UnknownError') || attempt === OPENING_ATTEMPTS) throw error;
    return openConnection(name, listeners, attempt + 1);
  }
};
