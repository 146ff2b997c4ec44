// Runs the disk contract in Node, and shows why y-indexeddb is not used. The contract also runs in Chromium: see
// browser-persistence.browser.test.ts.
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { DeviceDatabase } from '../device/database.ts';
import { createBrowserPersistence } from './browser-persistence.ts';
import { createMemoryPersistence } from './memory-persistence.ts';
import { persistenceContract } from './persistence.contract.ts';

let count = 0;

persistenceContract('memory', () => {
  const disk = createMemoryPersistence();
  return {
    open: async () => disk,
    openAgain: async () => disk,
    fill: () => disk.failNext(Number.MAX_SAFE_INTEGER),
    heal: () => disk.failNext(0),
    dispose: async () => undefined,
  };
});

/** Breaks writes as a full disk does: the request fails and the transaction aborts. */
const breakAdds = (): (() => void) => {
  const { add, put } = IDBObjectStore.prototype;
  const full = function (this: IDBObjectStore): never {
    this.transaction.abort();
    throw new DOMException('full', 'QuotaExceededError');
  };
  IDBObjectStore.prototype.add = full;
  IDBObjectStore.prototype.put = full;
  return () => Object.assign(IDBObjectStore.prototype, { add, put });
};

persistenceContract('browser', () => {
  const name = `contract-${++count}`;
  const open: DeviceDatabase[] = [];
  let heal = (): void => undefined;
  const connect = (): DeviceDatabase => {
    const db = new DeviceDatabase(name);
    open.push(db);
    return db;
  };
  return {
    open: async () => createBrowserPersistence(connect()),
    openAgain: async () => createBrowserPersistence(connect()),
    fill: () => (heal = breakAdds()),
    heal: () => heal(),
    drop: () => open[0]?.backend?.close(),
    dispose: async () => {
      heal();
      open.forEach((db) => db.close());
      await open[0]?.delete();
    },
  };
});

describe('why not y-indexeddb alone', () => {
  it('loses every write at the quota and reports nothing', async () => {
    const doc = new Y.Doc();
    const provider = new IndexeddbPersistence(`bare-${++count}`, doc);
    await provider.whenSynced;
    const errors: unknown[] = [];
    doc.on('error' as never, ((e: unknown) => errors.push(e)) as never);
    // As in Chromium at the quota: the request fires neither success nor error.
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (): IDBRequest<IDBValidKey> {
      return {} as IDBRequest<IDBValidKey>; // reason: a request that never answers
    };
    try {
      doc.getText('t').insert(0, 'six words that never reach disk');
    } finally {
      IDBObjectStore.prototype.add = add;
    }
    const reloaded = new Y.Doc();
    const again = new IndexeddbPersistence(provider.name, reloaded);
    await again.whenSynced;
    expect(reloaded.getText('t').toString()).toBe('');
    expect(errors).toEqual([]);
    await Promise.all([provider.destroy(), again.destroy()]);
  });
});
