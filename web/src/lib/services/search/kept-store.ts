// Keeps a campaign's search index in this device's database: its chunks, and the manifest that makes them an index.
import { chunkKeys, idOf, type KeptStore } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { readPack } from './search-pack.ts';

/**
 * What an index has to be kept by to be loaded: the code of the worker, whose file is named by its contents, and the files
 * of search. Null on the dev server, where code changes under one name.
 */
export const keptVersion = async (workerUrl: string): Promise<string | null> => {
  const pack = await readPack();
  return pack && `${new URL(workerUrl).pathname} ${pack.name}`;
};

export const createKeptStore = (db: DeviceDatabase, campaignId: string): KeptStore => {
  const keysOf = (keys: Iterable<string>): [string, string][] => [...keys].map((key) => [campaignId, key]);
  return {
    readManifest: async () => (await db.keptIndexes.get(campaignId))?.manifest,
    readChunks: async (keys) => (await db.keptChunks.bulkGet(keysOf(keys))).map((row) => row?.bytes),
    writeChunks: async (chunks) => {
      await db.keptChunks.bulkPut([...chunks].map(([key, bytes]) => ({ campaignId, key, bytes })));
    },
    deleteChunks: (keys) => db.keptChunks.bulkDelete(keysOf(keys)),
    replaceManifest: (manifest, previous) =>
      db.transaction('rw', db.keptIndexes, db.keptChunks, async () => {
        const stored = await db.keptIndexes.get(campaignId);
        if (idOf(stored?.manifest) !== previous) return false;
        const named = chunkKeys(manifest);
        const all = await db.keptChunks
          .where('[campaignId+key]')
          .between([campaignId, ''], [campaignId, '\uffff'])
          .primaryKeys();
        await db.keptChunks.bulkDelete(all.filter(([, key]) => !named.has(key)));
        await db.keptIndexes.put({ campaignId, manifest });
        return true;
      }),
  };
};
