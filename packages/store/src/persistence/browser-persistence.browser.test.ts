// Runs the disk contract in a browser, over its IndexedDB. Requests are made to fail here; a real quota is reached in
// web/e2e/quota.spec.ts.
import { DeviceDatabase } from '../device/database.ts';
import { createBrowserPersistence } from './browser-persistence.ts';
import { persistenceContract } from './persistence.contract.ts';

let count = 0;

persistenceContract('a browser', () => {
  const name = `contract-${++count}-${performance.now()}`;
  const open: DeviceDatabase[] = [];
  const { add, put } = IDBObjectStore.prototype;
  const heal = (): void => void Object.assign(IDBObjectStore.prototype, { add, put });
  const full = function (this: IDBObjectStore): never {
    this.transaction.abort();
    throw new DOMException('full', 'QuotaExceededError');
  };
  const connect = (): DeviceDatabase => {
    const db = new DeviceDatabase(name);
    open.push(db);
    return db;
  };
  return {
    open: async () => createBrowserPersistence(connect()),
    openAgain: async () => createBrowserPersistence(connect()),
    fill: () => void Object.assign(IDBObjectStore.prototype, { add: full, put: full }),
    heal,
    drop: () => open[0]?.backend?.close(),
    dispose: async () => {
      heal();
      open.forEach((db) => db.close());
      await open[0]?.delete();
    },
  };
});
