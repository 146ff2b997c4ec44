// The versions of this device's database. The steps are append-only: a device may come from any of them.
import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { DerivedRow, DeviceSchema } from './rows.ts';

type Upgrade = IDBPTransaction<DeviceSchema, StoreNames<DeviceSchema>[], 'versionchange'>;

interface Step {
  version: number;
  run(db: IDBPDatabase<DeviceSchema>, upgrade: Upgrade): Promise<void> | void;
}

/** Rows that were derived before events and scenes were part of them. */
const addEventsAndScenes = async (upgrade: Upgrade): Promise<void> => {
  for (let at = await upgrade.objectStore('derived').openCursor(); at; at = await at.continue()) {
    const row: DerivedRow = { ...at.value, events: [], scenes: [], entityIds: [] };
    await at.update(row);
  }
};

/** Versions count in tens: the library that made the first of them multiplied its own by ten. */
const STEPS: readonly Step[] = [
  {
    version: 10,
    run: (db) => {
      const updates = db.createObjectStore('updates', { keyPath: 'id', autoIncrement: true });
      updates.createIndex('room', 'room');
      updates.createIndex('[room+sent]', ['room', 'sent']);
      db.createObjectStore('campaigns', { keyPath: 'id' });
      db.createObjectStore('cursors', { keyPath: 'room' });
      db.createObjectStore('derived', { keyPath: 'room' });
      db.createObjectStore('settings', { keyPath: 'key' });
    },
  },
  {
    version: 20,
    run: async (db, upgrade) => {
      // Rows before their index: WebKit keeps the index of an upgrade that is aborted, and then refuses the next one.
      await addEventsAndScenes(upgrade);
      upgrade.objectStore('derived').createIndex('entityIds', 'entityIds', { multiEntry: true });
      db.createObjectStore('images', { keyPath: 'hash' });
    },
  },
  {
    version: 30,
    run: (db) => void db.createObjectStore('vectors', { keyPath: ['model', 'hash'] }).createIndex('model', 'model'),
  },
  {
    version: 40,
    run: (db) => {
      db.createObjectStore('keptIndexes', { keyPath: 'campaignId' });
      db.createObjectStore('keptChunks', { keyPath: ['campaignId', 'key'] });
    },
  },
];

export const SCHEMA_VERSION = 40;

/** Runs the steps that a database of `oldVersion` (0: a new one) lacks. */
export const upgradeSchema = async (
  db: IDBPDatabase<DeviceSchema>,
  oldVersion: number,
  upgrade: Upgrade,
): Promise<void> => {
  for (const { version, run } of STEPS) if (version > oldVersion) await run(db, upgrade);
};
