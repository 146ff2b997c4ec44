// A player's copy of the player view on the disk: one state, replaced as a whole, and the pictures of what is shown.
// Nothing that a GM took back stays behind in older updates.
const STORE = 'updates';
/** Earlier versions of the app open the same database, and expect this store; they kept nothing in it. */
const PICTURES = 'custom';

/** A picture as it is stored, under its hash. */
export interface StoredPicture {
  bytes: Uint8Array;
  type: string;
}

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
    request.result.createObjectStore(PICTURES);
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

  async picture(hash: string): Promise<StoredPicture | undefined> {
    const db = await this.#db;
    const stored: unknown = await done(db.transaction(PICTURES).objectStore(PICTURES).get(hash));
    const { bytes, type } = (stored ?? {}) as Partial<StoredPicture>;
    return bytes instanceof Uint8Array && typeof type === 'string' ? { bytes, type } : undefined;
  }

  async keepPicture(hash: string, picture: StoredPicture): Promise<void> {
    const transaction = (await this.#db).transaction(PICTURES, 'readwrite');
    const ended = completed(transaction);
    transaction.objectStore(PICTURES).put(picture, hash);
    await ended;
  }

  /** Deletes every other picture. */
  async keepOnlyPictures(hashes: readonly string[]): Promise<void> {
    const transaction = (await this.#db).transaction(PICTURES, 'readwrite');
    const ended = completed(transaction);
    const store = transaction.objectStore(PICTURES);
    for (const key of await done(store.getAllKeys())) if (!hashes.includes(String(key))) store.delete(key);
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
