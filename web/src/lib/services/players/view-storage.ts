// A player's copy of the player view on the disk: one state, replaced as a whole. Nothing that a GM took back stays
// behind in older updates.
const STORE = 'updates';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });

const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error as Error);
  });

const open = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { autoIncrement: true });
    // Earlier versions of the app open the same database, and expect this store.
    request.result.createObjectStore('custom');
  };
  return done(request);
};

const nameOf = (campaignId: string): string => `emberkeep-table-${campaignId}`;

/** Rejects where the browser gives no access to its storage, or has no room left. */
export class ViewStorage {
  #db: Promise<IDBDatabase>;

  constructor(campaignId: string) {
    this.#db = open(nameOf(campaignId));
    this.#db.then(
      // Another page deletes the copy, or a newer version opens it.
      (db) => (db.onversionchange = () => db.close()),
      () => undefined, // reason: whoever loads or replaces hears of it
    );
  }

  /** The stored updates; earlier versions of the app stored each by itself. */
  async load(): Promise<Uint8Array[]> {
    const db = await this.#db;
    return done(db.transaction(STORE).objectStore(STORE).getAll()) as Promise<Uint8Array[]>;
  }

  /** Deletes everything that is stored and stores this, or nothing for null, in one transaction. */
  async replace(state: Uint8Array | null): Promise<void> {
    const transaction = (await this.#db).transaction(STORE, 'readwrite');
    const ended = completed(transaction);
    const store = transaction.objectStore(STORE);
    store.clear();
    if (state) store.add(state);
    await ended;
  }

  async close(): Promise<void> {
    (await this.#db).close();
  }

  /** Deletes the copy of a campaign on this device. */
  static delete(campaignId: string): void {
    indexedDB.deleteDatabase(nameOf(campaignId));
  }
}
