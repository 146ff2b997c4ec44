// What this device's database keeps, as a test suite: it runs in Node and in a browser.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeviceDatabase } from './database.ts';
import type { DeviceCampaign } from './rows.ts';
import { SCHEMA_VERSION } from './schema.ts';

let count = 0;
const newName = (): string => `database-${(count += 1)}-${performance.now()}`;

const CAMPAIGN: DeviceCampaign = {
  id: 'c1',
  name: 'Dunmore',
  addedAt: 1,
  openedAt: 2,
  role: 'owner',
  token: null,
  recoveryShown: false,
  refused: null,
};

const opened = (request: IDBOpenDBRequest): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve) => (transaction.oncomplete = () => resolve()));

/** A database as version 0.1.0 of the app left it: Dexie made its stores, as version 10. */
const createFirstVersion = async (name: string): Promise<void> => {
  const request = indexedDB.open(name, 10);
  request.onupgradeneeded = () => {
    const db = request.result;
    const updates = db.createObjectStore('updates', { keyPath: 'id', autoIncrement: true });
    updates.createIndex('room', 'room', { multiEntry: false, unique: false });
    updates.createIndex('[room+sent]', ['room', 'sent'], { multiEntry: false, unique: false });
    for (const [table, keyPath] of [
      ['campaigns', 'id'],
      ['cursors', 'room'],
      ['derived', 'room'],
      ['settings', 'key'],
    ] as const)
      db.createObjectStore(table, { keyPath });
  };
  const db = await opened(request);
  const transaction = db.transaction(['updates', 'campaigns', 'derived'], 'readwrite');
  transaction.objectStore('updates').add({ room: 'campaign/c1', bytes: new Uint8Array([1, 2, 3]), sent: 0 });
  transaction.objectStore('campaigns').add(CAMPAIGN);
  transaction.objectStore('derived').add({ room: 'campaign/c1', links: [], snapshot: new Uint8Array([0]) });
  await ended(transaction);
  db.close();
};

/** The stores of a database with their keys and indexes. */
const shapeOf = (db: IDBDatabase): unknown => {
  const transaction = db.transaction([...db.objectStoreNames]);
  return [...db.objectStoreNames].map((name) => {
    const { keyPath, autoIncrement, indexNames } = transaction.objectStore(name);
    const indexes = [...indexNames].map((each) => {
      const index = transaction.objectStore(name).index(each);
      return [each, index.keyPath, index.multiEntry, index.unique];
    });
    return [name, keyPath, autoIncrement, indexes];
  });
};

export const databaseContract = (where: string): void => {
  describe(`the database of the device, ${where}`, () => {
    afterEach(() => void vi.restoreAllMocks());

    const withDatabase = (title: string, run: (db: DeviceDatabase) => Promise<void>): void =>
      it(title, async () => {
        const db = new DeviceDatabase(newName());
        try {
          await run(db);
        } finally {
          await db.delete();
        }
      });

    withDatabase('one of the first version keeps every row, and gets what later versions added', async (db) => {
      await createFirstVersion(db.name);
      expect(await db.updates.getAll()).toEqual([
        { id: 1, room: 'campaign/c1', bytes: new Uint8Array([1, 2, 3]), sent: 0 },
      ]);
      expect(await db.campaigns.get('c1')).toEqual(CAMPAIGN);
      expect(await db.derived.get('campaign/c1')).toMatchObject({ events: [], scenes: [], entityIds: [] });
      const fresh = new DeviceDatabase(newName());
      await fresh.open();
      expect(shapeOf(db.backend!)).toEqual(shapeOf(fresh.backend!));
      await fresh.delete();
    });

    withDatabase('one that a newer version of the app has added to is read and written', async (db) => {
      await db.campaigns.put(CAMPAIGN);
      db.close();
      const request = indexedDB.open(db.name, 1000);
      request.onupgradeneeded = () => void request.result.createObjectStore('later');
      (await opened(request)).close();
      await db.open();
      await db.settings.put({ key: 'theme', value: 'night' });
      expect([await db.campaigns.get('c1'), (await db.settings.get('theme'))?.value]).toEqual([CAMPAIGN, 'night']);
    });

    withDatabase('an upgrade that fails says why, and changes nothing', async (db) => {
      await createFirstVersion(db.name);
      vi.spyOn(IDBCursor.prototype, 'update').mockImplementationOnce(() => {
        throw new DOMException('full', 'QuotaExceededError');
      });
      await expect(db.open()).rejects.toThrow('full');
      await db.open();
      expect(await db.derived.get('campaign/c1')).toMatchObject({ entityIds: [] });
      expect([await db.updates.count(), await db.keptChunks.count()]).toEqual([1, 0]);
    });

    withDatabase('is opened again where the browser could not open it for a moment', async (db) => {
      const fail = (): never => {
        throw new DOMException('Internal error.', 'UnknownError');
      };
      vi.spyOn(indexedDB, 'open').mockImplementationOnce(fail).mockImplementationOnce(fail);
      await db.settings.put({ key: 'a', value: 1 });
      vi.spyOn(indexedDB, 'open').mockImplementation(fail);
      await expect(db.reopen()).rejects.toThrow('Internal error.');
      vi.restoreAllMocks();
      // Whatever comes next tries anew.
      expect(await db.settings.count()).toBe(1);
    });

    withDatabase('one that is removed while it is being opened is made whole, or not at all', async (db) => {
      // The answer of a browser that had a newer one until now.
      vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
        throw new DOMException('newer', 'VersionError');
      });
      await expect(db.open()).rejects.toThrow('removed');
      await db.settings.put({ key: 'a', value: 1 });
      expect(db.backend?.version).toBe(SCHEMA_VERSION);
    });

    withDatabase('a connection that the browser dropped is opened again by whatever comes next', async (db) => {
      await db.campaigns.put(CAMPAIGN);
      const acts: (() => Promise<unknown>)[] = [
        () => db.campaigns.get('c1'),
        () => db.settings.put({ key: 'a', value: 1 }),
        () => db.writeNow('settings', (store) => store.put({ key: 'b', value: 2 })),
        () => db.transaction(['settings'], 'readwrite', (tx) => tx.objectStore('settings').put({ key: 'c', value: 3 })),
        // Several at once open one connection.
        () => Promise.all([db.campaigns.getAll(), db.settings.count(), db.campaigns.update('c1', { openedAt: 9 })]),
      ];
      for (const act of acts) {
        db.backend!.close();
        await act();
      }
      expect((await db.settings.getAll()).map(({ value }) => value)).toEqual([1, 2, 3]);
      expect((await db.campaigns.get('c1'))?.openedAt).toBe(9);
    });

    withDatabase(
      'refuses everything once it is closed, also while it is being opened, until it is opened',
      async (db) => {
        await db.open();
        db.close();
        await expect(db.settings.get('a')).rejects.toThrow('closed');
        await expect(db.writeNow('settings', (store) => store.put({ key: 'a', value: 1 }))).rejects.toThrow('closed');
        const opening = db.open();
        db.close();
        await expect(opening).rejects.toThrow('closed');
        await db.open();
        expect(await db.settings.get('a')).toBeUndefined();
      },
    );

    withDatabase('lets another tab remove the database, and makes an empty one after that', async (db) => {
      await db.campaigns.put(CAMPAIGN);
      await new DeviceDatabase(db.name).delete();
      expect(await db.campaigns.getAll()).toEqual([]);
    });

    withDatabase('writes all rows or none, and says why', async (db) => {
      await db.open();
      // A function cannot be stored.
      const bad = { key: 'b', value: () => undefined };
      await expect(db.settings.putMany([{ key: 'a', value: 1 }, bad])).rejects.toThrow(/clone/i);
      await expect(
        db.transaction(['settings'], 'readwrite', async (transaction) => {
          await transaction.objectStore('settings').put({ key: 'a', value: 1 });
          throw new Error('stopped');
        }),
      ).rejects.toThrow('stopped');
      // Of rows that are handed over at once, too.
      await expect(
        db.writeNow('settings', (store) => [{ key: 'a', value: 1 }, bad].forEach((row) => store.put(row))),
      ).rejects.toThrow(/clone/i);
      expect(await db.settings.count()).toBe(0);
    });

    withDatabase('writes of one tick are not called stored when one of them failed, and it says why', async (db) => {
      await db.settings.put({ key: 'taken', value: 1 });
      const write = (store: IDBObjectStore): IDBRequest[] =>
        ['a', 'taken', 'b'].map((key) => store.add({ key, value: 2 }));
      await expect(db.writeNow('settings', write)).rejects.toMatchObject({ name: 'ConstraintError' });
      expect(await db.settings.getAll()).toEqual([{ key: 'taken', value: 1 }]);
      // As Firefox does: the others are stored all the same.
      const complete = (store: IDBObjectStore): void =>
        write(store).forEach((request) => (request.onerror = (event) => event.preventDefault()));
      await expect(db.writeNow('settings', complete)).rejects.toMatchObject({ name: 'ConstraintError' });
    });

    withDatabase('writes are stored where Firefox takes deletions alone first, after a full disk', async (db) => {
      await db.open();
      const begin = IDBDatabase.prototype.transaction;
      const forDeletions = function (this: IDBDatabase, ...args: Parameters<typeof begin>): IDBTransaction {
        return Object.defineProperty(begin.apply(this, args), 'mode', { value: 'cleanup' });
      };
      const refuse = (): never => {
        throw new DOMException('A mutation operation was attempted.', 'InvalidStateError');
      };
      const acts: (() => Promise<void>)[] = [
        () => db.settings.putMany(['a', 'b'].map((key) => ({ key, value: 1 }))),
        () => db.writeNow('settings', (store) => store.put({ key: 'c', value: 1 })),
      ];
      for (const act of acts) {
        vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(forDeletions);
        vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(refuse);
        await act();
        vi.restoreAllMocks();
      }
      expect((await db.settings.getAll()).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    });

    withDatabase('reads, changes and deletes rows by key, range and index', async (db) => {
      const derived = { links: [], events: [], scenes: [], snapshot: new Uint8Array() };
      await db.derived.putMany([
        { ...derived, room: 'campaign/c1/session/a', entityIds: ['e1', 'e2'] },
        { ...derived, room: 'campaign/c1/session/b', entityIds: ['e2'] },
        { ...derived, room: 'campaign/c2', entityIds: ['e2'] },
      ]);
      expect((await db.derived.getAllBy('entityIds', 'e1')).map(({ room }) => room)).toEqual(['campaign/c1/session/a']);
      const ofFirst = IDBKeyRange.bound('campaign/c1', 'campaign/c1/\uffff');
      const read: string[] = [];
      await db.derived.each(ofFirst, ({ room }) => void read.push(room));
      expect(read).toEqual(['campaign/c1/session/a', 'campaign/c1/session/b']);
      await db.campaigns.update('unknown', { name: 'nothing' });
      expect(await db.campaigns.count()).toBe(0);
      expect((await db.derived.getMany(['campaign/c2', 'unknown'])).map((row) => row?.room)).toEqual([
        'campaign/c2',
        undefined,
      ]);
      await db.derived.delete(ofFirst);
      expect((await db.derived.getAll()).map(({ room }) => room)).toEqual(['campaign/c2']);
    });
  });
};
